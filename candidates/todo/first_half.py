"""Declares the piles of « À faire » up to the project, which depend on the journey alone."""

from django.db.models import Q

from candidates.enums import Awaited
from candidates.journey.table import HEAD, LOCAL, REFERENT, Action
from candidates.steps import PREPARING, SETTLING, TO_DECIDE, Step
from candidates.todo import piles
from candidates.todo.pile_rows import TO_REVIEW, PileContext
from candidates.todo.piles import Pile
from emile.accounts.enums import FILE_ROLES, Role
from emile.core.pages import todo

PRESCRIBER = frozenset({Role.PRESCRIBER})


def with_diagnosis(context: PileContext) -> Q:
    return ~Q(awaits=Awaited.WELCOME)


def without_diagnosis(context: PileContext) -> Q:
    return Q(awaits=Awaited.WELCOME)


def job_first(context: PileContext) -> Q:
    return Q(awaits="")


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
        roles=PRESCRIBER,
        steps=(Step.TO_COMPLETE,),
        icon="message-circle-question-mark",
        order=10,
        action=Action.ANSWER_COMPLEMENTS,
        label="Répondre",
        more="etape=to_complete&attente=structure&tri=anciennete",
    ),
    Pile(
        slug="drafts",
        title="Candidatures à terminer",
        roles=PRESCRIBER,
        steps=(Step.DIAGNOSIS,),
        where=with_diagnosis,
        icon="file-pen",
        order=20,
        label="Reprendre",
        page="candidates:candidature",
        more="etape=diagnosis&attente=structure&tri=anciennete",
    ),
    Pile(
        slug="undecided",
        title="Sans réponse depuis longtemps",
        roles=PRESCRIBER,
        steps=(Step.SUBMITTED, *sorted(TO_DECIDE)),
        where=unanswered,
        icon="hourglass",
        order=80,
        label="Ouvrir",
    ),
    Pile(
        slug="to_present",
        title="Candidatures à présenter",
        roles=REFERENT,
        steps=(Step.SUBMITTED,),
        icon="send",
        order=10,
        action=Action.PRESENT,
        label="Présenter",
        more="etape=submitted&attente=referent&tri=anciennete",
    ),
    Pile(
        slug="to_welcome",
        title="Familles à accueillir",
        roles=REFERENT,
        steps=(Step.DIAGNOSIS,),
        where=without_diagnosis,
        icon="plane-landing",
        order=15,
        action=Action.WELCOME,
        label="Accueillir",
        more="etape=diagnosis&attente=referent&tri=anciennete",
    ),
    Pile(
        slug="complements_awaited",
        title="Compléments attendus",
        roles=REFERENT,
        steps=(Step.TO_COMPLETE,),
        icon="hourglass",
        order=70,
        structure=True,
        label="Ouvrir",
        more="etape=to_complete&attente=structure&tri=anciennete",
    ),
    Pile(
        slug="to_decide",
        title="Candidatures à décider",
        roles=HEAD,
        steps=(Step.PRESENTED,),
        icon="scale",
        order=10,
        structure=True,
        label="Décider",
        more="etape=presented&attente=chef-de-service&tri=anciennete",
    ),
    Pile(
        slug="waiting_list",
        title="Liste d'attente",
        roles=HEAD,
        steps=(Step.WAITING,),
        icon="hourglass",
        order=60,
        label="Relire",
        more="etape=waiting&attente=chef-de-service&tri=anciennete",
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
        roles=LOCAL,
        steps=(Step.SHORTLISTED,),  # a first contact moves the file on: nobody was asked yet
        where=job_first,
        icon="briefcase",
        order=20,
        action=Action.CONTACT_EMPLOYER,
        label="Noter un contact",
    ),
    Pile(
        slug="meeting",
        title="Entretiens à mener",
        roles=HEAD,
        steps=(Step.JOB_SEARCH,),
        icon="messages-square",
        order=25,
        action=Action.HOLD_MEETING,
        label="Noter l'entretien",
        more="etape=job_search&attente=chef-de-service&tri=anciennete",
    ),
    Pile(
        slug="silent",
        title="Dossiers sans mouvement",
        roles=LOCAL,
        steps=tuple(sorted(PREPARING | SETTLING)),
        where=silent,
        icon="bell-off",
        order=90,
        label="Ouvrir",
    ),
)
todo.register(todo.Source(slug="files", allowed=lambda user: user.has_role(*FILE_ROLES), fetch=piles.fetch))
