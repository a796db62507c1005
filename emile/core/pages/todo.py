"""« À faire »: computed from dated facts, never typed again. Each app registers the piles it knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from emile.core.database import counting
from emile.core.people import Person

T = TypeVar("T")
MOST_LINES, ALL_LINES = 3, 100
"""Of one pile: among the others, and on its own page."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to do. ``waits_for`` says who or what is being waited for, in words."""

    title: str
    url: str
    who: str = ""
    waits_for: str = ""
    since: date | None = None
    due: date | None = None
    detail: str = ""
    action_label: str = ""
    action_url: str = ""
    icon: str = "circle"
    tone: str = "neutral"


@dataclass(frozen=True, kw_only=True)
class ShownPile:
    """Things to do of one kind: the most pressing first, and how many in all."""

    slug: str
    title: str
    icon: str
    order: int = 100
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    more_url: str = ""

    @property
    def figure(self) -> str:
        return counting.figure(self.total)

    @property
    def heading(self) -> str:
        return f"{self.title} ({self.figure})"

    @property
    def rest_url(self) -> str:
        """Where the lines that are not shown are: a list, or this pile alone."""
        return self.more_url or f"?tas={self.slug}"

    @property
    def hidden(self) -> str:
        """How many are not shown, in words; nothing when all are."""
        rest = self.total - len(self.lines)
        return counting.figure(rest) if rest > 0 else ""


@dataclass(frozen=True)
class Asked:
    """The whole page, or one pile alone with more of its lines."""

    only: str = ""
    _read: dict[str, object] = field(default_factory=dict, compare=False, repr=False)

    @property
    def lines(self) -> int:
        return ALL_LINES if self.only else MOST_LINES

    def wants(self, slug: str) -> bool:
        return self.only in ("", slug)

    def once(self, name: str, read: Callable[[], T]) -> T:
        """What several sources need is read by the first, for this opening of the page alone."""
        if name not in self._read:
            self._read[name] = read()
        return cast(T, self._read[name])


@dataclass(frozen=True, kw_only=True)
class Source:
    slug: str
    allowed: Callable[[Person], bool]
    fetch: Callable[[Person, date, Asked], list[ShownPile]]
    """(user, today, asked) → what is to be done, empty piles left out; three queries at most for all its piles."""


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.slug] = source


def piles_for(user: Person, today: date, asked: Asked) -> list[ShownPile]:
    sources = (source for source in _sources.values() if source.allowed(user))
    fetched = [pile for source in sources for pile in source.fetch(user, today, asked)]
    return sorted((pile for pile in fetched if pile.total and asked.wants(pile.slug)), key=lambda pile: pile.order)
