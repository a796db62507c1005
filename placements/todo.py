"""What is to be done from the project to the support: the heaps of « À faire » that stays, agreements, leases and
acts explain, and the posts that nobody spoke of lately."""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, Window
from django.urls import reverse

from candidates import piles
from candidates.enums import Awaited
from candidates.pile_rows import Asker, Table
from candidates.piles import Pile
from candidates.steps import Step
from candidates.workflow import HEAD, LOCAL, REFERENT, Action
from emile.accounts.enums import Role
from emile.core import todo
from emile.reference.models import LegalParameter
from partners.models import Vacancy
from placements.models.reach import (
    ExpectedArrival,
    ExpectedDeparture,
    FileDate,
    HousingRequestAge,
    LastAct,
    NextStep,
    PermitEnd,
)

FOLLOWS_PAPERS = frozenset({Role.PRESCRIBER, Role.CASEWORKER})
CASEWORKER = frozenset({Role.CASEWORKER})
DAYS_AHEAD = timedelta(days=6)
"""A week, today included."""
NEXT_STEPS_AHEAD = timedelta(days=7)


def dates(model: type[FileDate]) -> Table:
    return Table(model=model, file="file_id", due="day", about="about")


ARRIVALS, DEPARTURES = dates(ExpectedArrival), dates(ExpectedDeparture)
NEXT_STEPS, PERMITS, HOUSING_REQUESTS = dates(NextStep), dates(PermitEnd), dates(HousingRequestAge)
LAST_ACTS = Table(model=LastAct, file="file_id", since="day")


# --- stays --------------------------------------------------------------------------------------------------------


def arrivals(asker: Asker) -> Q:
    return Q(day__range=(asker.today, asker.today + DAYS_AHEAD))


def never_noted(asker: Asker) -> Q:
    return Q(day__lt=asker.today)


def under_way(asker: Asker) -> Q:
    return Q(day__gte=asker.today)


def not_closed(asker: Asker) -> Q:
    return Q(day__lt=asker.today)


# --- what the database says a file waits for -----------------------------------------------------------------------


def awaiting(*awaited: Awaited) -> Callable[[Asker], Q]:
    return lambda asker: Q(awaits__in=awaited)


def service_answers(asker: Asker) -> Q:
    """Who proposed a household does not answer for the service."""
    others = ~Q(prescribed_by=asker.pk) & ~Q(presented_by=asker.pk)
    return Q(others, awaits__in=[Awaited.ANSWERS, Awaited.SERVICE])


def to_house(awaited: Awaited) -> Callable[[Asker], Q]:
    """After the contract; before it where the programme houses first."""

    def where(asker: Asker) -> Q:
        housing_first = Q(programme__in=asker.programmes_where("job_before_move_in", False))
        return Q(Q(step=Step.CONTRACTED) | housing_first, awaits=awaited)

    return where


# --- support and papers -------------------------------------------------------------------------------------------


def next_steps(asker: Asker) -> Q:
    """A next step stands until an act was noted on that file on its day or after."""
    return Q(caseworker=asker.pk, day__lte=asker.today + NEXT_STEPS_AHEAD)


def without_act(asker: Asker) -> Q:
    return Q(caseworker=asker.pk, day__lt=asker.ago("silent_file_days"))


def in_charge(asker: Asker) -> Q:
    """Whose papers this person looks after: the files in their charge; for a structure, those in nobody's charge."""
    return Q(caseworker=asker.pk) if Role.CASEWORKER in asker.scope.roles else Q(caseworker=None)


def permits(asker: Asker) -> Q:
    return Q(in_charge(asker), day__lte=asker.ahead("residence_permit_alert_days"))


