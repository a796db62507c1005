"""Turns the database's refusals into French: each constraint holds the sentence that people will read."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.apps import apps
from django.db import IntegrityError, transaction

from emile.core.workflow import WorkflowError


class RefusedByDatabase(WorkflowError):
    """A rule held by a constraint, in the constraint's own words."""


_together: ContextVar[bool] = ContextVar("together", default=False)


@contextmanager
def together() -> Iterator[None]:
    """One transaction whose parts are written or undone as a whole: ``explained`` and ``refused_as`` make no savepoint
    of their own inside, two statements less for each. An error that they raise must leave this block."""
    with transaction.atomic():
        outside = _together.set(True)
        try:
            yield
        finally:
            _together.reset(outside)


@contextmanager
def explained() -> Iterator[None]:
    """Replaces ``transaction.atomic``: a constraint that refuses becomes an error in French. Also a decorator.

    :raises RefusedByDatabase: a constraint that has a sentence said no. One without a sentence is a bug: it goes on.
    """
    try:
        with transaction.atomic(savepoint=not _together.get()):
            yield
    except IntegrityError as error:
        sentence = sentences().get(constraint_of(error))
        if sentence is None:
            raise
        raise RefusedByDatabase(sentence) from error


@contextmanager
def refused_as(constraint: str, refusal: WorkflowError) -> Iterator[None]:
    """One constraint whose refusal has a name of its own."""
    try:
        with transaction.atomic(savepoint=not _together.get()):
            yield
    except IntegrityError as error:
        if constraint_of(error) != constraint:
            raise
        raise refusal from error


def constraint_of(error: IntegrityError) -> str:
    """The name of the constraint that refused, as PostgreSQL says it; empty if it does not."""
    return getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""


@cache
def sentences() -> dict[str, str]:
    """Constraint → its sentence, for every constraint that has one of its own."""
    return {
        rule.name: str(rule.violation_error_message)
        for model in apps.get_models()
        for rule in model._meta.constraints
        if rule.violation_error_message != rule.default_violation_error_message
    }
