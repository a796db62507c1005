"""Declares the piles of « À faire » about the dwelling."""

from candidates.enums import Awaited
from candidates.journey.table import LOCAL, Action
from candidates.steps import Step
from candidates.todo import piles
from candidates.todo.piles import Pile, awaiting

piles.register(
    Pile(
        slug="flats_to_find",
        steps=(Step.CONTRACTED, Step.SHORTLISTED),
        title="Logements à trouver",
        roles=LOCAL,
        where=awaiting(Awaited.FLAT),
        icon="key-round",
        order=40,
        action=Action.OFFER_DWELLING,
        label="Proposer",
    ),
    Pile(
        slug="leases_to_sign",
        steps=(Step.CONTRACTED, Step.SHORTLISTED),
        title="Baux à signer",
        roles=LOCAL,
        where=awaiting(Awaited.LEASE),
        icon="file-pen-line",
        order=41,
        action=Action.SIGN_LEASE,
        label="Noter le bail",
    ),
    Pile(
        slug="moves_due",
        steps=(Step.CONTRACTED, Step.SHORTLISTED),
        title="Emménagements à venir",
        roles=LOCAL,
        where=awaiting(Awaited.MOVE),
        icon="truck",
        order=42,
        action=Action.MOVE_IN,
        label="Constater",
    ),
)
