"""What waits on somebody among the files: declared kind by kind, found for all kinds in a few queries.

A pile is a condition on journeys, or on facts and dates of journeys. The piles of one table are exclusive (a row
goes to the first pile that takes it): one reading of the table sorts, counts and keeps the most pressing of them all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Case, DateField, F, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.urls import reverse

from candidates.models import Journey
from candidates.verbs import slug_of
from candidates.workflow import TRANSITIONS, Action
from emile.accounts.enums import Role
from emile.core.todo import MOST_LINES, Heap, Line
from emile.reference.models import LegalParameter


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

    def columns(self) -> dict[str, Any]:
        return {
            "its_file": F(self.file),
            "its_since": F(self.since) if self.since else Cast(Value(None), DateField()),
            "its_due": F(self.due) if self.due else Cast(Value(None), DateField()),
            "its_about": Cast(F(self.about), TextField()) if self.about else Value("", output_field=TextField()),
        }


JOURNEYS = Table(model=Journey, since="step_since", due="review_on")


@dataclass(frozen=True)
class Clock:
    """Today, and the delays that the house fixed for today."""

    today: date
    delays: Any

    def days(self, parameter: str) -> timedelta:
        return timedelta(days=int(self.delays[parameter]))

    def ago(self, parameter: str) -> date:
        return self.today - self.days(parameter)

    def ahead(self, parameter: str) -> date:
        return self.today + self.days(parameter)


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
    structure: bool = False
    """The detail is the prescribing structure."""
    filed: bool = False
    """The day is one since which it counts, rather than one that comes."""
    more: str = ""
    """The query string of the list that shows them all."""

    def line(self, found: "Found", name: "Named") -> Line:
        url = reverse("candidates:file", args=[name.reference])
        return Line(
            title=self.what,
            url=url,
            who=name.household,
            waits_for=self.waits_for,
            since=found.due if self.filed else found.since,
            due=None if self.filed else found.due,
            detail=name.structure if self.structure else found.detail or "",
            icon=self.icon,
            tone=self.tone,
            action_label=self.label or (TRANSITIONS[self.action].label if self.action else ""),
            action_url=self.button(name.reference),
        )

    def button(self, reference: str) -> str:
        if self.action is None:
            return reverse(self.page, args=[reference])
        return reverse("candidates:verb", args=[reference, slug_of(self.action)])


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


def fetch(user: Any, today: date) -> list[Heap]:
    """Every heap of somebody: a query for the delays, one a table, one for the names, whatever the number of heaps."""
    clock = Clock(today, LegalParameter.objects.values_on(today))
    tables: dict[Table, list[Pile]] = defaultdict(list)
    for pile in piles_for(user):
        tables[pile.table].append(pile)
    found = [row for table, piles in tables.items() for row in most_pressing(table, piles, user, clock)]
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


def most_pressing(table: Table, piles: Iterable[Pile], user: Any, clock: Clock) -> list[Found]:
    conditions = [(pile.slug, pile.where(user, clock)) for pile in piles]
    any_pile = Q()
    for _, where in conditions:
        any_pile |= where
    rows = (
        table.model.objects.visible_to(user)
        .filter(table.within, any_pile)
        .annotate(pile=Case(*(When(where, then=Value(slug)) for slug, where in conditions), output_field=TextField()))
    )
    columns = table.columns()
    sql, parameters = rows.annotate(**columns).values_list("pile", *columns).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(RANKED.format(rows=sql), [*parameters, MOST_LINES])
        return [Found(*row) for row in cursor.fetchall()]


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