def housing_requests(asker: Asker) -> Q:
    """Social-housing requests whose year is nearly over (CCH, art. R. 441-2-7), counted from their last renewal."""
    months = asker.delay("housing_request_validity_months")
    limit = months_before(asker.ahead("housing_request_alert_first_days"), months)
    return Q(in_charge(asker), day__lte=limit)


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
    counted = stale.order_by("last_news_on", "pk").annotate(total=Window(Count("*")))
    rows = counted.values_list("pk", "title", "employer__name", "last_news_on", "total", named=True)
    oldest = list(rows[: asked.lines])
    heap = todo.Heap(
        slug="vacancies",
        title="Postes sans nouvelles",
        icon="briefcase",
        order=95,
        lines=[vacancy_line(vacancy) for vacancy in oldest],
        total=oldest[0].total if oldest else 0,
    )
    return [heap]


def vacancy_line(vacancy: Any) -> todo.Line:
    url = reverse("partners:vacancy", args=[vacancy.pk])
    return todo.Line(
        title="Vérifier que le poste est toujours à pourvoir",
        url=url,
        who=vacancy.title,
        waits_for=vacancy.employer__name,
        since=vacancy.last_news_on,
        icon="briefcase",
        tone="neutral",
        action_label="Mettre à jour",
        action_url=url,
    )


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
        steps=(Step.PROJECT,),
        title="Séjours à prévoir",
        what="Prévoir le séjour d'immersion",
        roles=LOCAL | REFERENT,
        where=awaiting(Awaited.STAY),
        icon="calendar-plus",
        order=30,
        waits_for="une date et un appartement relais",
        action=Action.PLAN_STAY,
        label="Prévoir",
        more="etape=project&tri=anciennete",
    ),
    Pile(
        slug="household_answers",
        steps=(Step.IMMERSION,),
        title="Réponses de familles attendues",
        what="Recueillir la réponse du ménage",
        roles=frozenset({Role.PRESCRIBER, Role.REFERENT, Role.CASEWORKER}),
        where=awaiting(Awaited.ANSWERS, Awaited.HOUSEHOLD),
        icon="handshake",
        order=32,
        waits_for="le ménage",
        action=Action.GIVE_HOUSEHOLD_AGREEMENT,
        label="Noter la réponse",
        more="etape=immersion&tri=anciennete",
    ),
    Pile(
        slug="service_answers",
        steps=(Step.IMMERSION,),
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
        steps=(Step.IMMERSION,),
        title="Projets à reprendre",
        what="Reprendre le projet, ou interrompre le parcours",
        roles=HEAD,
        where=awaiting(Awaited.CHOICE),
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
        steps=(Step.VALIDATED,),
        icon="file-pen-line",
        order=35,
        waits_for="l'employeur",
        action=Action.SIGN_CONTRACT,
        label="Noter le contrat",
        more="etape=validated&tri=anciennete",
    ),
    Pile(
        slug="flats_to_find",
        steps=(Step.CONTRACTED, Step.SHORTLISTED),
        title="Logements à trouver",
        what="Proposer un logement",
        roles=LOCAL,
        where=to_house(Awaited.FLAT),
        icon="key-round",
        order=40,
        waits_for="un logement",
        action=Action.OFFER_DWELLING,
        label="Proposer",
        more="etape=contracted&tri=anciennete",
    ),
    Pile(
        slug="leases_to_sign",
        steps=(Step.CONTRACTED, Step.SHORTLISTED),
        title="Baux à signer",
        what="Faire signer le bail",
        roles=LOCAL,
        where=to_house(Awaited.LEASE),
        icon="file-pen-line",
        order=41,
        waits_for="le bailleur",
        action=Action.SIGN_LEASE,
        label="Noter le bail",
        more="etape=contracted&tri=anciennete",
    ),
    Pile(
        slug="moves_due",
        steps=(Step.CONTRACTED, Step.SHORTLISTED),
        title="Emménagements à venir",
        what="Constater l'emménagement",
        roles=LOCAL,
        where=to_house(Awaited.MOVE),
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
        table=LAST_ACTS,
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
