"""What is to be done from the project to the support: the heaps of « À faire » that stays, agreements, leases and
acts explain, and the posts that nobody spoke of lately."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.urls import NoReverseMatch, reverse

from candidates import piles
from candidates.piles import Clock, Pile, Table
from candidates.steps import Step
from candidates.workflow import HEAD, LOCAL, REFERENT, Action
from emile.accounts.enums import Role
from emile.core import todo
from emile.reference.models import LegalParameter
from partners.models import Vacancy
from placements.models import FILE_DATES, FileFacts, SupportAct

FOLLOWS_PAPERS = frozenset({Role.PRESCRIBER, Role.CASEWORKER})
CASEWORKER = frozenset({Role.CASEWORKER})
DAYS_AHEAD = timedelta(days=6)
"""A week, today included."""
NEXT_STEPS_AHEAD = timedelta(days=7)


PROJECTS = Table(model=FileFacts, since="step_since", within=Q(step=Step.PROJECT))
IMMERSIONS = Table(model=FileFacts, since="step_since", within=Q(step=Step.IMMERSION), sifted=False)
TO_HOUSE = Table(
    model=FileFacts, since="step_since", within=Q(step__in=[Step.CONTRACTED, Step.SHORTLISTED]), sifted=False
)
"""After the contract; before it where the programme houses first."""
ARRIVALS, DEPARTURES, NEXT_STEPS, PERMITS, HOUSING_REQUESTS = (
    Table(model=model, file="file_id", due="day", about="about") for model in FILE_DATES
)


# --- stays --------------------------------------------------------------------------------------------------------


def stays_to_plan(user, clock: Clock) -> Q:
    return Q(stay_booked=False)


def arrivals(user, clock: Clock) -> Q:
    return Q(day__range=(clock.today, clock.today + DAYS_AHEAD))


def never_noted(user, clock: Clock) -> Q:
    return Q(day__lt=clock.today)


def under_way(user, clock: Clock) -> Q:
    return Q(day__gte=clock.today)


def not_closed(user, clock: Clock) -> Q:
    return Q(day__lt=clock.today)


# --- agreements: a side is asked for its own answer, and never told the other's -----------------------------------


def household_answers(user, clock: Clock) -> Q:
    return Q(immersion_done=True, household_answered=False)


def service_answers(user, clock: Clock) -> Q:
    """Who proposed a household does not answer for the service."""
    others = ~Q(prescribed_by=user.pk) & (Q(presented_by=None) | ~Q(presented_by=user.pk))
    return Q(others, immersion_done=True, service_answered=False)


def refused(user, clock: Clock) -> Q:
    return Q(one_side_refused=True)


# --- the installation ---------------------------------------------------------------------------------------------


def to_house(**flat: bool) -> Callable[[object, Clock], Q]:
    def where(user, clock: Clock) -> Q:
        housing_first = clock.programmes("job_before_move_in", False)
        return Q(Q(step=Step.CONTRACTED) | Q(step=Step.SHORTLISTED, programme__in=housing_first), **flat)

    return where


# --- support and papers -------------------------------------------------------------------------------------------


def next_steps(user, clock: Clock) -> Q:
    """A next step stands until an act was noted on that file on its day or after."""
    return Q(caseworker=user.pk, day__lte=clock.today + NEXT_STEPS_AHEAD)


def without_act(user, clock: Clock) -> Q:
    limit = clock.ago("silent_file_days")
    recent = SupportAct.objects.filter(journey=OuterRef("pk"), done_on__gte=limit)
    settled = Q(caseworker=user.pk, step__in=[Step.SETTLED, Step.SUPPORT], step_since__lt=limit)
    return settled & Q(~Exists(recent))  # last: the acts of a file are looked for when the rest holds


def in_charge(user) -> Q:
    """Whose papers this person looks after: the files in their charge; for a structure, those in nobody's charge."""
    return Q(caseworker=user.pk) if user.has_role(Role.CASEWORKER) else Q(caseworker=None)


def permits(user, clock: Clock) -> Q:
    return Q(in_charge(user), day__lte=clock.ahead("residence_permit_alert_days"))


