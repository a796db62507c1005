"""The verbs about support after the move, and about the end of a journey."""

from datetime import date

from candidates.journey.moves import lock, transition
from candidates.journey.table import Action
from candidates.models import Journey
from candidates.steps import SETTLED_OR_AFTER, Step
from emile.accounts.models import User
from emile.core.database.integrity import explained
from emile.core.workflow import OutOfOrder
from emile.reference.models import Reason
from placements import guards
from placements.enums import LeaseState, Mode, Presence, StayState
from placements.facts import facts_of
from placements.models import (
    Exit,
    PrivateNote,
    SupportAct,
)

MAINSTREAM_REASON = "exit-after-move-in-mainstream"


@explained()
def record_act(
    journey: Journey,
    *,
    by: User,
    on: date,
    theme: str,
    mode: str = Mode.MEETING,
    minutes: int | None = None,
    presence: str = Presence.PRESENT,
    note: str = "",
    private_note: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
) -> SupportAct:
    """Records an act of support. The first one after the move-in starts the support (step 11)."""
    journey = lock(journey, Action.RECORD_ACT, by=by)
    act = SupportAct.objects.create(
        journey=journey,
        theme=theme,
        mode=mode,
        done_on=on,
        minutes=minutes,
        presence=presence,
        note=note,
        next_step=next_step,
        next_step_on=next_step_on,
        done_by=by,
    )
    if private_note:
        PrivateNote.objects.create(act=act, author=by, text=private_note)
    transition(journey, Action.RECORD_ACT, by=by, on=on, data={"act": act.pk, "theme": theme})
    if journey.step == Step.SETTLED and guards.act_since_move_in(journey) is None:
        transition(journey, Action.START_SUPPORT, by=by, on=on)
    return act


@explained()
def exit_to_mainstream(journey: Journey, *, by: User, on: date, note: str = "") -> Exit:
    """Closes the journey because the household needs no special help any more, which is a reason of its own."""
    journey = lock(journey, Action.EXIT_TO_MAINSTREAM, by=by)
    reason = Reason.objects.get(code=MAINSTREAM_REASON)
    return _exit(journey, Action.EXIT_TO_MAINSTREAM, by=by, on=on, reason=reason, note=note)


@explained()
def leave(journey: Journey, *, by: User, on: date, reason: Reason, note: str = "") -> Exit:
    """Closes the journey before its end, at any step, with a reason. What was booked or offered is free again at
    once."""
    journey = lock(journey, Action.LEAVE, by=by)
    _check_day_of_leaving(journey, on)
    if any(stay.state in {StayState.PLANNED, StayState.ARRIVED} for stay in facts_of(journey).every_stay):
        _end_stays(journey, on)
    if facts_of(journey).leases:
        _end_leases(journey, on)
    return _exit(journey, Action.LEAVE, by=by, on=on, reason=reason, note=note)


def _end_stays(journey: Journey, on: date) -> None:
    journey.stays.filter(state=StayState.PLANNED).update(state=StayState.CANCELLED)
    journey.stays.filter(state=StayState.ARRIVED).update(state=StayState.PARTLY, left_on=on)


def _end_leases(journey: Journey, on: date) -> None:
    journey.leases.filter(state=LeaseState.OFFERED).update(
        state=LeaseState.REFUSED, refused_on=on, refusal_note="Parcours interrompu"
    )
    journey.leases.filter(state=LeaseState.SIGNED, moved_in_on=None, ended_on=None).update(ended_on=on)


def _check_day_of_leaving(journey: Journey, on: date) -> None:
    """What the leaving ends cannot have begun after it."""
    began = [stay.arrived_on for stay in facts_of(journey).stays if stay.arrived_on and stay.state == StayState.ARRIVED]
    began += [lease.signed_on or lease.offered_on for lease in facts_of(journey).leases]
    latest = max([journey.step_since, *began])
    if on < latest:
        raise OutOfOrder(f"Le dossier porte déjà un fait du {latest:%d/%m/%Y} : vérifiez la date de sortie.")


def _exit(journey: Journey, action: Action, *, by: User, on: date, reason: Reason, note: str) -> Exit:
    leaving = Exit.objects.create(
        journey=journey,
        left_on=on,
        reason=reason,
        note=note,
        after_move_in=journey.step in SETTLED_OR_AFTER,
        recorded_by=by,
    )
    transition(journey, action, by=by, on=on, note=note, reason=reason)
    return leaving
