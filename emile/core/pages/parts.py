"""What pages hand to the components (``emile/core/templatetags/components.py``).

Templates read attributes or keys alike; these classes give the missing ones a default and keep the names true.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.safestring import SafeString, mark_safe

from emile.core.pages.typography import french
from emile.core.templatetags.wording import day
from emile.core.tones import Tone as Tone

StepState = Literal["done", "current", "todo", "skipped"]


class Part:
    """Answers ``part["title"]``, which a template tries before ``part.title``: a board renders a fifth faster."""

    def __getitem__(self, name: str) -> object:
        return getattr(self, name)


@dataclass(frozen=True)
class Step(Part):
    """A step of a journey. ``detail``: one short line ("3 nuits, bilan attendu")."""

    number: int
    label: str
    state: StepState = "todo"
    date: dt.date | None = None
    detail: str = ""


@dataclass(frozen=True)
class Event(Part):
    """Something that happened, for ``{% timeline %}``. A datetime shows its time."""

    date: dt.date | dt.datetime
    title: str
    who: str = ""
    note: str = ""
    icon: str = "circle"
    tone: Tone = "neutral"
    url: str = ""


@dataclass(frozen=True)
class Card(Part):
    """A file on the board."""

    title: str
    url: str = ""
    meta: str = ""
    awaited: str = ""
    waits_for: str = ""
    since: dt.date | None = None
    badge: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Column(Part):
    """A column of the board. ``count`` may be more than the cards shown; ``more_url`` leads to the others."""

    title: str
    cards: Sequence[Card] = ()
    count: int | None = None
    more_url: str = ""
    hint: str = ""

    @property
    def total(self) -> int:
        return len(self.cards) if self.count is None else self.count


@dataclass(frozen=True)
class Booking(Part):
    """A stay on the calendar: from the arrival (afternoon) to the leaving day (morning)."""

    start: dt.date
    end: dt.date
    label: str
    url: str = ""
    tone: Tone = "success"
    detail: str = ""

    @property
    def words(self) -> str:
        """« du 3 juin 2026 au 6 juin 2026 : prévu »."""
        detail = french(f" : {self.detail}") if self.detail else ""
        return f"du {day(self.start)} au {day(self.end)}{detail}"


@dataclass(frozen=True)
class CalendarRow(Part):
    """A flat and its bookings, which do not overlap."""

    label: str
    bookings: Sequence[Booking] = ()
    url: str = ""
    hint: str = ""


@dataclass(frozen=True)
class Head(Part):
    """A day at the top of the calendar."""

    kind: str
    title: str
    number: str


def head(date: dt.date, today: dt.date) -> Head:
    """« samedi 21 novembre »."""
    marks = {"is-weekend": date.weekday() > 4, "is-today": date == today}
    title = f"{WEEKDAYS[date.weekday()]} {date.day} {MONTHS[date.month]}"
    return Head(classes("calendar-day", marks), f"{title} (aujourd'hui)" if date == today else title, str(date.day))


@dataclass(frozen=True)
class Cell(Part):
    """``span`` half-days of one calendar row: a booking, or free days. What has no word of its own is written here
    rather than in the template: a month of six flats has two hundred cells."""

    span: int
    booking: Booking | None = None
    attributes: str = ""
    """Of the booking's cell."""
    free: str = ""
    """The cells of the free days."""


@dataclass(frozen=True)
class Strip(Part):
    label: str
    url: str
    hint: str
    cells: list[Cell] = field(default_factory=list)


def strip(row: CalendarRow, days: Sequence[dt.date], today: dt.date) -> Strip:
    """Cut a row into table cells, two half-days a day, so that one leaves and another arrives on the same day."""
    cells: list[Cell] = []
    position, width = 0, 2 * len(days)
    for booking in sorted(row.bookings, key=lambda b: b.start):
        arrival = 2 * (booking.start - days[0]).days + 1
        leaving = max(2 * (booking.end - days[0]).days + 1, arrival + 1)
        first, last = max(arrival, position), min(leaving, width)
        if last <= first:
            continue
        if position < first:
            cells.append(free(position, first, days, today))
        marks = {"starts-before": arrival < first, "ends-after": leaving > width, "ends-day": last % 2 == 0}
        attributes = span_and_class(last - first, f"calendar-stay is-{booking.tone}", marks)
        cells.append(Cell(last - first, booking, attributes))
        position = last
    if position < width:
        cells.append(free(position, width, days, today))
    return Strip(row.label, row.url, row.hint, cells)


def free(first: int, last: int, days: Sequence[dt.date], today: dt.date) -> Cell:
    """Empty half-days, cut at midnights so that the grid of days stays visible."""
    pieces, start = [], first
    while start < last:
        stop, date = min(last, start + 2 - start % 2), days[start // 2]
        marks = {"is-weekend": date.weekday() > 4, "is-today": date == today, "ends-day": stop % 2 == 0}
        pieces.append(f"<td {span_and_class(stop - start, 'calendar-free', marks)}></td>")
        start = stop
    return Cell(last - first, free=mark_safe("".join(pieces)))  # noqa: S308 (ours)


def span_and_class(span: int, kind: str, marks: dict[str, bool]) -> SafeString:
    return mark_safe(f'colspan="{span}" class="{classes(kind, marks)}"')  # noqa: S308 (ours)


def classes(kind: str, marks: dict[str, bool]) -> str:
    return " ".join([kind, *(mark for mark, holds in marks.items() if holds)])
