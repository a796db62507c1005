"""The territories somebody looks at: their own, or for Paris those where its programmes are open."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from django.db.models import QuerySet

from emile.accounts.models import User
from emile.reference.models import ProgrammeTerritory, Territory


class Coded(Protocol):
    """A territory, or what a page reads of one."""

    @property
    def code(self) -> str: ...


Choice = TypeVar("Choice", bound=Coded)


def choose(territories: Sequence[Choice], code: str) -> Choice | None:
    """Chooses the territory that was asked for if it is theirs, else the first."""
    return next((territory for territory in territories if territory.code == code), next(iter(territories), None))


def territories_of(user: User, today: date) -> QuerySet[Territory]:
    if user.scope.territories:
        return Territory.objects.filter(pk__in=user.scope.territories)
    openings = ProgrammeTerritory.objects.valid_on(today).filter(programme__origin_areas__in=user.scope.origins)
    return Territory.objects.filter(pk__in=openings.values("territory"))
