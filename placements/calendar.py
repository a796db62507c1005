"""The relay flats over a month: which nights are taken, by whom when one may know, and how full they are."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from partners.models import RelayFlat
from placements.models import Stay

FIRST_YEAR, LAST_YEAR = 2014, 2099
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Month:
    first: date

    @classmethod
    def read(cls, text: str, *, today: date) -> "Month":
        """« 2026-11 »; whatever else was typed in the address, the present month."""
        year, _, month = text.partition("-")
        written = len(text) == 7 and text.isascii() and year.isdigit() and month.isdigit()
        if written and FIRST_YEAR <= int(year) <= LAST_YEAR and 1 <= int(month) <= 12:
            return cls(date(int(year), int(month), 1))
        return cls(today.replace(day=1))

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def last(self) -> date:
        return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])

    @property
    def days(self) -> list[date]:
        return [self.first + number * ONE_DAY for number in range(self.last.day)]

    @property
    def before(self) -> "Month | None":
        month = Month((self.first - ONE_DAY).replace(day=1))
        return month if month.first.year >= FIRST_YEAR else None

    @property
    def after(self) -> "Month | None":
        month = Month(self.last + ONE_DAY)
        return month if month.first.year <= LAST_YEAR else None


@dataclass(frozen=True)
class Occupation:
    """A flat taken for some nights; ``stay`` only when this person follows the family."""

    flat_id: int
    arrival: date
    departure: date
    state: str
    stay: Stay | None = None


def occupations(flats: Sequence[RelayFlat], month: Month, *, user, shown: Sequence[RelayFlat]) -> list[Occupation]:
    """Two queries: the nights taken by anybody, then the stays one may see by name in the flats that are shown."""
    ids = [flat.pk for flat in flats]
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT flat_id, arrival, departure, state FROM emile_relay_calendar(%s, %s, %s)",
            [ids, month.first, month.last],
        )
        taken = cursor.fetchall()
    named = stays_by_name([flat.pk for flat in shown], month, user)
    seen = {(stay.flat_id, stay.arrival): stay for stay in named}
    return [Occupation(*row, stay=seen.get((row[0], row[1]))) for row in taken]


def stays_by_name(flats: Sequence[int], month: Month, user) -> Iterable[Stay]:
    stays = Stay.objects.visible_to(user).filter(flat__in=flats).holding_the_flat()
    return stays.between(month.first, month.last).select_related("journey__household", "exception_reason")


@dataclass(frozen=True)
class Nights:
    booked: int
    available: int

    @property
    def share(self) -> int:
        """Percent of the nights that are booked."""
        return round(100 * self.booked / self.available) if self.available else 0


def nights_of(flat: RelayFlat, taken: Iterable[Occupation], month: Month) -> Nights:
    """A night belongs to the day it begins. The flat offers those of the days it is open."""
    opening = max(flat.opened_on, month.first)
    closing = min(flat.closed_on, month.last + ONE_DAY) if flat.closed_on else month.last + ONE_DAY
    booked = sum(
        max((min(stay.departure, month.last + ONE_DAY) - max(stay.arrival, month.first)).days, 0) for stay in taken
    )
    return Nights(booked=booked, available=max((closing - opening).days, 0))