def housing_requests(user, clock: Clock) -> Q:
    """Social-housing requests whose year is nearly over (CCH, art. R. 441-2-7), counted from their last renewal."""
    months = int(clock.delays["housing_request_validity_months"])
    limit = months_before(clock.ahead("housing_request_alert_first_days"), months)
    return Q(in_charge(user), day__lte=limit)


def months_before(day: date, months: int) -> date:
    """The same day of an earlier month, or the last one it has."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


# --- posts --------------------------------------------------------------------------------------------------------


def stale_vacancies(user, today: date, asked: todo.Asked) -> list[todo.Heap]:
    if not asked.wants("vacancies"):
        return []
    limit = today - timedelta(days=int(LegalParameter.objects.value_on("vacancy_stale_days", today)))
    stale = Vacancy.objects.visible_to(user).open_on(today).filter(last_news_on__lt=limit)
    if not user.has_role(Role.PARTNER):
        stale = stale.filter(territory__in=user.scope.territories)
    counted = stale.select_related("employer").annotate(total=Window(Count("*")))
    oldest = list(counted.order_by("last_news_on", "pk")[: asked.lines])
    heap = todo.Heap(
        slug="vacancies",
        title="Postes sans nouvelles",
        icon="briefcase",
        order=95,
        lines=[vacancy_line(vacancy) for vacancy in oldest],
        total=oldest[0].total if oldest else 0,
    )
    return [heap]


def vacancy_line(vacancy: Vacancy) -> todo.Line:
    url = vacancy_url(vacancy)
    return todo.Line(
        title="Vérifier que le poste est toujours à pourvoir",
        url=url,
        who=vacancy.title,
        waits_for=vacancy.employer.name,
        since=vacancy.last_news_on,
        icon="briefcase",
        tone="neutral",
        action_label="Mettre à jour",
        action_url=url,
    )


def vacancy_url(vacancy: Vacancy) -> str:
    try:
        return reverse("partners:vacancy", args=[vacancy.pk])
    except NoReverseMatch:
        return ""


piles.register(
    Pile(
        slug="never_noted",
        title="Arrivées à constater",
        what="Constater l'arrivée, ou que la famille n'est pas venue",
        roles=LOCAL,
        where=never_noted,
        icon="triangle-alert",
        tone="danger",
        order=5,
        action=Action.ARRIVE,
        label="Constater",
        table=ARRIVALS,
    ),
    Pile(
        slug="not_closed",
        title="Séjours finis, sans bilan",
        what="Terminer le séjour et faire le bilan",
        roles=LOCAL,
        where=not_closed,
        icon="clipboard-check",
        tone="danger",
        order=6,
        action=Action.END_STAY,
        label="Faire le bilan",
        table=DEPARTURES,
    ),
    Pile(
        slug="arrivals",
        title="Arrivées de la semaine",
        what="Accueillir la famille à l'appartement relais",
        roles=LOCAL | REFERENT,
        where=arrivals,
        icon="luggage",
        order=12,
        label="Ouvrir",
        table=ARRIVALS,
    ),
    Pile(
        slug="under_way",
        title="Séjours en cours",
        what="Préparer le départ et le bilan",
        roles=LOCAL | REFERENT,
        where=under_way,
        icon="house",
        tone="success",
        order=13,
        label="Ouvrir",
        table=DEPARTURES,
    ),
    Pile(
        slug="stays_to_plan",
        table=PROJECTS,
        title="Séjours à prévoir",
        what="Prévoir le séjour d'immersion",
        roles=LOCAL | REFERENT,
        where=stays_to_plan,
        icon="calendar-plus",
        order=30,
        waits_for="une date et un appartement relais",
        action=Action.PLAN_STAY,
        label="Prévoir",
        more="etape=project&tri=anciennete",
    ),
    Pile(
        slug="household_answers",
        table=IMMERSIONS,
        title="Réponses de familles attendues",
        what="Recueillir la réponse du ménage",
        roles=frozenset({Role.PRESCRIBER, Role.REFERENT, Role.CASEWORKER}),
        where=household_answers,
        icon="handshake",
        order=32,
        waits_for="le ménage",
        action=Action.GIVE_HOUSEHOLD_AGREEMENT,
        label="Noter la réponse",
        more="etape=immersion&tri=anciennete",
    ),
    Pile(
        slug="service_answers",
        table=IMMERSIONS,
        title="Réponses du service attendues",
        what="Donner la réponse du service",
        roles=HEAD,
        where=service_answers,
        icon="handshake",
        order=11,
        waits_for="votre réponse",
        action=Action.GIVE_SERVICE_AGREEMENT,
        label="Répondre",
        more="etape=immersion&tri=anciennete",
    ),
    Pile(
        slug="refused",
        table=IMMERSIONS,
        title="Projets à reprendre",
        what="Reprendre le projet, ou interrompre le parcours",
        roles=HEAD,
        where=refused,
        icon="rotate-ccw",
        tone="warning",
        order=33,
        waits_for="votre choix",
        action=Action.RESUME_PROJECT,
        label="Reprendre",
        more="etape=immersion&tri=anciennete",
    ),
    Pile(
        slug="to_contract",
        title="Contrats à signer",
        what="Faire signer le contrat",
        roles=LOCAL,
        where=lambda user, clock: Q(step=Step.VALIDATED),
        icon="file-pen-line",
        order=35,
        waits_for="l'employeur",
        action=Action.SIGN_CONTRACT,
        label="Noter le contrat",
        more="etape=validated&tri=anciennete",
    ),
    Pile(
        slug="flats_to_find",
        table=TO_HOUSE,
        title="Logements à trouver",
        what="Proposer un logement",
        roles=LOCAL,
        where=to_house(flat_offered=False, lease_signed=False),
        icon="key-round",
        order=40,
        waits_for="un logement",
        action=Action.OFFER_DWELLING,
        label="Proposer",
        more="etape=contracted&tri=anciennete",
    ),
    Pile(
        slug="leases_to_sign",
        table=TO_HOUSE,
        title="Baux à signer",
        what="Faire signer le bail",
        roles=LOCAL,
        where=to_house(flat_offered=True, lease_signed=False),
        icon="file-pen-line",
        order=41,
        waits_for="le bailleur",
        action=Action.SIGN_LEASE,
        label="Noter le bail",
        more="etape=contracted&tri=anciennete",
    ),
    Pile(
        slug="moves_due",
        table=TO_HOUSE,
        title="Emménagements à venir",
        what="Constater l'emménagement",
        roles=LOCAL,
        where=to_house(lease_signed=True),
        icon="truck",
        tone="success",
        order=42,
        waits_for="l'emménagement",
        action=Action.MOVE_IN,
        label="Constater",
        more="etape=contracted&tri=anciennete",
    ),
    Pile(
        slug="next_steps",
        title="Prochaines étapes de l'accompagnement",
        what="Faire ce qui était prévu",
        said_by_about=True,
        roles=LOCAL,
        where=next_steps,
        icon="list-checks",
        order=14,
        action=Action.RECORD_ACT,
        label="Noter un acte",
        table=NEXT_STEPS,
    ),
    Pile(
        slug="permits",
        title="Titres de séjour qui expirent",
        what="Faire renouveler le titre de séjour",
        roles=FOLLOWS_PAPERS,
        where=permits,
        icon="calendar-clock",
        tone="warning",
        order=50,
        label="Ouvrir",
        table=PERMITS,
    ),
    Pile(
        slug="housing_requests",
        title="Demandes de logement social à renouveler",
        what="Renouveler la demande de logement social",
        roles=FOLLOWS_PAPERS,
        where=housing_requests,
        icon="file-clock",
        tone="warning",
        order=55,
        label="Ouvrir",
        table=HOUSING_REQUESTS,
        told_by="déposée ou renouvelée le",
    ),
    Pile(
        slug="without_act",
        title="Familles sans acte depuis longtemps",
        what="Prendre des nouvelles de la famille",
        roles=CASEWORKER,
        where=without_act,
        icon="bell-off",
        tone="neutral",
        order=85,
        action=Action.RECORD_ACT,
        label="Noter un acte",
        more="etape=accompagnement&tri=anciennete",
    ),
)
todo.register(
    todo.Source(
        slug="vacancies",
        allowed=lambda user: user.has_role(Role.PARTNER, *LOCAL),
        fetch=stale_vacancies,
    )
)
