"""The base of the dated rows that managers edit."""

import datetime

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import BaseConstraint, CheckConstraint, F, Func, Q
from django.db.models.functions import Least

EARLIEST, LATEST = datetime.date(1900, 1, 1), datetime.date(2199, 12, 31)


def folded(name: str) -> Func:
    """Sorts « Île-de-France » among the I; the database's own order would put it after Z."""
    return Func(F(name), function="emile_fold", output_field=models.CharField())


def period() -> Func:
    """`valid_from` to `valid_to` as a range, both days included.

    A range whose end precedes its start is an error of PostgreSQL; `Least` (which ignores a missing end) leaves it
    to the check constraint to refuse such a row in words.
    """
    both_days = RangeBoundary(inclusive_lower=True, inclusive_upper=True)
    start = Least(F("valid_from"), F("valid_to"))
    return Func(start, F("valid_to"), both_days, function="daterange", output_field=DateRangeField())


def one_at_a_time(*fields: str, name: str, message: str) -> ExclusionConstraint:
    """Forbids two rows with the same `fields` on the same day."""
    return ExclusionConstraint(
        name=name,
        expressions=[*((F(field), RangeOperators.EQUAL) for field in fields), (period(), RangeOperators.OVERLAPS)],
        violation_error_code="valid_from",
        violation_error_message=message,
    )


def sane_period(prefix: str) -> list[BaseConstraint]:
    """Gives the three checks of every dated table; the error code names the field to stand beside."""
    return [
        CheckConstraint(
            name=f"{prefix}_ends_after_start",
            condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            violation_error_code="valid_to",
            violation_error_message="La fin ne peut pas précéder le début.",
        ),
        CheckConstraint(
            name=f"{prefix}_start_is_plausible",
            condition=Q(valid_from__gte=EARLIEST, valid_from__lte=LATEST),
            violation_error_code="valid_from",
            violation_error_message="Indiquez une année entre 1900 et 2199.",
        ),
        CheckConstraint(
            name=f"{prefix}_end_is_plausible",
            condition=Q(valid_to=None) | Q(valid_to__gte=EARLIEST, valid_to__lte=LATEST),
            violation_error_code="valid_to",
            violation_error_message="Indiquez une année entre 1900 et 2199.",
        ),
    ]


class Dated(models.Model):
    """A row that holds from one day to another, both included; its ``objects`` come from a ``DatedQuerySet``."""

    valid_from = models.DateField("valable à partir du")
    valid_to = models.DateField(
        "valable jusqu'au", null=True, blank=True, help_text="Dernier jour compris. Laissez vide s'il n'y a pas de fin."
    )

    class Meta:
        abstract = True


class Edited(models.Model):
    """A row a manager edits. `version` 1 means as shipped: a later load may correct it, never past 1."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class Sourced(models.Model):
    """The source of a fact, for whoever must defend it."""

    source = models.TextField("source", blank=True, max_length=500)

    class Meta:
        abstract = True
