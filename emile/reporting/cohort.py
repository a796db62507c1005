"""Journeys counted by what tables distinguish. Everything stands on the journey alone, which holds no name: a manager
counts it without opening a file (docs/adr/0008)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db.models import Count, QuerySet, Sum

from candidates.models import Journey
from candidates.steps import CLOSED, Step


class Group(NamedTuple):
    """How many journeys went as far, stand at the same step, in the same territory, with the same reason to end.

    « Retained » is having reached step 4, « installed or being installed » step 9, whatever happened next.
    """

    furthest: int
    step: str
    territory: int | None
    end_reason: int | None
    journeys: int
    adult_count: int
    child_count: int

    def is_retained(self) -> bool:
        return self.furthest >= Step.SHORTLISTED.number

    def is_installing(self) -> bool:
        return self.furthest >= Step.CONTRACTED.number

    def is_settled(self) -> bool:
        return self.furthest >= Step.SETTLED.number

    def is_unfinished(self) -> bool:
        return self.is_retained() and not self.is_installing() and self.step in CLOSED

    def is_on_the_way(self) -> bool:
        return self.is_retained() and not self.is_installing() and self.step not in CLOSED


def read_groups(journeys: QuerySet[Journey]) -> list[Group]:
    """Reads the table of journeys once."""
    alike = journeys.order_by().values("furthest", "step", "territory", "end_reason")
    counted = alike.annotate(journeys=Count("pk"), adult_count=Sum("adults"), child_count=Sum("children"))
    return [Group(**row) for row in counted]


def percent(part: int, whole: int) -> int | None:
    """The percentage is None when there is no whole."""
    return round(100 * part / whole) if whole else None


def most_first(names: Mapping[int | None, str], numbers: Iterable[tuple[int | None, int]]) -> list[tuple[str, int]]:
    """Adds up the numbers of each id and gives them under its name, the largest first, then by name."""
    totals: Counter[str] = Counter()
    for key, number in numbers:
        totals[names[key]] += number
    return sorted(totals.items(), key=lambda pair: (-pair[1], pair[0]))
