"""Piles of files that wait for somebody: each is declared, and all are read in a few queries.

A pile is a condition on journeys, or on dates of journeys (``candidates.todo.pile_rows``), and the words of its lines.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q
from django.urls import reverse

from candidates.addresses import file_page
from candidates.enums import Awaited
from candidates.journey.table import TRANSITIONS, Action
from candidates.journey.verbs import slug_of
from candidates.journey.waiting import wait_of, who
from candidates.steps import LOOKS, Step
from candidates.todo.pile_rows import UNDER_WAY, Found, PileContext, PileRows, most_pressing
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.todo import Asked, Line, ShownPile
from emile.core.templatetags.wording import day


@dataclass(frozen=True, kw_only=True, eq=False)
class Pile(PileRows):
    title: str
    what: str = ""
    """What one line asks to do; of a file under way, what it waits for is said instead (``waiting.py``)."""
    roles: frozenset[Role]
    page: str = "candidates:file"
    """Where the button leads when it is not a verb."""
    icon: str = "circle"
    tone: str = "info"
    order: int = 100
    action: Action | None = None
    label: str = ""
    """The button, when it opens the file rather than a verb, or when the verb's own words are too long."""
    said_by_about: bool = False
    """What to do is written in the row itself: ``what`` is for a row that says nothing."""
    structure: bool = False
    """The detail is the prescribing structure."""
    awaited: Awaited | None = None
    """Of a table of days: what a file waits for there. Its line then says it as the other pages do."""
    told_by: str = ""
    """Words put before a day that is past and on which nothing is due; they follow what the row says."""
    more: str = ""
    """The query string of the list that shows them all, in the same order. None shows a pile that asks for more than a
    step: it opens alone."""

    def line(self, found: Found, today: date) -> Line:
        own_words = found.detail if self.said_by_about else ""
        line = Line(
            title=own_words or self.what,
            url=file_page(found.reference),
            who=found.household,
            since=found.since,
            due=None if self.told_by else found.due,
            detail=self.detail(found),
            icon=self.icon,
            tone=self.tone,
            action_label=self.label or (TRANSITIONS[self.action].label if self.action else ""),
            action_url=self.button(found.reference),
        )
        if self.table is UNDER_WAY or (self.awaited and found.awaits == self.awaited):
            return as_awaited(line, found, today)
        return line

    def detail(self, found: Found) -> str:
        if self.structure:
            return found.structure_short_name or found.structure
        if self.said_by_about:
            return ""
        told = f"{self.told_by} {day(found.due)}" if self.told_by else ""
        return ", ".join(filter(None, [found.detail, told]))

    def button(self, reference: str) -> str:
        if self.action is None:
            return file_page(reference, self.page)
        return file_page(reference, "candidates:verb", slug_of(self.action))


def as_awaited(line: Line, found: Found, today: date) -> Line:
    """As the file's own page, the list and the board say it."""
    wait = wait_of(found, today)
    structure = found.structure_short_name or found.structure
    return replace(
        line,
        title=wait.title if wait else "",
        waits_for=who(wait, structure=structure, caseworker=found.caseworker),
        tone=LOOKS[Step(found.step)][0],
    )


def awaiting(*awaited: Awaited) -> Callable[[PileContext], Q]:
    """The files of which the database says that they wait for one of these."""
    return lambda context: Q(awaits__in=awaited)


_piles: dict[str, Pile] = {}


def register(*piles: Pile) -> None:
    for pile in piles:
        _piles[pile.slug] = pile


def declared_for(user: User) -> list[Pile]:
    """In the order of the page, which is also the order in which they take their rows."""
    return sorted((pile for pile in _piles.values() if user.has_role(*pile.roles)), key=lambda pile: pile.order)


def fetch(user: User, today: date, asked: Asked) -> list[ShownPile]:
    """Every pile of somebody in two queries: the delays, the piles."""
    piles = [pile for pile in declared_for(user) if asked.wants(pile.slug)]
    found = most_pressing(piles, PileContext.of(user, today, asked), asked.lines)
    rows_of: dict[str, list[Found]] = defaultdict(list)
    for row in found:
        rows_of[row.pile].append(row)
    return [_shown(_piles[slug], rows, today) for slug, rows in rows_of.items()]


def _shown(pile: Pile, rows: list[Found], today: date) -> ShownPile:
    total = rows[0].total
    more = f"{reverse('candidates:list')}?{pile.more}" if pile.more and total > len(rows) else ""
    return ShownPile(
        slug=pile.slug,
        title=pile.title,
        icon=pile.icon,
        order=pile.order,
        lines=[pile.line(row, today) for row in rows],
        total=total,
        more_url=more,
    )
