"""« À faire »: computed from dated facts, never typed again. Each app registers the lists it knows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MOST_LINES = 8


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing to do. ``waits_for`` says who is being waited for, in words."""

    title: str
    url: str
    who: str = ""
    waits_for: str = ""
    since: date | None = None
    action_label: str = ""
    action_url: str = ""
    tone: str = "neutral"


@dataclass(frozen=True, kw_only=True)
class Heap:
    """What one source found for somebody today: the oldest first, and how many in all."""

    lines: list[Line] = field(default_factory=list)
    total: int = 0
    more_url: str = ""


@dataclass(frozen=True, kw_only=True)
class Source:
    slug: str
    title: str
    icon: str
    order: int
    allowed: Callable[[Any], bool]
    fetch: Callable[[Any, date], Heap]
    """(user, today) → what is to be done; one query, two at most."""
    nothing: str = "Rien à faire ici."


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    _sources[source.slug] = source


def sources_for(user) -> list[Source]:
    return sorted((source for source in _sources.values() if source.allowed(user)), key=lambda source: source.order)
