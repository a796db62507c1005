"""What is to be done about the dwelling: piles of « À faire »."""

from collections.abc import Callable

from django.db.models import Q

from candidates.enums import Awaited
from candidates.journey.table import LOCAL, Action
from candidates.steps import Step
from candidates.todo import piles
from candidates.todo.pile_rows import PileContext
from candidates.todo.piles import Pile


def to_house(awaited: Awaited) -> Callable[[PileContext], Q]:
    """After the contract; before it where the programme houses first."""

    def where(context: PileContext) -> Q:
        housing_first = Q(programme__in=context.programmes_where("job_before_move_in", False))
        return Q(Q(step=Step.CONTRACTED) | housing_first, awaits=awaited)

    return where


piles.register(
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
)
