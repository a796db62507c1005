"""Tells the database who is asking, for row-level security.

The row-level policies read settings named ``app.*`` that live for one transaction. Only the SQL functions
``emile_identify`` (from the membership rows) and the two context managers below set them. When nobody is set, the
policies give no row.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypedDict

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper


class ScopeRow(TypedDict):
    """What ``emile_scope`` says of a person: ids, and codes of roles."""

    user_id: int
    roles: list[str]
    orgs: list[int]
    partner_orgs: list[int]
    territories: list[int]
    origins: list[int]
    granted: list[int]


def identify(user_id: int) -> ScopeRow:
    """Take this person's rights until the end of the transaction; returns their scope as the database sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT emile_identify(%s)", [user_id])
        return scope_row(cursor)


def scope_row(cursor: CursorWrapper) -> ScopeRow:
    """What a statement that asked for one person's scope answered."""
    (scope,) = cursor.fetchone()
    said: ScopeRow = json.loads(scope) if isinstance(scope, str) else scope
    return said


def forget() -> None:
    """Resets the identity to nobody before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT emile_forget()")


@contextmanager
def acting_as(user_id: int) -> Iterator[ScopeRow]:
    """One transaction with a person's rights: tasks, commands, tests."""
    with transaction.atomic():
        before = _current_user_id()
        yield identify(user_id)
        _restore(before)


@contextmanager
def acting_as_system() -> Iterator[None]:
    """One transaction for work that belongs to nobody: sweeping jobs, loading the demonstration, checks."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.system', true), set_config('app.system', 'on', true)")
            before = cursor.fetchone()[0] or ""
        yield
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.system', %s, true)", [before])


def _current_user_id() -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nullif(current_setting('app.user_id', true), '')::bigint")
        user_id: int | None = cursor.fetchone()[0]
    return user_id


def _restore(user_id: int | None) -> None:
    if user_id is None:
        forget()
    else:
        identify(user_id)
