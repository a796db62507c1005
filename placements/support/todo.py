"""Declares the piles of « À faire » about support, and about papers that end."""

from calendar import monthrange
from datetime import date, timedelta

from django.db.models import Q

from candidates.journey.table import LOCAL, Action
from candidates.todo import piles
from candidates.todo.pile_rows import PileContext
from candidates.todo.piles import Pile
from emile.accounts.enums import Role
from placements.tables import HOUSING_REQUESTS, LAST_ACTS, NEXT_STEPS, PERMITS

FOLLOWS_PAPERS = frozenset({Role.PRESCRIBER, Role.CASEWORKER})
CASEWORKER = frozenset({Role.CASEWORKER})
NEXT_STEPS_AHEAD = timedelta(days=7)


def next_steps(context: PileContext) -> Q:
    """A next step stands until an act was noted on that file on its day or after."""
    return Q(caseworker=context.pk, day__lte=context.today + NEXT_STEPS_AHEAD)


def without_act(context: PileContext) -> Q:
    return Q(caseworker=context.pk, day__lt=context.ago("silent_file_days"))


def in_charge(context: PileContext) -> Q:
    """A caseworker looks after the papers of the files in their charge, a structure after those in nobody's charge."""
    return Q(caseworker=context.pk) if Role.CASEWORKER in context.scope.roles else Q(caseworker=None)


def permits(context: PileContext) -> Q:
    return Q(in_charge(context), day__lte=context.ahead("residence_permit_alert_days"))


def housing_requests(context: PileContext) -> Q:
    """Social-housing requests whose year is nearly over (CCH, art. R. 441-2-7), counted from their last renewal."""
    months = context.delay("housing_request_validity_months")
    limit = months_before(context.ahead("housing_request_alert_first_days"), months)
    return Q(in_charge(context), day__lte=limit)


def months_before(day: date, months: int) -> date:
    """Gives the same day of an earlier month, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


piles.register(
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
    ),
)
