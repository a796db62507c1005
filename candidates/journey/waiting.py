"""What a file waits for, told once: the list, its filter, the board, the file's page and « À faire » read this table.

The key is the step and, where the step does not say all, what the database says is awaited (``journey.awaits``).
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db import models
from django.db.models import Q

from candidates.enums import Awaited
from candidates.journey.table import Action
from candidates.steps import CLOSED, Step
from emile.core.templatetags.wording import day


class Party(models.TextChoices):
    """Who must act. The codes are those of the filter's address, the labels follow « attend »."""

    STRUCTURE = "structure", "la structure prescriptrice"
    REFERENT = "referent", "le référent"
    HEAD = "chef-de-service", "le chef de service"
    TEAM = "equipe", "l'équipe du territoire"
    HOUSEHOLD = "menage", "le ménage"


@dataclass(frozen=True)
class Wait:
    title: str
    parties: tuple[Party, ...]
    actions: tuple[Action, ...]
    """The verbs that answer it: one, or the two answers, neither of which waits for the other."""


def _wait(title: str, party: Party, action: Action) -> Wait:
    return Wait(title, (party,), (action,))


PRESENT = _wait("Candidature à présenter", Party.REFERENT, Action.PRESENT)
DECISION = _wait("Décision sur la candidature", Party.HEAD, Action.SHORTLIST)
CONTACT = _wait("Premier contact avec un employeur", Party.TEAM, Action.CONTACT_EMPLOYER)
MEETING = _wait("Entretien et projet professionnel", Party.HEAD, Action.HOLD_MEETING)
STAY = _wait("Séjour d'immersion à prévoir", Party.TEAM, Action.PLAN_STAY)
ARRIVAL = _wait("Arrivée en immersion", Party.TEAM, Action.ARRIVE)
FLAT = _wait("Logement à proposer", Party.TEAM, Action.OFFER_DWELLING)
LEASE = _wait("Bail à signer", Party.TEAM, Action.SIGN_LEASE)
MOVE = _wait("Emménagement", Party.TEAM, Action.MOVE_IN)
SUPPORT = _wait("Accompagnement", Party.TEAM, Action.RECORD_ACT)
ANSWERS = Wait(
    "Réponses du ménage et du service",
    (Party.HOUSEHOLD, Party.HEAD),
    (Action.GIVE_HOUSEHOLD_AGREEMENT, Action.GIVE_SERVICE_AGREEMENT),
)
WAITS: dict[tuple[Step, str], Wait] = {
    (Step.DIAGNOSIS, ""): _wait("Candidature à transmettre", Party.STRUCTURE, Action.SUBMIT),
    (Step.DIAGNOSIS, Awaited.WELCOME): _wait("Famille à accueillir", Party.REFERENT, Action.WELCOME),
    (Step.SUBMITTED, ""): PRESENT,
    (Step.TO_COMPLETE, ""): _wait("Compléments à envoyer", Party.STRUCTURE, Action.ANSWER_COMPLEMENTS),
    (Step.PRESENTED, ""): DECISION,
    (Step.WAITING, ""): DECISION,
    (Step.SHORTLISTED, ""): CONTACT,
    (Step.SHORTLISTED, Awaited.FLAT): FLAT,
    (Step.SHORTLISTED, Awaited.LEASE): LEASE,
    (Step.SHORTLISTED, Awaited.MOVE): MOVE,
    (Step.JOB_SEARCH, ""): MEETING,
    (Step.PROJECT, Awaited.STAY): STAY,
    (Step.PROJECT, Awaited.ARRIVAL): ARRIVAL,
    (Step.IMMERSION, ""): Wait("Projet à valider", (), ()),  # both agree: the validation follows at once
    (Step.IMMERSION, Awaited.STAY): STAY,
    (Step.IMMERSION, Awaited.ARRIVAL): ARRIVAL,
    (Step.IMMERSION, Awaited.DEPARTURE): _wait("Fin de l'immersion et bilan", Party.TEAM, Action.END_STAY),
    (Step.IMMERSION, Awaited.ANSWERS): ANSWERS,
    (Step.IMMERSION, Awaited.HOUSEHOLD): _wait("Réponse du ménage", Party.HOUSEHOLD, Action.GIVE_HOUSEHOLD_AGREEMENT),
    (Step.IMMERSION, Awaited.SERVICE): _wait("Réponse du service", Party.HEAD, Action.GIVE_SERVICE_AGREEMENT),
    (Step.IMMERSION, Awaited.CHOICE): _wait("Projet à reprendre", Party.HEAD, Action.RESUME_PROJECT),
    (Step.VALIDATED, ""): _wait("Contrat à signer", Party.TEAM, Action.SIGN_CONTRACT),
    (Step.CONTRACTED, Awaited.FLAT): FLAT,
    (Step.CONTRACTED, Awaited.LEASE): LEASE,
    (Step.CONTRACTED, Awaited.MOVE): MOVE,
    (Step.SETTLED, ""): SUPPORT,
    (Step.SUPPORT, ""): SUPPORT,
}


class Waiting(Protocol):
    """A journey, or a row that read the columns ``Journey.WAITS_BY``."""

    @property
    def step(self) -> str: ...

    @property
    def awaits(self) -> str: ...

    @property
    def suspended_until(self) -> date | None: ...


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """The columns ``Journey.WAITS_BY``, for a row of a statement written by hand."""

    step: str
    awaits: str
    suspended_until: date | None


def wait_of(file: Waiting, today: date) -> Wait | None:
    """What a file waits for on a day; None once the journey is closed."""
    if file.step in CLOSED:
        return None
    if file.suspended_until and file.suspended_until > today:
        return Wait(f"En pause jusqu'au {day(file.suspended_until)}", (), (Action.RESUME,))
    return WAITS[Step(file.step), file.awaits]


def suspended(today: date) -> Q:
    """The files in a pause: they wait for nobody until its last day."""
    return Q(suspended_until__gt=today)


def who(wait: Wait | None, *, structure: str, caseworker: str) -> str:
    """Who is awaited, in words that follow « attend »: a structure and a caseworker by their names."""
    if wait is None:
        return ""
    named = {Party.STRUCTURE: structure, Party.TEAM: caseworker}
    return " et ".join(str(named.get(party) or party.label) for party in wait.parties)


def waiting_for(party: str, today: date) -> Q:
    """The files that wait for somebody on a day: the same table, as a condition."""
    awaited: dict[Step, list[str]] = {}
    for (step, awaits), wait in WAITS.items():
        if party in wait.parties:
            awaited.setdefault(step, []).append(str(awaits))
    which = Q()
    for step, values in awaited.items():
        which |= Q(step=step, awaits__in=values)
    return Q(step__in=sorted(awaited)) & which & ~suspended(today)
