from typing import NamedTuple

from emile.core.pages import charts
from emile.reference.models import Territory
from emile.reporting.asked import Asked
from emile.reporting.cohort import most_first
from emile.reporting.registry import Header, Nothing, Place, ReportTable, register


class Arrivals(NamedTuple):
    territory: str
    families: int


def arrivals(asked: Asked) -> list[Arrivals]:
    """Gives the territories with most arrivals first."""
    names: dict[int | None, str] = dict(Territory.objects.values_list("pk", "name"))
    settled = [group for group in asked.scope.cohort(asked.period) if group.is_settled()]
    ranked = most_first(names, ((group.territory, group.journeys) for group in settled))
    return [Arrivals(territory=name, families=families) for name, families in ranked]


register(
    ReportTable(
        code="arrivals",
        title="Familles installées par territoire",
        sentence="Emménagement constaté (étape 10 atteinte), quelle qu'ait été la suite.",
        unit="parcours",
        population="Parcours ouverts dans la période",
        headers=(Header("territory", "Territoire"), Header("families", "Familles")),
        count=arrivals,
        place=Place.HALF,
        order=20,
        draw=charts.bars,
        nothing=Nothing("Aucune installation", "Les familles qui ont emménagé seront comptées ici.", icon="truck"),
    )
)
