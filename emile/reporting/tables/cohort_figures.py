"""The figures at the head of the dashboard: what became of the journeys opened in a period."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from emile.reporting.asked import Asked
from emile.reporting.cohort import Group, percent
from emile.reporting.registry import Argument, CannotTell, Header, Place, ReportTable, register

OPENED_IN_PERIOD = "Parcours ouverts dans la période"
RETAINED = "Familles retenues, parmi les parcours ouverts dans la période"


class Figure(NamedTuple):
    value: int | None


def opened(asked: Asked) -> list[Figure]:
    """
    :raises CannotTell: as of a day, in a territory: a file says where it is followed, not since when.
    """
    if asked.as_of and not asked.scope.everywhere:
        raise CannotTell("opened: as_of in a territory")
    cohort = asked.scope.cohort(asked.period.until(asked.as_of))
    return [Figure(sum(group.journeys for group in cohort))]


def journeys(which: Callable[[Group], bool]) -> Callable[[Asked], Sequence[Figure]]:
    return lambda asked: [Figure(sum(group.journeys for group in asked.scope.cohort(asked.period) if which(group)))]


def adults(asked: Asked) -> list[Figure]:
    return [Figure(sum(group.adult_count for group in asked.scope.cohort(asked.period) if group.is_retained()))]


def children(asked: Asked) -> list[Figure]:
    return [Figure(sum(group.child_count for group in asked.scope.cohort(asked.period) if group.is_retained()))]


def unfinished_share(asked: Asked) -> list[Figure]:
    """None when nobody was retained."""
    retained = [group for group in asked.scope.cohort(asked.period) if group.is_retained()]
    unfinished = sum(group.journeys for group in retained if group.is_unfinished())
    return [Figure(percent(unfinished, sum(group.journeys for group in retained)))]


register(
    ReportTable(
        code="opened",
        title="Dossiers ouverts",
        sentence="Parcours ouverts dans la période, où qu'ils en soient aujourd'hui.",
        unit="parcours",
        population=OPENED_IN_PERIOD,
        headers=(Header("value", "Dossiers ouverts"),),
        count=opened,
        tells=frozenset({Argument.PERIOD, Argument.AS_OF}),
        place=Place.TILE,
        order=10,
    )
)
register(
    ReportTable(
        code="retained",
        title="Familles retenues",
        sentence="Parcours dont la candidature a été retenue par un territoire (étape 4 atteinte).",
        unit="parcours",
        population=OPENED_IN_PERIOD,
        headers=(Header("value", "Familles retenues"),),
        count=journeys(Group.is_retained),
        place=Place.TILE,
        order=20,
    )
)
register(
    ReportTable(
        code="installing",
        title="Installées ou en cours d'installation",
        sentence="Parmi les familles retenues, celles qui ont un contrat signé (étape 9 atteinte).",
        unit="parcours",
        population=RETAINED,
        headers=(Header("value", "Familles installées ou en cours d'installation"),),
        count=journeys(Group.is_installing),
        place=Place.TILE,
        order=30,
        tone="success",
    )
)
register(
    ReportTable(
        code="unfinished",
        title="N'ont pas été au bout",
        sentence="Parmi les familles retenues, celles dont le parcours est clos sans contrat signé.",
        unit="parcours",
        population=RETAINED,
        headers=(Header("value", "Familles qui n'ont pas été au bout"),),
        count=journeys(Group.is_unfinished),
        place=Place.TILE,
        order=40,
        tone="warning",
    )
)
register(
    ReportTable(
        code="on_the_way",
        title="Encore en chemin",
        sentence="Parmi les familles retenues, celles dont le parcours est ouvert et sans contrat signé.",
        unit="parcours",
        population=RETAINED,
        headers=(Header("value", "Familles encore en chemin"),),
        count=journeys(Group.is_on_the_way),
        place=Place.TILE,
        order=50,
    )
)
register(
    ReportTable(
        code="adults",
        title="Adultes des familles retenues",
        sentence="Comptés à la transmission du dossier, puis à l'emménagement.",
        unit="personnes",
        population=RETAINED,
        headers=(Header("value", "Adultes"),),
        count=adults,
        place=Place.TILE,
        order=60,
    )
)
register(
    ReportTable(
        code="children",
        title="Enfants des familles retenues",
        sentence="Moins de 18 ans, comptés à la transmission du dossier, puis à l'emménagement.",
        unit="personnes",
        population=RETAINED,
        headers=(Header("value", "Enfants"),),
        count=children,
        place=Place.TILE,
        order=70,
    )
)
register(
    ReportTable(
        code="unfinished_share",
        title="Part qui n'a pas été au bout",
        sentence=("Familles retenues dont le parcours est clos sans contrat signé, sur toutes les familles retenues."),
        unit="%",
        population=RETAINED,
        headers=(Header("value", "Part", unit="%"),),
        count=unfinished_share,
        place=Place.TILE,
        order=80,
    )
)
