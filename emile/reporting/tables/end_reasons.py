from typing import NamedTuple

from emile.core.pages import charts
from emile.reference.models import Reason
from emile.reporting.asked import Asked
from emile.reporting.cohort import most_first
from emile.reporting.registry import Header, Nothing, Place, ReportTable, register


class EndReason(NamedTuple):
    reason: str
    journeys: int


def end_reasons(asked: Asked) -> list[EndReason]:
    """Gives the most frequent reasons first."""
    labels: dict[int | None, str] = dict(Reason.objects.values_list("pk", "label"))
    unfinished = [group for group in asked.scope.cohort(asked.period) if group.is_unfinished()]
    ranked = most_first(labels, ((group.end_reason, group.journeys) for group in unfinished))
    return [EndReason(reason=label, journeys=journeys) for label, journeys in ranked]


register(
    ReportTable(
        code="end_reasons",
        title="Pourquoi des familles retenues n'ont pas été au bout",
        sentence="Le motif de clôture des familles retenues dont le parcours est clos sans contrat signé.",
        unit="parcours",
        population="Familles retenues qui n'ont pas été au bout",
        headers=(Header("reason", "Motif"), Header("journeys", "Parcours")),
        count=end_reasons,
        place=Place.HALF,
        order=10,
        draw=charts.bars,
        nothing=Nothing(
            "Aucun abandon", "Aucune famille retenue n'a arrêté son parcours avant le contrat.", icon="circle-check"
        ),
    )
)
