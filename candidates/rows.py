"""A file as one row of a list: by name for those who follow it, by its reference for those who only count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from candidates.addresses import file_page
from candidates.models import Journey
from candidates.waiting import tone_of, waited_for
from emile.core.templatetags.wording import plural


@dataclass(frozen=True)
class Row:
    title: str
    reference: str
    url: str
    """Empty when the file is only counted: it opens with a reason."""
    reason_url: str
    step: str
    tone: str
    since: date
    waits_for: str
    territory: str
    structure: str
    people: str
    reason: str = ""
    """Why the search found it."""


def rows_of(journeys: Iterable[Journey], user) -> list[Row]:
    return [row_of(journey, user) for journey in journeys]


def row_of(journey: Journey, user) -> Row:
    counted = user.scope.sees_figures
    closed_to_us = counted and journey.household_id not in user.scope.granted
    return Row(
        title=journey.reference if counted else journey.household.name,
        reference="" if counted else journey.reference,
        url="" if closed_to_us else file_page(journey.reference),
        reason_url=file_page(journey.reference, "candidates:open_with_reason") if closed_to_us else "",
        step=journey.get_step_display(),
        tone=tone_of(journey.step_value),
        since=journey.step_since,
        waits_for=waited_for(journey),
        territory=str(journey.territory or ""),
        structure=str(journey.prescriber),
        people=people(journey.adults, journey.children),
    )


def people(adults: int, children: int) -> str:
    words = [plural(adults, "adulte"), *([plural(children, "enfant")] if children else [])]
    return ", ".join(words)
