"""What a file waits for, and whom: read from the table of transitions, for everybody alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from candidates.journey.moves import roles_on
from candidates.journey.table import HEAD, NOBODY, ORIGIN, REFERENT, TRANSITIONS, Action
from candidates.models import Journey
from candidates.steps import SETTLED_OR_AFTER
from emile.core.workflow import Transition

ANSWERS = {Action.GIVE_HOUSEHOLD_AGREEMENT, Action.GIVE_SERVICE_AGREEMENT}
TITLES = {
    Action.SUBMIT: "Candidature à transmettre",
    Action.ANSWER_COMPLEMENTS: "Compléments à envoyer",
    Action.PRESENT: "Candidature à présenter",
    Action.WELCOME: "Famille à accueillir",
    Action.SHORTLIST: "Décision sur la candidature",
    Action.CONTACT_EMPLOYER: "Premier contact avec un employeur",
    Action.HOLD_MEETING: "Entretien et projet professionnel",
    Action.PLAN_STAY: "Séjour d'immersion à prévoir",
    Action.ARRIVE: "Arrivée en immersion",
    Action.END_STAY: "Fin de l'immersion et bilan",
    Action.GIVE_HOUSEHOLD_AGREEMENT: "Réponse du ménage",
    Action.GIVE_SERVICE_AGREEMENT: "Réponse du service",
    Action.RESUME_PROJECT: "Projet à reprendre",
    Action.SIGN_CONTRACT: "Contrat à signer",
    Action.OFFER_DWELLING: "Logement à proposer",
    Action.SIGN_LEASE: "Bail à signer",
    Action.MOVE_IN: "Emménagement",
    Action.RECORD_ACT: "Accompagnement",
}


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

    @property
    def by_shortcut(self) -> bool:
        return self.journey.step in self.rule.shortcuts

    @property
    def shows_the_way(self) -> bool:
        """An act of support is always possible; it is what comes next only once the family has moved in."""
        return self.rule.main and (self.action != Action.RECORD_ACT or self.journey.step in SETTLED_OR_AFTER)


def offers_on(journey: Journey, user) -> list[Offer]:
    """Every verb that starts here and belongs to somebody, in the order of the table."""
    roles = roles_on(journey, user)
    return [
        Offer(journey, action, rule, mine=bool(roles & rule.roles))
        for action, rule in TRANSITIONS.items()
        if rule.roles != NOBODY and rule.starts_from(journey)
    ]


def expected_among(offers: list[Offer]) -> list[Offer]:
    """The way forward: one verb, or both answers, which wait for each other's neither. Nothing once closed.

    A verb that only this programme opens here (``by_shortcut``) comes before the usual one. If all are blocked, the
    one nearest to being possible is shown with what it lacks.
    """
    main = sorted((offer for offer in offers if offer.shows_the_way), key=lambda offer: not offer.by_shortcut)
    if not main or main[0].journey.is_closed:
        return []
    possible = [offer for offer in main if not offer.reasons]
    if not possible:
        return [min(reversed(main), key=lambda offer: (not offer.by_shortcut, len(offer.reasons)))]
    if possible[0].action in ANSWERS:
        return [offer for offer in possible if offer.action in ANSWERS]
    return possible[:1]


_days: dict[Action, Callable[[Journey], date | None]] = {}


def register_day(action: Action, day_of: Callable[[Journey], date | None]) -> None:
    """What was planned for a day is due on that day, whatever the age of the step."""
    _days[action] = day_of


def planned_day(journey: Journey, action: Action) -> date | None:
    return _days[action](journey) if action in _days else None


def awaited(journey: Journey, expected: list[Offer]) -> str:
    """Who must act, in words that follow « Attend »."""
    if not expected:
        return ""
    actions, roles = {offer.action for offer in expected}, expected[0].rule.roles
    if actions == ANSWERS:
        return "le ménage et le chef de service"
    if Action.GIVE_HOUSEHOLD_AGREEMENT in actions:
        return "le ménage"
    if roles == ORIGIN:
        return f"{journey.prescribed_by.full_name} ({journey.prescriber})"
    if roles in {REFERENT, REFERENT | HEAD}:
        return f"le référent – {journey.origin_area}"
    if roles == HEAD:
        return f"le chef de service – {journey.territory}"
    return journey.caseworker.full_name if journey.caseworker else f"l'équipe – {journey.territory}"
