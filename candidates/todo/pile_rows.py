"""Finds the rows of every pile of « À faire » in one SQL statement: each table is read once, and window functions sort,
count and keep the most pressing rows of each pile."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache, reduce
from operator import or_
from sys import intern
from typing import Any, Self, TypeAlias

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, DateField, F, Model, Q, QuerySet, SmallIntegerField, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from candidates.journey.waiting import WaitingRow, suspended
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.models import User
from emile.accounts.scope import Scope
from emile.core.database.rows import rows_by_name
from emile.core.pages.todo import Asked
from emile.reference.models import LegalParameter
from emile.reference.querysets import Values

Parameter: TypeAlias = str | int | date | None
CODE = re.compile(r"[a-z0-9_]*")
STATEMENTS_KEPT = 1_000
"""Size of the cache of SQL texts, a few kilobytes each. The ORM takes 10 ms to write one, and the same person asks for
it again all day."""


def delays_of(today: date, asked: Asked) -> Values:
    """The legal parameters of the day."""
    return asked.once("delays", lambda: LegalParameter.objects.values_on(today))


@dataclass(frozen=True)
class PileContext:
    """Who asks, the day, and the rules of the day: all that a statement depends on. Two equal contexts are told the
    same statement; a right that changes, a new delay, another day make another context."""

    scope: Scope
    today: date
    delays: frozenset[tuple[str, Decimal]]

    @classmethod
    def of(cls, user: User, today: date, asked: Asked) -> Self:
        """One query at most: the delays of the day."""
        return cls(user.scope, today, frozenset(delays_of(today, asked).items()))

    @property
    def pk(self) -> int:
        return self.scope.user_id

    def delay(self, parameter: str) -> int:
        return int(dict(self.delays)[parameter])

    def ago(self, parameter: str) -> date:
        return self.today - timedelta(days=self.delay(parameter))

    def ahead(self, parameter: str) -> date:
        return self.today + timedelta(days=self.delay(parameter))


@dataclass(frozen=True)
class Table:
    """Where piles find their rows, and the columns a line is made of; the earliest day presses most."""

    model: Any
    file: str = "pk"
    since: str = ""
    due: str = ""
    about: str = ""
    within: Q = Q()  # noqa: RUF009 (never changed)
    """What every pile of the table has in common."""

    def columns(self) -> dict[str, Combinable]:
        return {
            "its_file": F(self.file),
            "its_since": F(self.since) if self.since else Cast(Value(None), DateField()),
            "its_due": F(self.due) if self.due else Cast(Value(None), DateField()),
            "its_about": Cast(F(self.about), TextField()) if self.about else Value("", output_field=TextField()),
        }


UNDER_WAY = Table(model=Journey, since="step_since", within=Q(closed_on=None))
TO_REVIEW = Table(model=Journey, since="step_since", due="review_on")
"""Declined, and to be looked at again on a day: a small index holds them."""


@dataclass(frozen=True, kw_only=True, eq=False)
class PileRows:
    slug: str
    table: Table = UNDER_WAY
    steps: tuple[Step, ...] = ()
    """Of the files under way: the steps where they are found."""
    where: Callable[[PileContext], Q] = lambda context: Q()
    """Which of these rows. The piles of one table are exclusive: a row goes to the first pile that takes it."""


@dataclass(frozen=True, kw_only=True)
class Found(WaitingRow):
    """One row of a pile, how many the pile has, and what only the person's own rights may read of its file."""

    pile: str
    total: int
    since: date | None
    due: date | None
    detail: str | None
    reference: str
    household: str
    structure: str
    structure_short_name: str
    caseworker_first_name: str | None
    caseworker_last_name: str | None

    @property
    def caseworker(self) -> str:
        return " ".join(filter(None, [self.caseworker_first_name, self.caseworker_last_name]))


