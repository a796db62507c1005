"""What is to be done on files, up to the project: the heaps of « À faire » that the journey alone explains."""

from collections.abc import Callable

from django.db.models import Q

from candidates import piles
from candidates.piles import DECLINED, Clock, Pile
from candidates.steps import PREPARING, SETTLING, TO_DECIDE, Step
from candidates.workflow import HEAD, LOCAL, REFERENT, Action
from emile.accounts.enums import FILE_ROLES, Role
from emile.core import todo

PRESCRIBER = frozenset({Role.PRESCRIBER})


def at(*steps: Step) -> Callable[[object, Clock], Q]:
    return lambda user, clock: Q(step__in=sorted(steps))


def drafts(user, clock: Clock) -> Q:
    return Q(step=Step.DIAGNOSIS, programme__in=clock.programmes("diagnosis_required", True))


def arrivals_to_welcome(user, clock: Clock) -> Q:
    return Q(step=Step.DIAGNOSIS, programme__in=clock.programmes("diagnosis_required", False))


def without_contact(user, clock: Clock) -> Q:
    """A first contact moves the file on: shortlisted means nobody was asked yet."""
    return Q(step=Step.SHORTLISTED, programme__in=clock.programmes("job_before_move_in", True))


def to_review(user, clock: Clock) -> Q:
    return Q(review_on__lte=clock.today)


def undecided(user, clock: Clock) -> Q:
    return Q(step__in=[Step.SUBMITTED, *sorted(TO_DECIDE)], step_since__lt=clock.ago("silent_file_days"))


def silent(user, clock: Clock) -> Q:
    """Under way and not moving: those that no other heap holds already."""
    return Q(step__in=sorted(PREPARING | SETTLING), step_since__lt=clock.ago("silent_file_days"))


piles.register(
    Pile(
        slug="complements",
        title="Compléments demandés",
        what="Compléter la candidature",
        roles=PRESCRIBER,
        where=at(Step.TO_COMPLETE),
        icon="message-circle-question-mark",
        tone="warning",
        order=10,
        waits_for="votre réponse",
        action=Action.ANSWER_COMPLEMENTS,
        label="Répondre",
        more="etape=to_complete",
    ),
    Pile(
        slug="drafts",
        title="Candidatures à terminer",
        what="Terminer et transmettre la candidature",
        roles=PRESCRIBER,
        where=drafts,
        icon="file-pen",
        order=20,
        waits_for="votre envoi",
        label="Reprendre",
        page="candidates:candidature",
        more="etape=diagnosis&tri=anciennete",
    ),
    Pile(
        slug="undecided",
        title="Sans réponse depuis longtemps",
        what="Demander où en est la candidature",
        roles=PRESCRIBER,
        where=undecided,
        icon="hourglass",
        tone="neutral",
        order=80,
        waits_for="le référent ou le territoire",
        label="Ouvrir",
        more="etape=a-decider&tri=anciennete",
    ),
    Pile(
        slug="to_present",
        title="Candidatures à présenter",
        what="Vérifier et présenter au territoire",
        roles=REFERENT,
        where=at(Step.SUBMITTED),
        icon="send",
        order=10,
        waits_for="votre vérification",
        action=Action.PRESENT,
        label="Présenter",
        more="etape=submitted&tri=anciennete",
    ),
    Pile(
        slug="to_welcome",
        title="Familles à accueillir",
        what="Accueillir la famille",
        roles=REFERENT,
        where=arrivals_to_welcome,
        icon="plane-landing",
        order=15,
        waits_for="son accueil",
        action=Action.WELCOME,
        label="Accueillir",
        more="etape=diagnosis&tri=anciennete",
    ),
    Pile(
        slug="complements_awaited",
        title="Compléments attendus",
        what="Compléments demandés à la structure",
        roles=REFERENT,
        where=at(Step.TO_COMPLETE),
        icon="hourglass",
        tone="neutral",
        order=70,
        structure=True,
        waits_for="la structure",
        label="Ouvrir",
        more="etape=to_complete&tri=anciennete",
    ),
    Pile(
        slug="to_decide",
        title="Candidatures à décider",
        what="Décider de la candidature",
        roles=HEAD,
        where=at(Step.PRESENTED),
        icon="scale",
        order=10,
        waits_for="votre décision",
        structure=True,
        label="Décider",
        more="etape=presented&tri=anciennete",
    ),
    Pile(
        slug="waiting_list",
        title="Liste d'attente",
        what="Relire la candidature en liste d'attente",
        roles=HEAD,
        where=at(Step.WAITING),
        icon="hourglass",
        tone="neutral",
        order=60,
        waits_for="une place, un poste ou un logement",
        label="Relire",
        more="etape=waiting&tri=anciennete",
    ),
    Pile(
        slug="to_review",
        title="À réexaminer",
        what="Réexaminer la candidature non retenue",
        roles=REFERENT | HEAD,
        where=to_review,
        table=DECLINED,
        icon="rotate-ccw",
        order=65,
        action=Action.RECONSIDER,
        label="Réexaminer",
        more="etape=declined&tri=anciennete",
    ),
    Pile(
        slug="first_contact",
        title="Retenues, sans contact avec un employeur",
        what="Contacter un employeur",
        roles=LOCAL,
        where=without_contact,
        icon="briefcase",
        order=20,
        waits_for="un premier contact",
        action=Action.CONTACT_EMPLOYER,
        label="Noter un contact",
        more="etape=shortlisted&tri=anciennete",
    ),
    Pile(
        slug="meeting",
        title="Entretiens à mener",
        what="Mener l'entretien de projet",
        roles=HEAD,
        where=at(Step.JOB_SEARCH),
        icon="messages-square",
        order=25,
        waits_for="l'entretien à Paris",
        action=Action.HOLD_MEETING,
        label="Noter l'entretien",
        more="etape=job_search&tri=anciennete",
    ),
    Pile(
        slug="silent",
        title="Dossiers sans mouvement",
        what="Relancer le dossier",
        roles=LOCAL,
        where=silent,
        icon="bell-off",
        tone="neutral",
        order=90,
        label="Ouvrir",
        more="etape=en-preparation&tri=anciennete",
    ),
)
todo.register(todo.Source(slug="files", allowed=lambda user: user.has_role(*FILE_ROLES), fetch=piles.fetch))
