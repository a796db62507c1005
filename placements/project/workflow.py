"""The verbs about the project: the meeting that writes it down, and the answers of both sides after the immersion."""

from datetime import date

from candidates.journey.moves import lock, transition
from candidates.journey.table import Action
from candidates.models import Journey
from emile.accounts.models import User
from emile.core.database.integrity import explained
from emile.core.workflow import NotAllowed, OutOfOrder
from placements import guards
from placements.enums import Side
from placements.facts import facts_of, forget_facts
from placements.models import (
    Agreement,
    ProjectMeeting,
)


class ProposedByThem(NotAllowed):
    """The person who proposed a household cannot alone give the service's agreement for it."""


class SamePerson(NotAllowed):
    """One person does not record both sides' answers."""


@explained()
def hold_meeting(journey: Journey, *, by: User, on: date, project: str, place: str = "") -> ProjectMeeting:
    journey = lock(journey, Action.HOLD_MEETING, by=by)
    meeting = ProjectMeeting.objects.create(
        journey=journey, round=journey.round, held_on=on, place=place, project=project, recorded_by=by
    )
    transition(journey, Action.HOLD_MEETING, by=by, on=on, data={"meeting": meeting.pk})
    return meeting


@explained()
def give_household_agreement(
    journey: Journey, *, by: User, on: date, agrees: bool, signatory: str, note: str = ""
) -> Agreement:
    """The household's answer, written down by somebody who is not the one answering for the service."""
    journey = lock(journey, Action.GIVE_HOUSEHOLD_AGREEMENT, by=by)
    return _answer(journey, Action.GIVE_HOUSEHOLD_AGREEMENT, Side.HOUSEHOLD, by, on, agrees, signatory, note)


@explained()
def give_service_agreement(
    journey: Journey, *, by: User, on: date, agrees: bool, signatory: str = "", note: str = ""
) -> Agreement:
    """:raises ProposedByThem: who proposed the household does not decide alone for the service."""
    journey = lock(journey, Action.GIVE_SERVICE_AGREEMENT, by=by)
    if by.pk in {journey.prescribed_by_id, journey.presented_by_id}:
        raise ProposedByThem("Vous avez proposé ce ménage : une autre personne donne la réponse du service.")
    signatory = signatory or by.full_name
    return _answer(journey, Action.GIVE_SERVICE_AGREEMENT, Side.SERVICE, by, on, agrees, signatory, note)


def _answer(
    journey: Journey, action: Action, side: Side, by: User, on: date, agrees: bool, signatory: str, note: str
) -> Agreement:
    """Write one side's answer; when both are in and both say yes, the project is validated, on the later day. The event
    does not say what was answered, and nothing refuses here because of the other side's answer: each side answers
    without seeing the other."""
    _check_day_of_answer(journey, on)
    if any(answer.recorded_by_id == by.pk for answer in facts_of(journey).agreements.values()):
        raise SamePerson("Vous avez déjà enregistré l'autre réponse : une autre personne enregistre celle-ci.")
    agreement = Agreement.objects.create(
        journey=journey,
        round=journey.round,
        side=side,
        agrees=agrees,
        decided_on=on,
        signatory=signatory,
        note=note,
        recorded_by=by,
    )
    transition(journey, action, by=by, on=on, data={"agreement": agreement.pk})
    forget_facts(journey)
    if guards.both_agree(journey) is None:
        answered = max(answer.decided_on for answer in facts_of(journey).agreements.values())
        transition(journey, Action.VALIDATE, by=by, on=answered)
    return agreement


def _check_day_of_answer(journey: Journey, on: date) -> None:
    """:raises OutOfOrder: the immersion ends, or is waived, after that day."""
    days = [stay.left_on for stay in facts_of(journey).stays if stay.left_on]
    days += journey.waivers.filter(round=journey.round).values_list("waived_on", flat=True)
    earliest = max([journey.step_since, *days])
    if on < earliest:
        raise OutOfOrder(f"L'immersion s'est terminée le {earliest:%d/%m/%Y} : la réponse vient après.")


@explained()
def resume_project(journey: Journey, *, by: User, on: date, note: str = "") -> Journey:
    """A refusal is not the end: the project is taken up again, and both sides will be asked anew."""
    journey = lock(journey, Action.RESUME_PROJECT, by=by)
    answered = max(answer.decided_on for answer in facts_of(journey).agreements.values())
    if on < answered:
        raise OutOfOrder(f"La dernière réponse est du {answered:%d/%m/%Y} : le projet se reprend après.")
    changes = {"round": journey.round + 1}
    transition(journey, Action.RESUME_PROJECT, by=by, on=on, note=note, changes=changes)
    return journey
