"""A file's events, as the stepper and the timeline show them."""

from datetime import date
from typing import NamedTuple

from django.db.models import F

from candidates.journey.table import TRANSITIONS, Action
from candidates.models import Journey
from candidates.steps import MILESTONES, NUMBERS, Step, reached
from emile.core.pages import parts
from emile.core.templatetags.wording import day
from emile.core.workflow import Button
from emile.reference.models import Reason

OPENED = Button("Ouvrir le dossier", icon="folder-plus")
"""Opening is no transition: a file is opened before it has a step to leave."""
PLAIN_NAMES: dict[int, str] = {
    1: "Diagnostic",
    2: "Transmise",
    3: "Présentée",
    4: "Décision",
    5: "Postes",
    6: "Projet",
    7: "Immersion",
    8: "Double accord",
    9: "Contrat",
    10: "Installation",
    11: "Accompagnement",
    12: "Droit commun",
}
"""The names of the steps are short enough for the stepper."""
DETAILS = {
    Step.TO_COMPLETE: "compléments demandés",
    Step.WAITING: "liste d'attente",
    Step.SHORTLISTED: "retenue",
    Step.DECLINED: "non retenue",
}
"""Where a step has more than one outcome."""


class Past(NamedTuple):
    """What the screen says of an event."""

    action: str
    to_step: str
    happened_on: date
    first_name: str | None
    last_name: str | None
    reason: str | None
    """A code."""
    until: str | None
    """A day, in ISO 8601."""
    sentence: str | None


def events_of(journey: Journey) -> list[Past]:
    """Oldest first; one query, kept on the row for the page that shows it twice."""
    known: list[Past] | None = journey.__dict__.get("_events")
    if known is None:
        found = journey.events.order_by("happened_on", "recorded_at", "pk").values(
            "action",
            "to_step",
            "happened_on",
            first_name=F("by__first_name"),
            last_name=F("by__last_name"),
            reason=F("data__reason"),
            until=F("data__until"),
            sentence=F("note__text"),
        )
        known = journey.__dict__["_events"] = [Past(**row) for row in found]
    return known


def button_of(action: str) -> Button:
    return OPENED if action == Action.OPEN else TRANSITIONS[Action(action)].button


def happened(journey: Journey, action: Action) -> bool:
    return any(event.action == action for event in events_of(journey))


def timeline_of(journey: Journey, most: int | None = None) -> list[parts.Event]:
    """Newest first, ``most`` of them. One more query where a reason was given."""
    events = events_of(journey)[::-1][:most]
    codes = {event.reason for event in events if event.reason}
    reasons = dict(Reason.objects.filter(code__in=codes).values_list("code", "label")) if codes else {}
    return [
        parts.Event(
            date=event.happened_on,
            title=Action(event.action).label,
            who=" ".join(filter(None, [event.first_name, event.last_name])),
            # the reason from the list, how long it was said to last, then the sentence somebody wrote
            note="\n".join(filter(None, [reasons.get(event.reason or ""), until_when(event), event.sentence])),
            icon=button_of(event.action).icon,
            tone=button_of(event.action).tone,
        )
        for event in events
    ]


def until_when(event: Past) -> str:
    return f"Jusqu'au {day(date.fromisoformat(event.until))}" if event.until else ""


def steps_of(journey: Journey) -> list[parts.Step]:
    """The twelve steps with the day each was last entered, and what sets this one apart."""
    entries = _entries(journey)
    return [
        parts.Step(
            number=number,
            label=PLAIN_NAMES[number],
            state=_state(journey, number, entries),
            date=_date(journey, number, entries),
            detail=_detail(journey, number, entries),
        )
        for number in sorted(MILESTONES)
    ]


def _entries(journey: Journey) -> dict[int, Past]:
    """Step number → the event that led there. Going on within a number (a question asked back) is no new entry."""
    entries: dict[int, Past] = {}
    here = 0
    for event in events_of(journey):
        number = reached(Step(event.to_step))
        if number and number != here:
            entries[number] = event
            here = number
    return entries


def _is_ahead(journey: Journey, number: int) -> bool:
    """Reached once, in a project that was taken up again since."""
    return not journey.is_closed and number > NUMBERS[Step(journey.step)]


def _state(journey: Journey, number: int, entries: dict[int, Past]) -> parts.StepState:
    if not journey.is_closed and number == NUMBERS[Step(journey.step)]:
        return "current"
    if _is_ahead(journey, number):
        return "todo"
    if number in entries:
        return "done"
    return "skipped" if number < journey.furthest else "todo"


def _date(journey: Journey, number: int, entries: dict[int, Past]) -> date | None:
    if _is_ahead(journey, number):
        return None
    if number in entries:
        return entries[number].happened_on
    return journey.step_since if _state(journey, number, entries) == "current" else None


def _detail(journey: Journey, number: int, entries: dict[int, Past]) -> str:
    if number == NUMBERS[Step(journey.step)] and journey.step in DETAILS:
        return DETAILS[Step(journey.step)]
    waived = number in entries and entries[number].action == Action.WAIVE_IMMERSION
    return "dispense" if waived and not _is_ahead(journey, number) else ""
