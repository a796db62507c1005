"""Declares the piles of « À faire » up to the project, which depend on the journey alone."""

from django.db.models import Q

from candidates.journey.table import HEAD, LOCAL, REFERENT, Action
from candidates.steps import PREPARING, SETTLING, TO_DECIDE, Step
from candidates.todo import piles
from candidates.todo.pile_rows import TO_REVIEW, PileContext
from candidates.todo.piles import Pile
from emile.accounts.enums import FILE_ROLES, Role
from emile.core.pages import todo

PRESCRIBER = frozenset({Role.PRESCRIBER})


def with_diagnosis(context: PileContext) -> Q:
    return Q(programme__in=context.programmes_where("diagnosis_required", True))


def without_diagnosis(context: PileContext) -> Q:
    return Q(programme__in=context.programmes_where("diagnosis_required", False))


def job_first(context: PileContext) -> Q:
    return Q(programme__in=context.programmes_where("job_before_move_in", True))


def to_review(context: PileContext) -> Q:
    return Q(review_on__lte=context.today)


def unanswered(context: PileContext) -> Q:
    return Q(step_since__lt=context.ago("silent_file_days"))


def silent(context: PileContext) -> Q:
    """Not moving, and in no other pile: a caseworker's own families, once settled, are those without an act."""
    accompanied = Q(step=Step.SETTLED, caseworker=context.pk) if Role.CASEWORKER in context.scope.roles else Q(pk=None)
    return ~accompanied & Q(step_since__lt=context.ago("silent_file_days"))


piles.register(
    Pile(
        slug="complements",
        title="Compléments demandés",
        what="Compléter la candidature",
        roles=PRESCRIBER,
        steps=(Step.TO_COMPLETE,),
        icon="message-circle-question-mark",
        tone="warning",
        order=10,
        waits_for="votre réponse",
        action=Action.ANSWER_COMPLEMENTS,
        label="Répondre",
        more="etape=to_complete&tri=anciennete",
    ),
    Pile(
        slug="drafts",
        title="Candidatures à terminer",
        what="Terminer et transmettre la candidature",
        roles=PRESCRIBER,
        steps=(Step.DIAGNOSIS,),
        where=with_diagnosis,
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
        steps=(Step.SUBMITTED, *sorted(TO_DECIDE)),
        where=unanswered,
        icon="hourglass",
        tone="neutral",
        order=80,
        waits_for="le référent ou le territoire",
        label="Ouvrir",
    ),
    Pile(
        slug="to_present",
        title="Candidatures à présenter",
        what="Vérifier et présenter au territoire",
        roles=REFERENT,
        steps=(Step.SUBMITTED,),
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
        steps=(Step.DIAGNOSIS,),
        where=without_diagnosis,
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
        steps=(Step.TO_COMPLETE,),
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
        steps=(Step.PRESENTED,),
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
        steps=(Step.WAITING,),
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
        table=TO_REVIEW,
        icon="rotate-ccw",
        order=65,
        action=Action.RECONSIDER,
        label="Réexaminer",
    ),
    Pile(
        slug="first_contact",
        title="Retenues, sans contact avec un employeur",
        what="Contacter un employeur",
        roles=LOCAL,
        steps=(Step.SHORTLISTED,),  # a first contact moves the file on: nobody was asked yet
        where=job_first,
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
        steps=(Step.JOB_SEARCH,),
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
        steps=tuple(sorted(PREPARING | SETTLING)),
        where=silent,
        icon="bell-off",
        tone="neutral",
        order=90,
        label="Ouvrir",
    ),
)
todo.register(todo.Source(slug="files", allowed=lambda user: user.has_role(*FILE_ROLES), fetch=piles.fetch))
