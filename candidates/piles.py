"""What waits on somebody among the files: declared kind by kind, found for all kinds in two queries.

A pile says which rows it takes; the rows are journeys, or things that hang on a journey. Each app adds its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, F, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.urls import reverse

from candidates.verbs import slug_of
from candidates.workflow import TRANSITIONS, Action
from emile.accounts.enums import Role
from emile.core import counting
from emile.core.todo import MOST_LINES, Heap, Line
from emile.reference.models import LegalParameter

NO_DATE = Cast(Value(None), DateField())
COLUMNS = ("pile", "file", "name", "from_day", "due_day", "about")


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
    find: Callable[[Any, Clock], QuerySet]
    icon: str = "circle"
    tone: str = "info"
    order: int = 100
    waits_for: str = ""
    action: Action | None = None
    label: str = ""
    """The button, when it opens the file rather than a verb, or when the verb's own words are too long."""
    journey: str = ""
    """The way from a row to its journey: nothing for a journey, ``journey__`` for what hangs on it."""
    since: str = "step_since"
    due: str = ""
    about: str = ""
    """A field shown as a detail of the line."""
    more: str = ""
    """The query string of the list that shows them all."""

    def lines_of(self, rows: QuerySet) -> QuerySet:
        """The most pressing rows, in the columns all piles share."""
        pressing = self.due or self.since
        return rows.annotate(
            pile=Value(self.slug, output_field=TextField()),
            file=F(f"{self.journey}reference"),
            name=F(f"{self.journey}household__name"),
            from_day=F(self.since) if self.since else NO_DATE,
            due_day=F(self.due) if self.due else NO_DATE,
            about=_text(self.about),
        ).order_by(pressing, "pk")[:MOST_LINES]

    def line(self, file: str, name: str, since: date | None, due: date | None, about: str) -> Line:
        url = reverse("candidates:file", args=[file])
        return Line(
            title=self.what,
            url=url,
            who=name,
            waits_for=self.waits_for,
            since=since,
            due=due,
            detail=about,
            icon=self.icon,
            tone=self.tone,
            action_label=self.label or (TRANSITIONS[self.action].label if self.action else ""),
            action_url=reverse("candidates:verb", args=[file, slug_of(self.action)]) if self.action else url,
        )


def _text(name: str) -> Combinable:
    return Cast(F(name), TextField()) if name else Value("", output_field=TextField())


_piles: dict[str, Pile] = {}


def register(*piles: Pile) -> None:
    for pile in piles:
        _piles[pile.slug] = pile


def piles_for(user: Any) -> list[Pile]:
    return [pile for pile in _piles.values() if user.has_role(*pile.roles)]


def fetch(user: Any, today: date) -> list[Heap]:
    """Every heap of somebody: the delays, the lines and the counts, three queries whatever the number of heaps."""
    clock = Clock(today, LegalParameter.objects.values_on(today))
    found = {pile.slug: pile.find(user, clock) for pile in piles_for(user)}
    if not found:
        return []
    totals = counting.counts(found)
    kept = [_piles[slug] for slug, total in totals.items() if total]
    lines = _lines(kept, found)
    return [_heap(pile, lines[pile.slug], totals[pile.slug]) for pile in kept]


def _lines(piles: Iterable[Pile], found: dict[str, QuerySet]) -> dict[str, list[Line]]:
    """In one query; the piles that are empty were left out, which keeps it short."""
    arms = [pile.lines_of(found[pile.slug]).values_list(*COLUMNS) for pile in piles]
    lines: dict[str, list[Line]] = {pile.slug: [] for pile in piles}
    if not arms:
        return lines
    for slug, *columns in arms[0].union(*arms[1:], all=True) if len(arms) > 1 else arms[0]:
        lines[slug].append(_piles[slug].line(*columns))
    return lines


def _heap(pile: Pile, lines: list[Line], total: int) -> Heap:
    more = f"{reverse('candidates:list')}?{pile.more}" if pile.more and total > len(lines) else ""
    return Heap(
        slug=pile.slug, title=pile.title, icon=pile.icon, order=pile.order, lines=lines, total=total, more_url=more
    )
