"""Reads the relay flats over a month: which nights are taken, by whom when the person may know, and how full they
are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from django.db import connection
from django.db.models import F

from emile.accounts.models import User
from emile.core.database.rows import rows_by_name
from partners.models import RelayFlat
from placements.models import Stay
from placements.territories import territories_of

FIRST_YEAR, LAST_YEAR = 2014, 2099
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Month:
    first: date

    @classmethod
    def read(cls, text: str, *, today: date) -> "Month":
        """Reads « 2026-11 » from the URL; anything else gives the present month."""
        year, _, month = text.partition("-")
        written = len(text) == 7 and text.isascii() and year.isdigit() and month.isdigit()
        if written and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12:
            return cls(date(int(year), int(month), 1))
        return cls(today.replace(day=1))

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @cached_property
    def end(self) -> date:
        """The first day of the next month."""
        return (self.first + 31 * ONE_DAY).replace(day=1)

    @property
    def last(self) -> date:
        return self.end - ONE_DAY

    @property
    def days(self) -> list[date]:
        return [self.first + number * ONE_DAY for number in range(self.last.day)]

    @property
    def before(self) -> "Month | None":
        month = Month((self.first - ONE_DAY).replace(day=1))
        return month if month.first.year >= FIRST_YEAR else None

    @property
    def after(self) -> "Month | None":
        return Month(self.end) if self.end.year <= LAST_YEAR else None


class Flat(NamedTuple):
    """A relay flat and its territory."""

    pk: int
    name: str
    opened_on: date
    closed_on: date | None
    territory_code: str
    territory_name: str


def flats_of(user: User, month: Month, today: date) -> list[Flat]:
    """Keeps the flats that are open during the month, sorted by territory."""
    flats = RelayFlat.objects.visible_to(user).filter(territory__in=territories_of(user, today))
    during = flats.filter(opened_on__lte=month.last).exclude(closed_on__lte=month.first)
    read = during.order_by("territory__name", "name", "pk").values(
        "pk",
        "name",
        "opened_on",
        "closed_on",
        territory_code=F("territory__code"),
        territory_name=F("territory__name"),
    )
    return [Flat(**row) for row in read]


class FamilyStay(NamedTuple):
    """Who comes, for those who follow the family. ``exception``: why the stay is out of the rule."""

    flat_id: int
    arrival: date
    people: int
    exception: str | None
    reference: str
    household: str

    @property
    def family_name(self) -> str:
        """What ``candidates.journey.actions.household_name`` wrote in capitals."""
        return " ".join(takewhile(str.isupper, self.household.split())) or self.household


class Occupation(NamedTuple):
    """A flat taken for some nights; ``stay`` only when this person follows the family."""

    flat_id: int
    arrival: date
    departure: date
    state: str
    stay: FamilyStay | None = None


def occupations(flats: Sequence[Flat], month: Month, *, user: User, shown: Iterable[Flat]) -> list[Occupation]:
    """Runs two queries: the nights taken by anybody, then the stays one may see by name in the flats that are shown."""
    ids = [flat.pk for flat in flats]
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT flat_id, arrival, departure, state FROM emile_relay_calendar(%s, %s, %s)",
            [ids, month.first, month.last],
        )
        taken = [Occupation(**row) for row in rows_by_name(cursor)]
    by_name = stays_by_name([flat.pk for flat in shown], month, user)
    seen = {(stay.flat_id, stay.arrival): stay for stay in by_name}
    return [nights._replace(stay=seen.get((nights.flat_id, nights.arrival))) for nights in taken]


def stays_by_name(flats: Sequence[int], month: Month, user: User) -> list[FamilyStay]:
    stays = Stay.objects.visible_to(user).filter(flat__in=flats).holding_the_flat().between(month.first, month.last)
    read = stays.values(
        "flat_id",
        "arrival",
        "people",
        exception=F("exception_reason__label"),
        reference=F("journey__reference"),
        household=F("journey__household__name"),
    )
    return [FamilyStay(**row) for row in read]


@dataclass(frozen=True)
class Nights:
    booked: int
    available: int

    @property
    def share(self) -> int:
        """Percent of the nights that are booked."""
        return round(100 * self.booked / self.available) if self.available else 0


def nights_of(flat: Flat, taken: Iterable[Occupation], month: Month) -> Nights:
    """A night belongs to the day it begins. The flat offers those of the days it is open."""
    first, end = month.first, month.end
    opening, closing = max(flat.opened_on, first), min(flat.closed_on or end, end)
    booked = sum(max((min(stay.departure, end) - max(stay.arrival, first)).days, 0) for stay in taken)
    return Nights(booked=booked, available=max((closing - opening).days, 0))
