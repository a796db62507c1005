"""The verbs of the first half, from a new file to the decision. What each needs is in ``table.py``."""

from datetime import date

from candidates.journey import actions
from candidates.journey.moves import lock, transition, write_event
from candidates.journey.table import Action
from candidates.models import Complement, Household, Journey
from candidates.steps import Step
from emile.accounts.models import User
from emile.core.database.integrity import explained
from emile.core.workflow import GuardRefused, Move
from emile.reference.models import OriginArea, Programme, Reason, Territory
from partners.models import Organisation


@explained()
def open_file(
    *,
    programme: Programme,
    prescriber: Organisation,
    origin_area: OriginArea,
    by: User,
    on: date,
    household: Household | None = None,
    territory: Territory | None = None,
) -> Journey:
    """A new journey, for a new household or for one that comes back. The first journey stays as it was."""
    journey = actions.create_journey(
        household=household,
        programme=programme,
        prescriber=prescriber,
        origin_area=origin_area,
        territory=territory,
        by=by,
        on=on,
    )
    move = Move(action=Action.OPEN, from_step="", to_step=Step.DIAGNOSIS)
    write_event(journey, move, by=by, on=on, note="", data={})
    return journey


@explained()
def submit(journey: Journey, *, by: User, on: date, note: str = "") -> Journey:
    journey = lock(journey, Action.SUBMIT, by=by)
    people = actions.people_counted(journey, on=on)
    transition(journey, Action.SUBMIT, by=by, on=on, note=note, changes=people)
    return journey


@explained()
def ask_complements(journey: Journey, *, by: User, on: date, topic: str, question: str) -> Journey:
    journey = lock(journey, Action.ASK_COMPLEMENTS, by=by)
    Complement.objects.create(journey=journey, topic=topic, question=question, asked_by=by)
    transition(journey, Action.ASK_COMPLEMENTS, by=by, on=on, data={"topic": topic})
    return journey


@explained()
def answer_complements(journey: Journey, *, by: User, on: date, answers: dict[int, str]) -> Journey:
    """Answer what was asked and send the file back. ``answers``: complement's id → words.

    :raises GuardRefused: a question is left without answer.
    """
    journey = lock(journey, Action.ANSWER_COMPLEMENTS, by=by)
    actions.answer(journey, answers, by=by)
    if journey.complements.open().exists():
        raise GuardRefused(["Une question attend encore sa réponse."])
    people = actions.people_counted(journey, on=on)
    transition(journey, Action.ANSWER_COMPLEMENTS, by=by, on=on, changes=people)
    return journey


@explained()
def present(journey: Journey, *, by: User, on: date, territory: Territory, note: str = "") -> Journey:
    journey = lock(journey, Action.PRESENT, by=by)
    actions.require_open_programme(journey.programme, territory, on=on)
    changes = {"territory": territory, "presented_by": by}
    transition(journey, Action.PRESENT, by=by, on=on, note=note, data={"territory": territory.code}, changes=changes)
    return journey


@explained()
def welcome(journey: Journey, *, by: User, on: date, territory: Territory, note: str = "") -> Journey:
    """A family recognised abroad arrives: no diagnosis in Paris, no decision to wait for."""
    journey = lock(journey, Action.WELCOME, by=by)
    actions.require_open_programme(journey.programme, territory, on=on)
    changes = {"territory": territory, "presented_by": by, **actions.people_counted(journey, on=on)}
    transition(journey, Action.WELCOME, by=by, on=on, note=note, data={"territory": territory.code}, changes=changes)
    return journey


@explained()
def shortlist(journey: Journey, *, by: User, on: date, note: str = "") -> Journey:
    journey = lock(journey, Action.SHORTLIST, by=by)
    transition(journey, Action.SHORTLIST, by=by, on=on, note=note)
    return journey


@explained()
def put_on_waiting_list(journey: Journey, *, by: User, on: date, reason: Reason, note: str = "") -> Journey:
    journey = lock(journey, Action.PUT_ON_WAITING_LIST, by=by)
    transition(journey, Action.PUT_ON_WAITING_LIST, by=by, on=on, note=note, reason=reason)
    return journey


@explained()
def decline(journey: Journey, *, by: User, on: date, reason: Reason, note: str = "") -> Journey:
    """A refusal has a consequence, held by its reason: park the file until a date to look again, or close it."""
    journey = lock(journey, Action.DECLINE, by=by)
    changes = {"review_on": actions.review_date(reason, on=on)}
    transition(journey, Action.DECLINE, by=by, on=on, note=note, reason=reason, changes=changes)
    return journey


@explained()
def reconsider(journey: Journey, *, by: User, on: date, note: str = "") -> Journey:
    journey = lock(journey, Action.RECONSIDER, by=by)
    transition(journey, Action.RECONSIDER, by=by, on=on, note=note)
    return journey
