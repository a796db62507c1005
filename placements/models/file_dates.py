"""Dates of the files within reach, read by « À faire » (views of migration 0004).

The views hold the scope themselves and run with the gate's rights, so that a count over ten thousand files does not
weigh the row policies of several tables on each row. They give ids and no name: names are read through the policies.
"""

from typing import Self, TypeVar

from django.db import models

from candidates.querysets import reach
from emile.accounts.scope import Reader

Row = TypeVar("Row", bound=models.Model)


class ReachQuerySet(models.QuerySet[Row]):
    def visible_to(self, user: Reader) -> Self:
        return self.filter(reach(user.scope))


class WithinReach(models.Model):
    prescriber = models.BigIntegerField(db_column="prescriber_id", null=True)
    origin_area = models.BigIntegerField(db_column="origin_area_id", null=True)
    territory = models.BigIntegerField(db_column="territory_id", null=True)
    caseworker = models.BigIntegerField(db_column="caseworker_id", null=True)
    household = models.BigIntegerField(db_column="household_id", null=True)

    objects = ReachQuerySet.as_manager()

    class Meta:
        abstract = True


class FileDate(WithinReach):
    """A dated row of a journey, as its view gives it."""

    file_id = models.BigIntegerField(primary_key=True)
    """The column is not unique: a model must have a key, but no row is ever fetched by it."""
    day = models.DateField()
    about = models.TextField()

    class Meta:
        abstract = True


class ExpectedArrival(FileDate):
    class Meta:
        managed = False


class ExpectedDeparture(FileDate):
    class Meta:
        managed = False


class NextStep(FileDate):
    """A next step promised in a support act, with no other act since."""

    class Meta:
        managed = False


class PermitEnd(FileDate):
    """The day a member's right to stay runs out."""

    class Meta:
        managed = False


class HousingRequestAge(FileDate):
    """The day a social-housing request was filed, or renewed."""

    class Meta:
        managed = False


class LastAct(FileDate):
    """The day a settled family was last supported, or came to its step when that is later."""

    class Meta:
        managed = False


FILE_DATES = (ExpectedArrival, ExpectedDeparture, NextStep, PermitEnd, HousingRequestAge, LastAct)
