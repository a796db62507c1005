"""A move on a file: who may make it, the row locked for it, what it writes and the event it leaves."""

from collections.abc import Mapping
from datetime import date

from candidates.journey.table import NOBODY, TRANSITIONS, Action
from candidates.models import EventNote, Journey, JourneyEvent
from candidates.steps import CLOSED, Step, reached
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.workflow import Move, NotAllowed, OutOfOrder, Transition, check_needs, check_step
from emile.reference.models import Reason


def roles_on(journey: Journey, user: User) -> frozenset[Role]:
    """The roles somebody holds on this very file. A head of service somewhere else, or a manager who opened the file
    with a reason, reads it and has no verb on it."""
    scope = user.scope
    here: set[Role] = set()
    if journey.prescriber_id in scope.organisations:
        here.add(Role.PRESCRIBER)
    if journey.origin_area_id in scope.origins:
        here.add(Role.REFERENT)
    if journey.territory_id in scope.territories or journey.caseworker_id == user.pk:
        here |= {Role.SERVICE_HEAD, Role.CASEWORKER}
    return scope.roles & here


def available(journey: Journey, user: User) -> list[tuple[Action, Transition]]:
    """Verbs that start from where the file is and belong to this person, in the order of the table."""
    roles = roles_on(journey, user)
    return [(action, rule) for action, rule in TRANSITIONS.items() if rule.starts_from(journey) and roles & rule.roles]


def lock(journey: Journey, action: Action, *, by: User) -> Journey:
    """The row as it is now, ours until the end of the transaction, reached through the person's own rights.

    :raises NotAllowed: the verb is not theirs.
    :raises WrongStep, GuardRefused: see ``emile.core.workflow``.
    """
    rule = TRANSITIONS[action]
    locked = (
        Journey.objects.visible_to(by).select_related("programme", "household").select_for_update(of=["self"])
    ).get(pk=journey.pk)
    if rule.roles.isdisjoint(roles_on(locked, by)):
        raise NotAllowed(f"« {rule.label} » ne relève pas de votre rôle sur ce dossier.")
    check_step(locked, action, TRANSITIONS)
    check_needs(locked, action, TRANSITIONS)
    return locked


def transition(
    journey: Journey,
    action: Action,
    *,
    by: User,
    on: date,
    note: str = "",
    reason: Reason | None = None,
    data: Mapping[str, object] | None = None,
    changes: Mapping[str, object] | None = None,
) -> JourneyEvent:
    """Write a verb on a locked journey, whose fact is written already: the row in one save, then the event.

    The save writes ``STEP_FIELDS`` where the step moves, and the other fields that the verb ``changes``, by name: a
    verb that only notes a fact leaves the row as it is. Nothing else writes ``step``.

    What a person's verb needs was checked by ``lock()``, before its fact was written; a consequence, which belongs to
    nobody, is checked here.
    """
    move = check_step(journey, action, TRANSITIONS)
    if TRANSITIONS[action].roles == NOBODY:
        check_needs(journey, action, TRANSITIONS)
    written: list[str] = []
    if move.to_step != journey.step:
        _write_step(journey, move, on=on, reason=reason)
        written += STEP_FIELDS
    for name, value in (changes or {}).items():
        setattr(journey, name, value)
        written.append(name)
    journey.save(update_fields=written)
    return write_event(journey, move, by=by, on=on, note=note, data=_with_reason(data, reason))


STEP_FIELDS = ["step", "step_since", "furthest", "closed_on", "end_reason", *Journey.UNTIL_THE_NEXT_STEP]


def _write_step(journey: Journey, move: Move, *, on: date, reason: Reason | None) -> None:
    """:raises OutOfOrder: the day is before the present step's."""
    if on < journey.step_since:
        raise OutOfOrder(
            f"Le dossier est à l'étape actuelle depuis le {journey.step_since:%d/%m/%Y} : vérifiez la date."
        )
    journey.step = Step(move.to_step)
    journey.step_since = on
    journey.furthest = max(journey.furthest, reached(journey.step))
    closing = journey.step in CLOSED
    journey.closed_on = on if closing else None
    journey.end_reason = reason if closing else None
    for name in Journey.UNTIL_THE_NEXT_STEP:
        setattr(journey, name, None)


def write_event(
    journey: Journey, move: Move, *, by: User, on: date, note: str, data: Mapping[str, object]
) -> JourneyEvent:
    event = JourneyEvent.objects.create(
        journey=journey,
        action=move.action,
        from_step=move.from_step,
        to_step=move.to_step,
        happened_on=on,
        by=by,
        data=data,
    )
    if note:
        EventNote.objects.create(event=event, journey=journey, text=note)
    return event


def _with_reason(data: Mapping[str, object] | None, reason: Reason | None) -> dict[str, object]:
    return {**(data or {}), **({"reason": reason.code} if reason else {})}
