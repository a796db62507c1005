"""A report table is asked for some journeys and some days; both are declared here."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Self

from django.db.models import Q, QuerySet

from candidates.models import Journey
from emile.reporting.cohort import Group, read_groups


@dataclass(frozen=True)
class Period:
    """A period goes from its first to its last day, both counted; without a day it has no limit on that side."""

    first: date | None = None
    last: date | None = None

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    def holds(self, column: str) -> Q:
        """The condition of the rows whose day is in the period."""
        limits = {f"{column}__gte": self.first, f"{column}__lte": self.last}
        return Q(**{limit: day for limit, day in limits.items() if day})

    def until(self, day: date | None) -> Self:
        """The part of the period that had passed on a day; the whole of it when no day is given."""
        if day is None or (self.last and self.last <= day):
            return self
        return type(self)(self.first, day)


EVER = Period()


@dataclass(frozen=True, eq=False)
class ReportScope:
    """The journeys that may be counted for whoever asks, and the readings of them that tables share.

    It lives as long as one page or one report. ``everywhere``: the journeys were not chosen by their territory, of
    which a journey remembers only the present one.
    """

    journeys: QuerySet[Journey]
    everywhere: bool = False
    _groups: dict[Period, list[Group]] = field(default_factory=dict, repr=False)

    def cohort(self, opened: Period) -> list[Group]:
        """The journeys opened in a period, read once whatever the number of tables that are made of them."""
        if opened not in self._groups:
            self._groups[opened] = read_groups(self.journeys.filter(opened.holds("opened_on")))
        return self._groups[opened]


class Asked(NamedTuple):
    """``as_of`` and ``known_on``: see ``registry.Argument``; None: as files stand now, as it is known now."""

    scope: ReportScope
    period: Period = EVER
    as_of: date | None = None
    known_on: date | None = None
