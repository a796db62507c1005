"""The twelve steps of the journey (domain, section 1). Codes are stored; labels are what the screen says."""

from django.db import models

from emile.core.tones import Tone


class Step(models.TextChoices):
    DIAGNOSIS = "diagnosis", "Repérage, diagnostic"
    SUBMITTED = "submitted", "Candidature transmise"
    TO_COMPLETE = "to_complete", "Compléments demandés"
    PRESENTED = "presented", "Candidature présentée"
    WAITING = "waiting", "Liste d'attente"
    DECLINED = "declined", "Candidature non retenue"
    SHORTLISTED = "shortlisted", "Candidature retenue"
    JOB_SEARCH = "job_search", "Recherche de postes"
    PROJECT = "project", "Projet professionnel"
    IMMERSION = "immersion", "Immersion"
    VALIDATED = "validated", "Projet validé"
    CONTRACTED = "contracted", "Contrat signé"
    SETTLED = "settled", "Installation"
    SUPPORT = "support", "Accompagnement"
    MAINSTREAM = "mainstream", "Droit commun"
    LEFT = "left", "Parcours interrompu"

    @property
    def number(self) -> int:
        """1 to 12, as people count them; 0 for a journey that was interrupted."""
        return NUMBERS[self]


NUMBERS: dict[Step, int] = {
    Step.DIAGNOSIS: 1,
    Step.SUBMITTED: 2,
    Step.TO_COMPLETE: 2,
    Step.PRESENTED: 3,
    Step.WAITING: 4,
    Step.DECLINED: 4,
    Step.SHORTLISTED: 4,
    Step.JOB_SEARCH: 5,
    Step.PROJECT: 6,
    Step.IMMERSION: 7,
    Step.VALIDATED: 8,
    Step.CONTRACTED: 9,
    Step.SETTLED: 10,
    Step.SUPPORT: 11,
    Step.MAINSTREAM: 12,
    Step.LEFT: 0,
}

MILESTONES: dict[int, Step] = {
    number: step for step, number in NUMBERS.items() if step not in {Step.TO_COMPLETE, Step.WAITING, Step.DECLINED}
}
"""The step that proves each number: the one a funnel counts."""
MILESTONES.pop(0)

IN_ORIGIN = frozenset({Step.DIAGNOSIS, Step.SUBMITTED, Step.TO_COMPLETE})
TO_DECIDE = frozenset({Step.PRESENTED, Step.WAITING})
PREPARING = frozenset({Step.SHORTLISTED, Step.JOB_SEARCH, Step.PROJECT, Step.IMMERSION, Step.VALIDATED})
SETTLING = frozenset({Step.CONTRACTED, Step.SETTLED})
SETTLED_OR_AFTER = frozenset({Step.SETTLED, Step.SUPPORT, Step.MAINSTREAM})
BEFORE_MOVE_IN = IN_ORIGIN | TO_DECIDE | PREPARING | {Step.CONTRACTED}
CLOSED = frozenset({Step.DECLINED, Step.MAINSTREAM, Step.LEFT})
OPEN = frozenset(Step) - CLOSED


def reached(step: Step) -> int:
    """How far a step goes in the funnel: 1 to 12; a refusal or a waiting list is still at 3, leaving adds nothing."""
    return 3 if step in {Step.WAITING, Step.DECLINED} else step.number


LOOKS: dict[Step, tuple[Tone, str]] = {
    Step.DIAGNOSIS: ("neutral", "pencil"),
    Step.SUBMITTED: ("info", "send"),
    Step.TO_COMPLETE: ("warning", "message-circle-question-mark"),
    Step.PRESENTED: ("info", "presentation"),
    Step.WAITING: ("warning", "hourglass"),
    Step.DECLINED: ("danger", "circle-x"),
    Step.SHORTLISTED: ("success", "circle-check"),
    Step.JOB_SEARCH: ("info", "briefcase"),
    Step.PROJECT: ("info", "messages-square"),
    Step.IMMERSION: ("info", "bed-double"),
    Step.VALIDATED: ("success", "handshake"),
    Step.CONTRACTED: ("success", "file-pen-line"),
    Step.SETTLED: ("accent", "house"),
    Step.SUPPORT: ("accent", "notebook-pen"),
    Step.MAINSTREAM: ("success", "star"),
    Step.LEFT: ("neutral", "log-out"),
}
"""Tone and icon of a step's badge; the word always goes with them."""
