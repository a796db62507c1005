"""The figures of « Pilotage », each with the sentence that defines it and the rows it counts.

All stand on the journey alone, which holds no name: a manager counts them without opening a file. « Retained » is
having reached step 4, « installed or being installed » step 9, whatever happened next.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from django.db.models import Count, QuerySet, Sum

from candidates.steps import CLOSED, MILESTONES, Step
from emile.reference.models import Reason, Territory


class Group(NamedTuple):
    """How many journeys went as far, stand at the same step, in the same territory, with the same reason to end."""

    furthest: int
    step: str
    territory: int | None
    end_reason: int | None
    journeys: int
    adults: int
    children: int

    def opened(self) -> bool:
        return True

    def retained(self) -> bool:
        return self.furthest >= Step.SHORTLISTED.number

    def installing(self) -> bool:
        return self.furthest >= Step.CONTRACTED.number

    def settled(self) -> bool:
        return self.furthest >= Step.SETTLED.number

    def unfinished(self) -> bool:
        return self.retained() and not self.installing() and self.step in CLOSED

    def on_the_way(self) -> bool:
        return self.retained() and not self.installing() and self.step not in CLOSED


@dataclass(frozen=True, kw_only=True)
class Indicator:
    code: str
    label: str
    definition: str
    """In French, printed under the figure."""
    unit: str
    counted: Callable[[Group], bool]
    column: Literal["journeys", "adults", "children"] = "journeys"
    tone: str = ""


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="opened",
        label="Dossiers ouverts",
        definition="Parcours ouverts dans la période, où qu'ils en soient aujourd'hui.",
        unit="parcours",
        counted=Group.opened,
    ),
    Indicator(
        code="retained",
        label="Familles retenues",
        definition="Parcours dont la candidature a été retenue par un territoire (étape 4 atteinte).",
        unit="parcours",
        counted=Group.retained,
    ),
    Indicator(
        code="installing",
        label="Installées ou en cours d'installation",
        definition="Parmi les familles retenues, celles qui ont un contrat signé (étape 9 atteinte).",
        unit="parcours",
        counted=Group.installing,
        tone="success",
    ),
    Indicator(
        code="unfinished",
        label="N'ont pas été au bout",
        definition="Parmi les familles retenues, celles dont le parcours est clos sans contrat signé.",
        unit="parcours",
        counted=Group.unfinished,
        tone="warning",
    ),
    Indicator(
        code="on_the_way",
        label="Encore en chemin",
        definition="Parmi les familles retenues, celles dont le parcours est ouvert et sans contrat signé.",
        unit="parcours",
        counted=Group.on_the_way,
    ),
    Indicator(
        code="adults",
        label="Adultes des familles retenues",
        definition="Comptés à la transmission du dossier, puis à l'emménagement.",
        unit="personnes",
        counted=Group.retained,
        column="adults",
    ),
    Indicator(
        code="children",
        label="Enfants des familles retenues",
        definition="Moins de 18 ans, comptés à la transmission du dossier, puis à l'emménagement.",
        unit="personnes",
        counted=Group.retained,
        column="children",
    ),
)


def groups_of(journeys: QuerySet) -> list[Group]:
    """In one reading of the table: every figure of the page is a sum of these."""
    alike = journeys.order_by().values_list("furthest", "step", "territory", "end_reason")
    return [Group(*row) for row in alike.annotate(Count("pk"), Sum("adults"), Sum("children"))]


def figures(groups: Sequence[Group]) -> dict[str, int]:
    """Every indicator and every level of the funnel."""
    values = {
        indicator.code: sum(getattr(group, indicator.column) for group in groups if indicator.counted(group))
        for indicator in INDICATORS
    }
    levels = {
        f"level_{number}": sum(group.journeys for group in groups if group.furthest >= number)
        for number in sorted(MILESTONES)
    }
    return values | levels


def funnel(values: dict[str, int]) -> list[tuple[str, int]]:
    """How many journeys of the cohort reached each step at least: it never grows from one step to the next."""
    return [(f"{number}. {MILESTONES[number].label}", values[f"level_{number}"]) for number in sorted(MILESTONES)]


def unfinished_share(values: dict[str, int]) -> int | None:
    """Percent of the retained families that did not finish; none when nobody was retained."""
    return round(100 * values["unfinished"] / values["retained"]) if values["retained"] else None


def reasons(groups: Sequence[Group]) -> list[tuple[str, int]]:
    """Why retained families did not finish, the most frequent first."""
    labels = dict(Reason.objects.values_list("pk", "label"))
    return most_first(labels, ((group.end_reason, group.journeys) for group in groups if group.unfinished()))


def arrivals(groups: Sequence[Group]) -> list[tuple[str, int]]:
    """Families that moved in, by host territory, the most first."""
    names = dict(Territory.objects.values_list("pk", "name"))
    return most_first(names, ((group.territory, group.journeys) for group in groups if group.settled()))


def most_first(names: Mapping[int, str], numbers: Iterable[tuple[int, int]]) -> list[tuple[str, int]]:
    totals: Counter[str] = Counter()
    for key, number in numbers:
        totals[names[key]] += number
    return sorted(totals.items(), key=lambda row: (-row[1], row[0]))
