"""What waits on somebody among the files: declared kind by kind, found for all kinds in a few queries.

A pile is a condition on journeys, or on facts and dates of journeys. The piles of one table are exclusive (a row
goes to the first pile that takes it): one reading of each table sorts, counts and keeps the most pressing of them all,
and the tables are read by one statement.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce
from operator import or_
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Case, DateField, F, Q, QuerySet, SmallIntegerField, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from candidates.addresses import file_page
from candidates.models import Journey
from candidates.steps import Step
from candidates.verbs import slug_of
from candidates.workflow import TRANSITIONS, Action
from emile.accounts.enums import Role
from emile.core.templatetags.wording import day
from emile.core.todo import Asked, Heap, Line
from emile.reference.models import LegalParameter, Programme


@dataclass(frozen=True)
class Table:
    """Where piles find their rows, and the columns a line is made of; the earliest day presses most."""

    model: Any
    file: str = "pk"
    since: str = ""
    due: str = ""
    about: str = ""
    within: Q = Q()  # noqa: RUF009 (never changed)
    """What every pile of the table has in common, when saying it spares the database the other rows."""
    sifted: bool = True
    """The database is asked for the rows of the piles and no other. Not where telling them apart is the whole cost
    of a row: it would be paid twice."""

    def columns(self) -> dict[str, Any]:
        return {
            "its_file": F(self.file),
            "its_since": F(self.since) if self.since else Cast(Value(None), DateField()),
            "its_due": F(self.due) if self.due else Cast(Value(None), DateField()),
            "its_about": Cast(F(self.about), TextField()) if self.about else Value("", output_field=TextField()),
        }


JOURNEYS = Table(model=Journey, since="step_since", within=Q(closed_on=None))
DECLINED = Table(model=Journey, since="step_since", due="review_on", within=Q(step=Step.DECLINED))


@dataclass
class Clock:
    """Today, and the rules of today: the delays that the house fixed, the programmes."""

    today: date
    delays: Any

    def days(self, parameter: str) -> timedelta:
        return timedelta(days=int(self.delays[parameter]))

    def ago(self, parameter: str) -> date:
        return self.today - self.days(parameter)

    def ahead(self, parameter: str) -> date:
        return self.today + self.days(parameter)

    @cached_property
    def _programmes(self) -> list[Programme]:
        return list(Programme.objects.all())

    def programmes(self, rule: str, holds: bool) -> list[int]:
        """Those that have a rule (``job_before_move_in``), or those that have not."""
        return [programme.pk for programme in self._programmes if getattr(programme, rule) is holds]


@dataclass(frozen=True, kw_only=True)
class Pile:
    slug: str
    title: str
    what: str
    """What one line asks to do."""
    roles: frozenset[Role]
    where: Callable[[Any, Clock], Q]
    """(user, clock) → which rows of the table."""
    table: Table = JOURNEYS
    page: str = "candidates:file"
    """Where the button leads when it is not a verb."""
    icon: str = "circle"
    tone: str = "info"
    order: int = 100
    waits_for: str = ""
    action: Action | None = None
    label: str = ""
    """The button, when it opens the file rather than a verb, or when the verb's own words are too long."""
    said_by_about: bool = False
    """What to do is written in the row itself: ``what`` is for a row that says nothing."""
    structure: bool = False
    """The detail is the prescribing structure."""
    told_by: str = ""
    """The day is past and nothing is due on it: told in these words, after what the row says."""
    more: str = ""
    """The query string of the list that shows them all."""

    def line(self, found: "Found", name: "Named") -> Line:
        own_words = found.detail if self.said_by_about else ""
        return Line(
            title=own_words or self.what,
            url=file_page(name.reference),
            who=name.household,
            waits_for=self.waits_for,
            since=found.since,
            due=None if self.told_by else found.due,
            detail=self.detail(found, name),
            icon=self.icon,
            tone=self.tone,
            action_label=self.label or (TRANSITIONS[self.action].label if self.action else ""),
            action_url=self.button(name.reference),
        )

    def detail(self, found: "Found", name: "Named") -> str:
        if self.structure:
            return name.structure
        if self.said_by_about:
            return ""
        told = f"{self.told_by} {day(found.due)}" if self.told_by else ""
        return ", ".join(filter(None, [found.detail, told]))

    def button(self, reference: str) -> str:
        if self.action is None:
            return file_page(reference, self.page)
        return file_page(reference, "candidates:verb", slug_of(self.action))


