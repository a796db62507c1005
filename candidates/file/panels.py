"""The screen of a file is made of panels: every role has the same screen with the panels it may see, and each app
registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from candidates.models import Journey
from emile.accounts.models import User

PanelContext: TypeAlias = dict[str, object]
"""What the template of a panel shows."""


def everybody(user: User) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class Panel:
    slug: str
    label: str
    icon: str
    order: int
    template: str
    context: Callable[[Journey, User, date], PanelContext]
    """(journey, user, today) → what the template shows; three queries at most. The journey was found through
    ``visible_to(user)`` just before: what hangs on it is read from it, without asking the same thing again."""
    allowed: Callable[[User], bool] = everybody


_panels: dict[str, Panel] = {}


def register(panel: Panel) -> None:
    _panels[panel.slug] = panel


def panels_for(user: User) -> list[Panel]:
    return sorted((panel for panel in _panels.values() if panel.allowed(user)), key=lambda panel: panel.order)
