from typing import NamedTuple

from candidates.steps import MILESTONES
from emile.core.pages import charts
from emile.reporting.asked import Asked
from emile.reporting.cohort import percent
from emile.reporting.registry import Header, Place, ReportTable, register


class Level(NamedTuple):
    step: str
    journeys: int
    share: int | None
    """Percent of the first step."""


def funnel(asked: Asked) -> list[Level]:
    """How many journeys of the cohort reached each step at least: it never grows from one step to the next."""
    cohort = asked.scope.cohort(asked.period)
    reached = {
        number: sum(group.journeys for group in cohort if group.furthest >= number) for number in sorted(MILESTONES)
    }
    return [
        Level(step=f"{number}. {MILESTONES[number].label}", journeys=journeys, share=percent(journeys, reached[1]))
        for number, journeys in reached.items()
    ]


register(
    ReportTable(
        code="funnel",
        title="Du repérage au droit commun",
        sentence=(
            "Les parcours ouverts dans la période qui ont atteint au moins chaque étape : le nombre ne remonte "
            "jamais. Une dispense ou un accueil direct fait passer une étape."
        ),
        unit="parcours",
        population="Parcours ouverts dans la période",
        headers=(Header("step", "Étape"), Header("journeys", "Parcours"), Header("share", "Part", unit="%")),
        count=funnel,
        place=Place.WIDE,
        draw=charts.funnel,
        unfolded=True,
    )
)
