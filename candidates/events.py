"""A file's events, as the stepper and the timeline show them."""

from candidates.models import Journey, JourneyEvent
from candidates.steps import MILESTONES, NUMBERS, Step, reached
from candidates.workflow import TRANSITIONS, Action
from emile.core import parts

QUIET = {Action.VALIDATE, Action.START_SUPPORT}
TONES = {
    Action.SHORTLIST: "success",
    Action.VALIDATE: "success",
    Action.SIGN_CONTRACT: "success",
    Action.MOVE_IN: "accent",
    Action.EXIT_TO_MAINSTREAM: "accent",
    Action.DECLINE: "danger",
    Action.LEAVE: "danger",
    Action.RECORD_NO_SHOW: "warning",
    Action.PUT_ON_WAITING_LIST: "warning",
}
ICONS = {
    Action.OPEN: "folder-plus",
    Action.SUBMIT: "send",
    Action.PRESENT: "presentation",
    Action.SHORTLIST: "circle-check",
    Action.DECLINE: "circle-x",
    Action.CONTACT_EMPLOYER: "phone",
    Action.FOLLOW_CONTACT: "phone",
    Action.HOLD_MEETING: "messages-square",
    Action.PLAN_STAY: "calendar-plus",
    Action.ARRIVE: "train-front",
    Action.END_STAY: "calendar-check",
    Action.VALIDATE: "handshake",
    Action.SIGN_CONTRACT: "file-signature",
    Action.SIGN_LEASE: "key-round",
    Action.MOVE_IN: "house",
    Action.RECORD_ACT: "notebook-pen",
    Action.EXIT_TO_MAINSTREAM: "star",
    Action.LEAVE: "log-out",
}
PLAIN_NAMES: dict[int, str] = {
    1: "Diagnostic",
    2: "Transmise",
    3: "Présentée",
    4: "Retenue",
    5: "Postes",
    6: "Projet",
    7: "Immersion",
    8: "Double accord",
    9: "Contrat",
    10: "Installation",
    11: "Accompagnement",
    12: "Droit commun",
}
"""Short enough for the stepper."""


def events_of(journey: Journey) -> list[JourneyEvent]:
    """Oldest first; one query, kept on the row for the page that shows it twice."""
    if not hasattr(journey, "_events"):
        journey._events = list(journey.events.select_related("by", "note").order_by("happened_on", "recorded_at", "pk"))
    return journey._events


def timeline_of(journey: Journey) -> list[parts.Event]:
    """Newest first."""
    return [
        parts.Event(
            date=event.happened_on,
            title=Action(event.action).label,
            who=event.by.full_name if event.by else "",
            note=event.note.text if hasattr(event, "note") else "",
            icon=ICONS.get(event.action, "circle"),
            tone=TONES.get(event.action, "neutral"),
        )
        for event in reversed(events_of(journey))
    ]


def steps_of(journey: Journey) -> list[parts.Step]:
    """The twelve steps with the day each was reached."""
    dates = {}
    for event in events_of(journey):
        number = reached(Step(event.to_step))
        if number:
            dates.setdefault(number, event.happened_on)
    return [
        parts.Step(
            number=number, label=PLAIN_NAMES[number], state=_state(journey, number, dates), date=dates.get(number)
        )
        for number in sorted(MILESTONES)
    ]


def _state(journey: Journey, number: int, dates: dict) -> str:
    here = NUMBERS[Step(journey.step)]
    if not journey.is_closed and number == here:
        return "current"
    if number in dates:
        return "done"
    return "skipped" if number < journey.furthest else "todo"


assert set(TRANSITIONS) | {Action.OPEN} == set(Action)
