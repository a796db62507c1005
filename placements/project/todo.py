"""Declares the piles of « À faire » about the two answers."""

from django.db.models import Q

from candidates.enums import Awaited
from candidates.journey.table import HEAD, Action
from candidates.steps import Step
from candidates.todo import piles
from candidates.todo.pile_rows import PileContext
from candidates.todo.piles import Pile, awaiting
from emile.accounts.enums import Role


def service_answers(context: PileContext) -> Q:
    """Who proposed a household does not answer for the service."""
    others = ~Q(prescribed_by=context.pk) & ~Q(presented_by=context.pk)
    return Q(others, awaits__in=[Awaited.ANSWERS, Awaited.SERVICE])


piles.register(
    Pile(
        slug="household_answers",
        steps=(Step.IMMERSION,),
        title="Réponses de familles attendues",
        roles=frozenset({Role.PRESCRIBER, Role.REFERENT, Role.CASEWORKER}),
        where=awaiting(Awaited.ANSWERS, Awaited.HOUSEHOLD),
        icon="handshake",
        order=32,
        action=Action.GIVE_HOUSEHOLD_AGREEMENT,
        label="Noter la réponse",
    ),
    Pile(
        slug="service_answers",
        steps=(Step.IMMERSION,),
        title="Réponses du service attendues",
        roles=HEAD,
        where=service_answers,
        icon="handshake",
        order=11,
        action=Action.GIVE_SERVICE_AGREEMENT,
        label="Répondre",
    ),
    Pile(
        slug="refused",
        steps=(Step.IMMERSION,),
        title="Projets à reprendre",
        roles=HEAD,
        where=awaiting(Awaited.CHOICE),
        icon="rotate-ccw",
        order=33,
        action=Action.RESUME_PROJECT,
        label="Reprendre",
    ),
)
