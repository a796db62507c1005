"""Declares the piles of « À faire » about immersion stays."""

from datetime import timedelta

from django.db.models import Q

from candidates.enums import Awaited
from candidates.journey.table import LOCAL, REFERENT, Action
from candidates.steps import Step
from candidates.todo import piles
from candidates.todo.pile_rows import PileContext
from candidates.todo.piles import Pile, awaiting
from placements.tables import ARRIVALS, DEPARTURES

DAYS_AHEAD = timedelta(days=6)
"""A week, today included."""


def arrivals(context: PileContext) -> Q:
    return Q(day__range=(context.today, context.today + DAYS_AHEAD))


def never_noted(context: PileContext) -> Q:
    return Q(day__lt=context.today)


def under_way(context: PileContext) -> Q:
    return Q(day__gte=context.today)


def not_closed(context: PileContext) -> Q:
    return Q(day__lt=context.today)


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
        awaited=Awaited.ARRIVAL,
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
        awaited=Awaited.DEPARTURE,
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
        awaited=Awaited.ARRIVAL,
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
        awaited=Awaited.DEPARTURE,
    ),
    Pile(
        slug="stays_to_plan",
        steps=(Step.PROJECT, Step.IMMERSION),  # after a stay that was cut short, too
        title="Séjours à prévoir",
        roles=LOCAL | REFERENT,
        where=awaiting(Awaited.STAY),
        icon="calendar-plus",
        order=30,
        action=Action.PLAN_STAY,
        label="Prévoir",
    ),
)
