"""The report tables: one entry each, declared in its file of ``emile/reporting/tables`` and nowhere else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from django.utils.safestring import SafeString

from emile.core.pages import charts
from emile.core.templatetags.wording import NBSP, number
from emile.reporting.asked import EVER, Asked, Period, ReportScope

Row = tuple[object, ...]
"""A NamedTuple of its table, with a name for each column."""


class Argument(StrEnum):
    """What a table may be asked besides its scope."""

    PERIOD = "period"
    """The days of the facts that are counted."""
    AS_OF = "as_of"
    """As the files stood on the evening of a day, whatever happened next."""
    KNOWN_ON = "known_on"
    """As it was known on the evening of a day: without what was recorded or corrected later.

    No table can say it today. Facts do not tell since when they are known: a journey is one row, written over, and
    the events, which are dated, cannot be read by those who count without names. A table will declare it when every
    fact it stands on says by itself when it was recorded and what replaced it.
    """


class Place(StrEnum):
    """Where a table stands on the dashboard."""

    NOWHERE = "nowhere"
    TILE = "tile"
    WIDE = "wide"
    HALF = "half"


class CannotTell(Exception):
    """The facts a table stands on do not remember what it is asked."""


class Header(NamedTuple):
    """``column``: the attribute of the rows that stands under ``title``."""

    column: str
    title: str
    unit: str = ""

    def text(self, row: Row) -> str:
        """« 1 234 », « 28 % », « – » when there is nothing to say."""
        value = getattr(row, self.column)
        if value is None:
            return "–"
        return f"{number(value)}{NBSP}{self.unit}" if self.unit else str(number(value))


class Nothing(NamedTuple):
    """What is read in place of a table without rows."""

    title: str
    text: str
    icon: str


@dataclass(frozen=True, kw_only=True, eq=False)
class ReportTable:
    code: str
    title: str
    sentence: str
    """The definition in French, read beside the figures."""
    unit: str
    population: str
    """Who is counted, in French."""
    headers: tuple[Header, ...]
    """The first names the row, unless it is the only one; the second is what a picture draws."""
    count: Callable[[Asked], Sequence[Row]]
    tells: frozenset[Argument] = frozenset({Argument.PERIOD})
    """The arguments that change the figures as they should; every other is refused."""
    place: Place = Place.NOWHERE
    order: int = 100
    tone: str = ""
    draw: Callable[[str, Sequence[charts.Row]], SafeString] | None = None
    nothing: Nothing | None = None
    unfolded: bool = False
    """The figures are read without unfolding them under the picture."""

    def rows(
        self, *, scope: ReportScope, period: Period = EVER, as_of: date | None = None, known_on: date | None = None
    ) -> Sequence[Row]:
        """
        :param as_of: None: as the files stand now.
        :param known_on: None: as it is known now.
        :raises CannotTell: asked for something that is not in ``tells``, or that this scope does not allow.
        """
        asked = {Argument.PERIOD: period != EVER, Argument.AS_OF: as_of, Argument.KNOWN_ON: known_on}
        refused = [argument for argument, value in asked.items() if value and argument not in self.tells]
        if refused:
            raise CannotTell(f"{self.code}: {', '.join(refused)}")
        return self.count(Asked(scope, period, as_of, known_on))

    def texts(self, rows: Sequence[Row]) -> list[list[str]]:
        return [[header.text(row) for header in self.headers] for row in rows]

    def picture(self, rows: Sequence[Row]) -> SafeString:
        """Empty for a table that is not drawn."""
        if self.draw is None:
            return SafeString("")
        name, value = self.headers[:2]
        return self.draw(self.title, [(name.text(row), getattr(row, value.column)) for row in rows])


TABLES: dict[str, ReportTable] = {}


def register(table: ReportTable) -> ReportTable:
    """:raises ValueError: its code is taken."""
    if TABLES.setdefault(table.code, table) is not table:
        raise ValueError(table.code)
    return table


def tables_at(place: Place) -> list[ReportTable]:
    """Those of a part of the dashboard, in their order."""
    return sorted((table for table in TABLES.values() if table.place is place), key=lambda table: table.order)
