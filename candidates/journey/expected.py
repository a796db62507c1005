"""The verbs of a file's page: those that answer what it waits for (``waiting.py``), and the others."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from candidates.journey.moves import roles_on
from candidates.journey.table import HEAD, LOCAL, NOBODY, REFERENT, TRANSITIONS, Action
from candidates.journey.waiting import Party, Wait, who
from candidates.models import Journey
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.workflow import Transition


@dataclass
class Offer:
    """A verb that starts from where the file is. ``mine``: it belongs to the person who looks."""

    journey: Journey
    action: Action
    rule: Transition
    mine: bool

    @cached_property
    def reasons(self) -> list[str]:
        """Why it cannot be done yet; asked once, its guards read the database."""
        return self.rule.unmet(self.journey)


def offers_on(journey: Journey, user: User) -> list[Offer]:
    """Every verb that starts here and belongs to somebody, in the order of the table."""
    roles = roles_on(journey, user)
    return [
        Offer(journey, action, rule, mine=bool(roles & rule.roles))
        for action, rule in TRANSITIONS.items()
        if rule.roles != NOBODY and rule.starts_from(journey)
    ]


def expected_among(offers: list[Offer], wait: Wait | None) -> list[Offer]:
    """The verbs that answer what the file waits for."""
    return [offer for offer in offers if wait and offer.action in wait.actions]


_days: dict[Action, Callable[[Journey], date | None]] = {}


def register_day(action: Action, day_of: Callable[[Journey], date | None]) -> None:
    """What was planned for a day is due on that day, whatever the age of the step."""
    _days[action] = day_of


def planned_day(journey: Journey, action: Action) -> date | None:
    return _days[action](journey) if action in _days else None


def awaited(journey: Journey, wait: Wait | None) -> str:
    """Who must act, in words that follow « Attend »."""
    caseworker = journey.caseworker.full_name if journey.caseworker else ""
    return who(wait, structure=journey.prescriber.short_name or journey.prescriber.name, caseworker=caseworker)


ROLES = {
    Party.STRUCTURE: frozenset({Role.PRESCRIBER}),
    Party.REFERENT: REFERENT,
    Party.HEAD: HEAD,
    Party.TEAM: LOCAL,
    Party.HOUSEHOLD: NOBODY,
}


def is_turn_of(user: User, journey: Journey, wait: Wait) -> bool:
    """Whether the person awaited is this very reader."""
    if Party.TEAM in wait.parties and journey.caseworker_id:
        return journey.caseworker_id == user.pk
    return not roles_on(journey, user).isdisjoint(role for party in wait.parties for role in ROLES[party])
