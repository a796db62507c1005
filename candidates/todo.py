"""What is to be done on files, up to the project: the heaps of « À faire » that the journey alone explains."""

from collections.abc import Callable

from django.db.models import DateField, DateTimeField, DurationField, ExpressionWrapper, F, Func, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from candidates import piles
from candidates.models import Journey
from candidates.piles import Clock, Pile
from candidates.steps import BEFORE_MOVE_IN, OPEN, PREPARING, SETTLING, TO_DECIDE, Step
from candidates.workflow import HEAD, LOCAL, REFERENT, Action
from emile.accounts.enums import FILE_ROLES, Role
from emile.core import todo

PRESCRIBER = frozenset({Role.PRESCRIBER})
FOLLOWS_PAPERS = frozenset({Role.PRESCRIBER, Role.CASEWORKER})


def at(*steps: Step) -> Callable[[object, Clock], QuerySet]:
    """Files of one's own at one of these steps."""
    return lambda user, clock: Journey.objects.visible_to(user).filter(step__in=sorted(steps))


def drafts(user, clock: Clock) -> QuerySet:
    return at(Step.DIAGNOSIS)(user, clock).filter(programme__diagnosis_required=True)


def arrivals_to_welcome(user, clock: Clock) -> QuerySet:
    return at(Step.DIAGNOSIS)(user, clock).filter(programme__diagnosis_required=False)


def without_contact(user, clock: Clock) -> QuerySet:
    """A first contact moves the file on: shortlisted means nobody was asked yet."""
    return at(Step.SHORTLISTED)(user, clock).filter(programme__job_before_move_in=True)


def to_review(user, clock: Clock) -> QuerySet:
    return Journey.objects.visible_to(user).to_review(clock.today)


def undecided(user, clock: Clock) -> QuerySet:
    return at(Step.SUBMITTED, *TO_DECIDE)(user, clock).filter(step_since__lt=clock.ago("silent_file_days"))


def silent(user, clock: Clock) -> QuerySet:
    return at(*PREPARING, *SETTLING)(user, clock).filter(step_since__lt=clock.ago("silent_file_days"))


def followed(user) -> QuerySet:
    """Whose papers this person looks after: before the move, the structure; after, the one in charge."""
    journeys = Journey.objects.visible_to(user)
    if user.has_role(Role.CASEWORKER):
        return journeys.filter(caseworker=user.pk, step__in=sorted(OPEN))
    return journeys.filter(step__in=sorted(BEFORE_MOVE_IN))


def papers(user, clock: Clock) -> QuerySet:
    """One row a person whose document runs out: a family may be there twice."""
    return followed(user).filter(
        household__members__left_household_on=None,
        household__members__stay_right__expires_on__lte=clock.ahead("residence_permit_alert_days"),
    )


class Months(Func):
    """A number of calendar months as a delay."""

    template = "make_interval(months => %(expressions)s)"
    output_field = DurationField()


def renewals(user, clock: Clock) -> QuerySet:
    """Social-housing requests whose year is nearly over (CCH, art. R. 441-2-7), renewed once or never."""
    request = "household__social_housing_requests"
    last = Coalesce(F(f"{request}__renewed_on"), F(f"{request}__filed_on"))
    validity = Months(Value(int(clock.delays["housing_request_validity_months"])))
    runs_out = Cast(ExpressionWrapper(last + validity, output_field=DateTimeField()), DateField())
    limit = clock.ahead("housing_request_alert_first_days")
    return (
        followed(user)
        .filter(**{f"{request}__isnull": False})
        .annotate(runs_out_on=runs_out, request_number=F(f"{request}__number"))
        .filter(runs_out_on__lte=limit)
    )


piles.register(
    Pile(
        slug="complements",
        title="Compléments demandés",
        what="Compléter la candidature",
        roles=PRESCRIBER,
        find=at(Step.TO_COMPLETE),
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
        find=drafts,
        icon="file-pen",
        order=20,
        waits_for="votre envoi",
        label="Reprendre",
        more="etape=diagnosis&tri=anciennete",
    ),
    Pile(
        slug="undecided",
        title="Sans réponse depuis longtemps",
        what="Demander où en est la candidature",
        roles=PRESCRIBER,
        find=undecided,
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
        find=at(Step.SUBMITTED),
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
        find=arrivals_to_welcome,
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
        find=at(Step.TO_COMPLETE),
        icon="hourglass",
        tone="neutral",
        order=70,
        about="prescriber__name",
        waits_for="la structure",
        label="Ouvrir",
        more="etape=to_complete&tri=anciennete",
    ),
    Pile(
        slug="to_decide",
        title="Candidatures à décider",
        what="Décider de la candidature",
        roles=HEAD,
        find=at(Step.PRESENTED),
        icon="scale",
        order=10,
        waits_for="votre décision",
        about="prescriber__name",
        label="Décider",
        more="etape=presented&tri=anciennete",
    ),
    Pile(
        slug="waiting_list",
        title="Liste d'attente",
        what="Relire la candidature en liste d'attente",
        roles=HEAD,
        find=at(Step.WAITING),
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
        find=to_review,
        icon="rotate-ccw",
        order=65,
        since="closed_on",
        due="review_on",
        action=Action.RECONSIDER,
        label="Réexaminer",
        more="etape=declined&tri=anciennete",
    ),
    Pile(
        slug="first_contact",
        title="Retenues, sans contact avec un employeur",
        what="Contacter un employeur",
        roles=LOCAL,
        find=without_contact,
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
        find=at(Step.JOB_SEARCH),
        icon="messages-square",
        order=25,
        waits_for="l'entretien à Paris",
        action=Action.HOLD_MEETING,
        label="Noter l'entretien",
        more="etape=job_search&tri=anciennete",
    ),
    Pile(
        slug="papers",
        title="Papiers qui expirent",
        what="Faire renouveler le titre de séjour",
        roles=FOLLOWS_PAPERS,
        find=papers,
        icon="calendar-clock",
        tone="warning",
        order=50,
        since="",
        due="household__members__stay_right__expires_on",
        about="household__members__first_name",
        label="Ouvrir",
    ),
    Pile(
        slug="renewals",
        title="Demandes de logement social à renouveler",
        what="Renouveler la demande de logement social",
        roles=FOLLOWS_PAPERS,
        find=renewals,
        icon="file-clock",
        tone="warning",
        order=55,
        since="",
        due="runs_out_on",
        about="request_number",
        label="Ouvrir",
    ),
    Pile(
        slug="silent",
        title="Sans nouvelles",
        what="Prendre des nouvelles du dossier",
        roles=LOCAL | REFERENT,
        find=silent,
        icon="bell-off",
        tone="neutral",
        order=90,
        label="Ouvrir",
        more="etape=en-preparation&tri=anciennete",
    ),
)
todo.register(todo.Source(slug="files", allowed=lambda user: user.has_role(*FILE_ROLES), fetch=piles.fetch))
