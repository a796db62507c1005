"""The figures of « Pilotage », each with the sentence that defines it and the rows it counts.

All stand on the journey alone, which holds no name: a manager counts them without opening a file. « Retained » is
having reached step 4, « installed or being installed » step 9, whatever happened next.
"""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.expressions import Combinable

from candidates.steps import CLOSED, MILESTONES, Step

RETAINED = Q(furthest__gte=Step.SHORTLISTED.number)
INSTALLING = Q(furthest__gte=Step.CONTRACTED.number)
SETTLED = Q(furthest__gte=Step.SETTLED.number)
OVER = Q(step__in=sorted(CLOSED))
UNFINISHED = RETAINED & OVER & ~INSTALLING
ON_THE_WAY = RETAINED & ~OVER & ~INSTALLING


@dataclass(frozen=True, kw_only=True)
class Indicator:
    code: str
    label: str
    definition: str
    """In French, printed under the figure."""
    unit: str
    measure: Combinable
    tone: str = ""


def files(condition: Q) -> Combinable:
    return Count("pk", filter=condition)


def people(column: str, condition: Q) -> Combinable:
    return Sum(column, filter=condition, default=0)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="opened",
        label="Dossiers ouverts",
        definition="Parcours ouverts dans la période, où qu'ils en soient aujourd'hui.",
        unit="parcours",
        measure=Count("pk"),
    ),
    Indicator(
        code="retained",
        label="Familles retenues",
        definition="Parcours dont la candidature a été retenue par un territoire (étape 4 atteinte).",
        unit="parcours",
        measure=files(RETAINED),
    ),
    Indicator(
        code="installing",
        label="Installées ou en cours d'installation",
        definition="Parmi les familles retenues, celles qui ont un contrat signé (étape 9 atteinte).",
        unit="parcours",
        measure=files(INSTALLING),
        tone="success",
    ),
    Indicator(
        code="unfinished",
        label="N'ont pas été au bout",
        definition="Parmi les familles retenues, celles dont le parcours est clos sans contrat signé.",
        unit="parcours",
        measure=files(UNFINISHED),
        tone="warning",
    ),
    Indicator(
        code="on_the_way",
        label="Encore en chemin",
        definition="Parmi les familles retenues, celles dont le parcours est ouvert et sans contrat signé.",
        unit="parcours",
        measure=files(ON_THE_WAY),
    ),
    Indicator(
        code="adults",
        label="Adultes des familles retenues",
        definition="Comptés à la transmission du dossier, puis à l'emménagement.",
        unit="personnes",
        measure=people("adults", RETAINED),
    ),
    Indicator(
        code="children",
        label="Enfants des familles retenues",
        definition="Moins de 18 ans, comptés à la transmission du dossier, puis à l'emménagement.",
        unit="personnes",
        measure=people("children", RETAINED),
    ),
)


def figures(journeys: QuerySet) -> dict[str, int]:
    """Every indicator and every level of the funnel, in one reading of the table."""
    measures = {indicator.code: indicator.measure for indicator in INDICATORS}
    levels = {f"level_{number}": files(Q(furthest__gte=number)) for number in sorted(MILESTONES)}
    return journeys.aggregate(**measures, **levels)


def funnel(values: dict[str, int]) -> list[tuple[str, int]]:
    """How many journeys of the cohort reached each step at least: it never grows from one step to the next."""
    return [(f"{number}. {MILESTONES[number].label}", values[f"level_{number}"]) for number in sorted(MILESTONES)]


def unfinished_share(values: dict[str, int]) -> int | None:
    """Percent of the retained families that did not finish; none when nobody was retained."""
    return round(100 * values["unfinished"] / values["retained"]) if values["retained"] else None


def reasons(journeys: QuerySet) -> list[tuple[str, int]]:
    """Why retained families did not finish, the most frequent first."""
    rows = journeys.filter(UNFINISHED).values_list("end_reason__label").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "end_reason__label"))


def arrivals(journeys: QuerySet) -> list[tuple[str, int]]:
    """Families that moved in, by host territory, the most first."""
    rows = journeys.filter(SETTLED).values_list("territory__name").annotate(number=Count("pk"))
    return list(rows.order_by("-number", "territory__name"))
