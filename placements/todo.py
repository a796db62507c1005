"""What is to be done from the project to the support: the heaps of « À faire » that stays, agreements, leases and
acts explain, and the posts that nobody spoke of lately."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import NoReverseMatch, reverse

from candidates import piles
from candidates.models import Journey
from candidates.piles import Clock, Pile
from candidates.steps import Step
from candidates.workflow import HEAD, LOCAL, REFERENT, Action
from emile.accounts.enums import Role
from emile.core import counting, todo
from emile.reference.models import LegalParameter
from partners.models import Vacancy
from placements.enums import LeaseState, Side, StayState
from placements.models import Agreement, ImmersionWaiver, Lease, Stay, SupportAct

CASEWORKER = frozenset({Role.CASEWORKER})
DAYS_AHEAD = timedelta(days=6)
"""A week, today included."""
NEXT_STEPS_AHEAD = timedelta(days=7)


def files_at(user, step: Step) -> QuerySet:
    return Journey.objects.visible_to(user).filter(step=step)


def of_this_round(model, **conditions) -> Exists:
    """Something that hangs on the journey and belongs to its present attempt."""
    return Exists(model.objects.filter(journey=OuterRef("pk"), round=OuterRef("round"), **conditions))


# --- stays --------------------------------------------------------------------------------------------------------


def stays_to_plan(user, clock: Clock) -> QuerySet:
    booked = of_this_round(Stay, state__in=[StayState.PLANNED, StayState.ARRIVED])
    return files_at(user, Step.PROJECT).filter(~booked)


def arrivals(user, clock: Clock) -> QuerySet:
    planned = Stay.objects.visible_to(user).awaiting_arrival()
    return planned.filter(arrival__range=(clock.today, clock.today + DAYS_AHEAD))


def under_way(user, clock: Clock) -> QuerySet:
    return Stay.objects.visible_to(user).filter(state=StayState.ARRIVED, departure__gte=clock.today)


def never_noted(user, clock: Clock) -> QuerySet:
    return Stay.objects.visible_to(user).awaiting_arrival().filter(arrival__lt=clock.today)


def not_closed(user, clock: Clock) -> QuerySet:
    return Stay.objects.visible_to(user).filter(state=StayState.ARRIVED, departure__lt=clock.today)


# --- agreements: a side is asked for its own answer, and never told the other's -----------------------------------


def ready_to_answer(user) -> QuerySet:
    done = of_this_round(Stay, state=StayState.ATTENDED) | of_this_round(ImmersionWaiver)
    return files_at(user, Step.IMMERSION).filter(done)


def household_answers(user, clock: Clock) -> QuerySet:
    return ready_to_answer(user).filter(~of_this_round(Agreement, side=Side.HOUSEHOLD))


def service_answers(user, clock: Clock) -> QuerySet:
    """Who proposed a household does not answer for the service."""
    mine = Q(prescribed_by=user.pk) | Q(presented_by__isnull=False, presented_by=user.pk)
    return ready_to_answer(user).filter(~of_this_round(Agreement, side=Side.SERVICE)).exclude(mine)


def refused(user, clock: Clock) -> QuerySet:
    """Both answers are in, one is no."""
    return files_at(user, Step.IMMERSION).filter(
        of_this_round(Agreement, side=Side.HOUSEHOLD),
        of_this_round(Agreement, side=Side.SERVICE),
        of_this_round(Agreement, agrees=False),
    )


# --- the installation ---------------------------------------------------------------------------------------------


def to_contract(user, clock: Clock) -> QuerySet:
    return files_at(user, Step.VALIDATED)


def to_house(user) -> QuerySet:
    housing_first = Q(step=Step.SHORTLISTED, programme__job_before_move_in=False)
    return Journey.objects.visible_to(user).filter(Q(step=Step.CONTRACTED) | housing_first)


def held_lease(**conditions) -> Exists:
    return Exists(Lease.objects.filter(journey=OuterRef("pk"), ended_on=None, **conditions))


def flats_to_find(user, clock: Clock) -> QuerySet:
    return to_house(user).filter(~held_lease(state__in=[LeaseState.OFFERED, LeaseState.SIGNED]))


def leases_to_sign(user, clock: Clock) -> QuerySet:
    return to_house(user).filter(held_lease(state=LeaseState.OFFERED))


def moves_due(user, clock: Clock) -> QuerySet:
    return to_house(user).filter(held_lease(state=LeaseState.SIGNED, moved_in_on=None))


# --- support ------------------------------------------------------------------------------------------------------


def next_steps(user, clock: Clock) -> QuerySet:
    """A next step stands until an act was noted on that file on its day or after."""
    done = SupportAct.objects.filter(journey=OuterRef("journey"), done_on__gte=OuterRef("next_step_on"))
    mine = Q(journey__caseworker=user.pk) | Q(journey__caseworker=None, done_by=user.pk)
    due = SupportAct.objects.visible_to(user).filter(mine, next_step_on__lte=clock.today + NEXT_STEPS_AHEAD)
    return due.filter(~Exists(done), journey__closed_on=None)


def without_act(user, clock: Clock) -> QuerySet:
    recent = SupportAct.objects.filter(journey=OuterRef("pk"), done_on__gte=clock.ago("silent_file_days"))
    settled = Journey.objects.visible_to(user).filter(caseworker=user.pk, step__in=[Step.SETTLED, Step.SUPPORT])
    return settled.filter(~Exists(recent), step_since__lt=clock.ago("silent_file_days"))


# --- posts --------------------------------------------------------------------------------------------------------


def stale_vacancies(user, today: date) -> list[todo.Heap]:
    limit = today - timedelta(days=int(LegalParameter.objects.value_on("vacancy_stale_days", today)))
    stale = Vacancy.objects.visible_to(user).open_on(today).filter(last_news_on__lt=limit)
    if not user.has_role(Role.PARTNER):
        stale = stale.filter(territory__in=user.scope.territories)
    total = counting.count(stale)
    oldest = stale.select_related("employer").order_by("last_news_on", "pk")[: todo.MOST_LINES] if total else []
    lines = [vacancy_line(vacancy) for vacancy in oldest]
    heap = todo.Heap(
        slug="vacancies", title="Postes sans nouvelles", icon="briefcase", order=95, lines=lines, total=total
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


STAY = {"journey": "journey__", "since": "", "about": "flat__name"}
piles.register(
    Pile(
        slug="never_noted",
        title="Arrivées à constater",
        what="Constater l'arrivée, ou que la famille n'est pas venue",
        roles=LOCAL,
        find=never_noted,
        icon="triangle-alert",
        tone="danger",
        order=5,
        due="arrival",
        action=Action.ARRIVE,
        label="Constater",
        **STAY,
    ),
    Pile(
        slug="not_closed",
        title="Séjours finis, sans bilan",
        what="Terminer le séjour et faire le bilan",
        roles=LOCAL,
        find=not_closed,
        icon="clipboard-check",
        tone="danger",
        order=6,
        due="departure",
        action=Action.END_STAY,
        label="Faire le bilan",
        **STAY,
    ),
    Pile(
        slug="arrivals",
        title="Arrivées de la semaine",
        what="Accueillir la famille à l'appartement relais",
        roles=LOCAL | REFERENT,
        find=arrivals,
        icon="luggage",
        order=12,
        due="arrival",
        label="Ouvrir",
        **STAY,
    ),
    Pile(
        slug="under_way",
        title="Séjours en cours",
        what="Préparer le départ et le bilan",
        roles=LOCAL | REFERENT,
        find=under_way,
        icon="house",
        tone="success",
        order=13,
        due="departure",
        label="Ouvrir",
        **STAY,
    ),
    Pile(
        slug="stays_to_plan",
        title="Séjours à prévoir",
        what="Prévoir le séjour d'immersion",
        roles=LOCAL | REFERENT,
        find=stays_to_plan,
        icon="calendar-plus",
        order=30,
        waits_for="une date et un appartement relais",
        action=Action.PLAN_STAY,
        label="Prévoir",
        more="etape=project&tri=anciennete",
    ),
    Pile(
        slug="household_answers",
        title="Réponses de familles attendues",
        what="Recueillir la réponse du ménage",
        roles=frozenset({Role.PRESCRIBER, Role.REFERENT, Role.CASEWORKER}),
        find=household_answers,
        icon="handshake",
        order=32,
        waits_for="le ménage",
        action=Action.GIVE_HOUSEHOLD_AGREEMENT,
        label="Noter la réponse",
        more="etape=immersion&tri=anciennete",
    ),
    Pile(
        slug="service_answers",
        title="Réponses du service attendues",
        what="Donner la réponse du service",
        roles=HEAD,
        find=service_answers,
        icon="handshake",
        order=11,
        waits_for="votre réponse",
        action=Action.GIVE_SERVICE_AGREEMENT,
        label="Répondre",
        more="etape=immersion&tri=anciennete",
    ),
    Pile(
        slug="refused",
        title="Projets à reprendre",
        what="Reprendre le projet, ou interrompre le parcours",
        roles=HEAD,
        find=refused,
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
        find=to_contract,
        icon="file-signature",
        order=35,
        waits_for="l'employeur",
        action=Action.SIGN_CONTRACT,
        label="Noter le contrat",
        more="etape=validated&tri=anciennete",
    ),
    Pile(
        slug="flats_to_find",
        title="Logements à trouver",
        what="Proposer un logement",
        roles=LOCAL,
        find=flats_to_find,
        icon="key-round",
        order=40,
        waits_for="un logement",
        action=Action.OFFER_DWELLING,
        label="Proposer",
        more="etape=contracted&tri=anciennete",
    ),
    Pile(
        slug="leases_to_sign",
        title="Baux à signer",
        what="Faire signer le bail",
        roles=LOCAL,
        find=leases_to_sign,
        icon="file-signature",
        order=41,
        waits_for="le bailleur",
        action=Action.SIGN_LEASE,
        label="Noter le bail",
        more="etape=contracted&tri=anciennete",
    ),
    Pile(
        slug="moves_due",
        title="Emménagements à venir",
        what="Constater l'emménagement",
        roles=LOCAL,
        find=moves_due,
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
        roles=LOCAL,
        find=next_steps,
        icon="list-checks",
        order=14,
        journey="journey__",
        since="",
        due="next_step_on",
        about="next_step",
        action=Action.RECORD_ACT,
        label="Noter un acte",
    ),
    Pile(
        slug="without_act",
        title="Familles sans nouvelles",
        what="Prendre des nouvelles de la famille",
        roles=CASEWORKER,
        find=without_act,
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