class Found(NamedTuple):
    """One row of a pile, and how many the pile has."""

    pile: str
    total: int
    file: int
    since: date | None
    due: date | None
    detail: str | None


class Named(NamedTuple):
    """What only the person's own rights may read of a file."""

    reference: str
    household: str
    structure: str


_piles: dict[str, Pile] = {}


def register(*piles: Pile) -> None:
    for pile in piles:
        _piles[pile.slug] = pile


def piles_for(user: Any) -> list[Pile]:
    """In the order of the page, which is also the order in which they take their rows."""
    return sorted((pile for pile in _piles.values() if user.has_role(*pile.roles)), key=lambda pile: pile.order)


def fetch(user: Any, today: date, asked: Asked) -> list[Heap]:
    """Every heap of somebody in four queries: the delays, the programmes, the piles, the names."""
    clock = Clock(today, LegalParameter.objects.values_on(today))
    piles = [pile for pile in piles_for(user) if asked.wants(pile.slug)]
    found = most_pressing(piles, user, clock, asked.lines)
    names = names_of({row.file for row in found}, user)
    heaps: dict[str, list[Found]] = defaultdict(list)
    for row in found:
        if row.file in names:
            heaps[row.pile].append(row)
    return [_heap(_piles[slug], rows, names) for slug, rows in heaps.items()]


RANKED = """
SELECT pile, total, its_file, its_since, its_due, its_about FROM (
    SELECT *, row_number() OVER (PARTITION BY pile ORDER BY coalesce(its_due, its_since), its_file) AS rank,
        count(*) OVER (PARTITION BY pile) AS total
    FROM ({rows}) AS found
) AS ranked WHERE rank <= %s ORDER BY pile, rank
"""
"""The windows are written here: compiled by the ORM they would carry every condition six times over."""


def most_pressing(piles: Sequence[Pile], user: Any, clock: Clock, most: int) -> list[Found]:
    """The first lines of each pile. The statement knows a pile by its place: numbers sort faster than names."""
    tables: dict[Table, list[tuple[int, Pile]]] = defaultdict(list)
    for place, pile in enumerate(piles):
        tables[pile.table].append((place, pile))
    statements, parameters = [], []
    for table, placed in tables.items():
        with suppress(EmptyResultSet):  # nothing can be found: nothing to ask
            sql, values = rows_of(table, placed, user, clock).query.sql_with_params()
            statements.append(f"({sql})")
            parameters += values
    if not statements:
        return []
    with connection.cursor() as cursor:
        cursor.execute(RANKED.format(rows=" UNION ALL ".join(statements)), [*parameters, most])
        return [Found(piles[place].slug, *row) for place, *row in cursor.fetchall() if place is not None]


def rows_of(table: Table, placed: list[tuple[int, Pile]], user: Any, clock: Clock) -> QuerySet:
    conditions = [(place, pile.where(user, clock)) for place, pile in placed]
    if len(placed) == 1 and table.sifted:
        taken_by = Value(placed[0][0], output_field=SmallIntegerField())
    else:
        whens = (When(where, then=Value(place)) for place, where in conditions)
        taken_by = Case(*whens, output_field=SmallIntegerField())
    columns = table.columns()
    rows = table.model.objects.visible_to(user).filter(table.within).annotate(pile=taken_by, **columns)
    if table.sifted:
        rows = rows.filter(reduce(or_, (where for _, where in conditions)))
    return rows.values_list("pile", *columns)


def names_of(files: set[int], user: Any) -> dict[int, Named]:
    journeys = Journey.objects.visible_to(user).filter(pk__in=files)
    columns = journeys.values_list("pk", "reference", "household__name", "prescriber__name")
    return {pk: Named(*words) for pk, *words in columns} if files else {}


def _heap(pile: Pile, rows: list[Found], names: dict[int, Named]) -> Heap:
    total = rows[0].total
    more = f"{reverse('candidates:list')}?{pile.more}" if pile.more and total > len(rows) else ""
    return Heap(
        slug=pile.slug,
        title=pile.title,
        icon=pile.icon,
        order=pile.order,
        lines=[pile.line(row, names[row.file]) for row in rows],
        total=total,
        more_url=more,
    )