RANKED = """
SELECT * FROM (
    SELECT *, row_number() OVER (PARTITION BY pile ORDER BY coalesce(its_due, its_since), its_file) AS rank,
        count(*) OVER (PARTITION BY pile) AS total
    FROM ({rows}) AS sorted WHERE pile IS NOT NULL
) AS ranked WHERE rank <= %s
"""
"""The window functions are written by hand, because the ORM would repeat every condition six times. Tables are ranked
one by one, because files under way come nearly sorted out of their index."""
NAMED = """
SELECT pile, total, its_since AS since, its_due AS due, its_about AS detail, reference,
    household__name AS household, prescriber__name AS structure, prescriber__short_name AS structure_short_name,
    caseworker__first_name AS caseworker_first_name, caseworker__last_name AS caseworker_last_name, {waiting}
FROM ({found}) AS found, LATERAL (SELECT * FROM ({files}) AS files WHERE pk = its_file LIMIT 1) AS file
ORDER BY pile, rank
"""
"""``LATERAL … LIMIT 1`` makes PostgreSQL look up the file of each line by its key: the planner expects thousands of
lines and would read the whole table."""
NAMES = (
    *("pk", "reference", "household__name", "prescriber__name", "prescriber__short_name"),
    *("caseworker__first_name", "caseworker__last_name", *Journey.WAITS_BY),
)


def most_pressing(piles: Sequence[PileRows], context: PileContext, most: int) -> list[Found]:
    """The first rows of each pile."""
    sql, parameters = statement(tuple(piles), context, most)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [Found(**{**row, "pile": piles[row["pile"]].slug}) for row in rows_by_name(cursor)]


@lru_cache(maxsize=STATEMENTS_KEPT)
def statement(piles: tuple[PileRows, ...], context: PileContext, most: int) -> tuple[str, tuple[Parameter, ...]]:
    """It knows a pile by its place: numbers sort faster than names. Empty when nothing can be found."""
    tables: dict[Table, list[tuple[int, PileRows]]] = defaultdict(list)
    for place, pile in enumerate(piles):
        tables[pile.table].append((place, pile))
    statements: list[str] = []
    parameters: list[Parameter] = []
    for table, placed in tables.items():
        with suppress(EmptyResultSet):
            sql, values = with_codes_written(*rows_of(table, placed, context).query.sql_with_params())
            statements.append(RANKED.format(rows=sql))
            parameters += [*values, most]
    if not statements:
        return "", ()
    files, of_files = Journey.objects.visible_to(context).values_list(*NAMES).query.sql_with_params()
    sql = NAMED.format(found=" UNION ALL ".join(statements), files=files, waiting=", ".join(Journey.WAITS_BY))
    return intern(sql), (*parameters, *of_files)


def with_codes_written(sql: str, values: Sequence[Parameter]) -> tuple[str, list[Parameter]]:
    """Codes are written in the text, and numbers and days left as parameters: the plan is the same for everybody, and
    does not make lists of steps anew for each of ten thousand rows.

    :raises ValueError: a text that is not one of our codes.
    """
    pieces = sql.split("%s")
    written = [pieces[0]]
    kept: list[Parameter] = []
    for value, piece in zip(values, pieces[1:], strict=True):
        if isinstance(value, str):
            if not CODE.fullmatch(value):
                raise ValueError(value)
            written.append(f"'{value}'")
        else:
            written.append("%s")
            kept.append(value)
        written.append(piece)
    return "".join(written), kept


def rows_of(
    table: Table, placed: list[tuple[int, PileRows]], context: PileContext
) -> QuerySet[Model, tuple[object, ...]]:
    """Of files under way, all those of the steps in question are read, and each is told its pile or none; of other
    tables, the rows of the piles and no other."""
    at_rest = Journey.objects.filter(suspended(context.today)).values("pk")
    rows: QuerySet[Model] = (
        table.model.objects.visible_to(context).filter(table.within).exclude(**{f"{table.file}__in": at_rest})
    )
    whens, wheres = [], []
    for place, pile in placed:
        where = pile.where(context)
        wheres.append(where)
        its_place = Cast(Value(str(place)), SmallIntegerField())
        whens.append(When(Q(step__in=pile.steps) & where if pile.steps else where, then=its_place))
    if table is UNDER_WAY:
        rows = rows.filter(step__in=sorted({step for _, pile in placed for step in pile.steps}))
    else:
        rows = rows.filter(reduce(or_, wheres))
    columns = table.columns()
    placed_rows = rows.annotate(pile=Case(*whens, output_field=SmallIntegerField()), **columns)
    found: QuerySet[Model, tuple[object, ...]] = placed_rows.values_list("pile", *columns)
    return found
