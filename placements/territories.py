"""The territories somebody looks at: their own, or for Paris those where its programmes are open."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from emile.reference.models import ProgrammeTerritory, Territory


def choose(territories: Sequence[Territory], code: str) -> Territory | None:
    """The one asked for if it is theirs, else the first."""
    return next((territory for territory in territories if territory.code == code), next(iter(territories), None))


def territories_of(user, today: date) -> QuerySet:
    if user.scope.territories:
        return Territory.objects.filter(pk__in=user.scope.territories)
    openings = ProgrammeTerritory.objects.valid_on(today).filter(programme__origin_areas__in=user.scope.origins)
    return Territory.objects.filter(pk__in=openings.values("territory"))
