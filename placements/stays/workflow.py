"""The verbs about immersion stays in a relay flat, and about doing without one."""

from datetime import date

from candidates.journey.moves import lock, transition
from candidates.journey.table import Action
from candidates.models import Journey
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.database.integrity import explained, refused_as
from emile.core.workflow import NotAllowed, OutOfOrder, WorkflowError
from emile.reference.models import Reason
from partners.models import RelayFlat
from placements.enums import StayState
from placements.models import (
    ImmersionWaiver,
    Stay,
)
from placements.models.stay import OVERLAP_MESSAGE, days_of_stay


class FlatTaken(WorkflowError):
    """The relay flat is booked for one of these nights."""


class TooMany(WorkflowError):
    """More people than the relay flat sleeps."""


@explained()
def plan_stay(
    journey: Journey,
    *,
    by: User,
    today: date,
    flat: RelayFlat,
    arrival: date,
    departure: date,
    people: int,
    exception_reason: Reason | None = None,
    exception_note: str = "",
) -> Stay:
    """Book the flat. Outside the days of the programme, or backdated: a service head only, with a reason.

    :raises FlatTaken: another family has the flat for one of these nights.
    """
    journey = lock(journey, Action.PLAN_STAY, by=by)
    if people > flat.capacity:
        raise TooMany(f"{flat} compte {flat.capacity} couchages pour {people} personnes.")
    _check_exception(journey, by, today, arrival, departure, exception_reason)
    with refused_as("stay_flat_never_twice", FlatTaken(OVERLAP_MESSAGE)):
        _one_booking_at_a_time(flat)
        stay = Stay.objects.create(
            journey=journey,
            round=journey.round,
            flat=flat,
            arrival=arrival,
            departure=departure,
            people=people,
            exception_reason=exception_reason,
            exception_note=exception_note,
            planned_on=today,
            planned_by=by,
        )
    transition(journey, Action.PLAN_STAY, by=by, on=today, data={"stay": stay.pk})
    return stay


def _check_exception(
    journey: Journey, by: User, today: date, arrival: date, departure: date, reason: Reason | None
) -> None:
    programme = journey.programme
    if departure <= arrival:
        raise OutOfOrder("Le départ doit suivre l'arrivée.")
    usual = programme.stay_min_days <= days_of_stay(arrival, departure) <= programme.stay_max_days
    if usual and arrival >= today:
        return
    if not by.has_role(Role.SERVICE_HEAD):
        raise NotAllowed(
            f"Un séjour hors des {programme.stay_min_days} à {programme.stay_max_days} jours, ou déjà commencé,"
            " relève du chef de service."
        )
    if reason is None:
        raise OutOfOrder("Indiquez le motif de l'exception : le séjour sort des règles habituelles.")


def _one_booking_at_a_time(flat: RelayFlat) -> None:
    """Two overlapping rows inserted at once would wait for each other, and PostgreSQL would end one as a deadlock,
    not as a refusal: the second booking of a flat waits here until the first is committed."""
    RelayFlat.objects.select_for_update(no_key=True).get(pk=flat.pk)


def _current_stay(journey: Journey, *states: StayState) -> Stay:
    return journey.stays.filter(round=journey.round).select_for_update().get(state__in=states)


@explained()
def cancel_stay(journey: Journey, *, by: User, on: date, note: str = "") -> Stay:
    journey = lock(journey, Action.CANCEL_STAY, by=by)
    stay = _current_stay(journey, StayState.PLANNED)
    stay.state = StayState.CANCELLED
    stay.save(update_fields=["state"])
    transition(journey, Action.CANCEL_STAY, by=by, on=on, note=note, data={"stay": stay.pk})
    return stay


@explained()
def record_no_show(journey: Journey, *, by: User, on: date, note: str = "") -> Stay:
    """Nobody came: the flat is free again, the journey needs another stay or a waiver."""
    journey = lock(journey, Action.RECORD_NO_SHOW, by=by)
    stay = _current_stay(journey, StayState.PLANNED)
    if on < stay.arrival:
        raise OutOfOrder("L'arrivée est prévue plus tard : annulez plutôt le séjour.")
    stay.state = StayState.NO_SHOW
    stay.save(update_fields=["state"])
    transition(journey, Action.RECORD_NO_SHOW, by=by, on=on, note=note, data={"stay": stay.pk})
    return stay


@explained()
def arrive(journey: Journey, *, by: User, on: date, note: str = "") -> Stay:
    journey = lock(journey, Action.ARRIVE, by=by)
    stay = _current_stay(journey, StayState.PLANNED)
    if not stay.arrival <= on <= stay.departure:
        raise OutOfOrder(f"Le séjour est prévu du {stay.arrival:%d/%m/%Y} au {stay.departure:%d/%m/%Y}.")
    stay.state, stay.arrived_on = StayState.ARRIVED, on
    stay.save(update_fields=["state", "arrived_on"])
    transition(journey, Action.ARRIVE, by=by, on=on, note=note, data={"stay": stay.pk})
    return stay


@explained()
def end_stay(
    journey: Journey, *, by: User, on: date, cut_short: bool, household_review: str = "", service_review: str = ""
) -> Stay:
    """The family goes home; both sides write what they made of it."""
    journey = lock(journey, Action.END_STAY, by=by)
    stay = _current_stay(journey, StayState.ARRIVED)
    if on < stay.arrived_on:  # type: ignore[operator]  # a constraint gives an arrival to a stay under way
        raise OutOfOrder(f"La famille est arrivée le {stay.arrived_on:%d/%m/%Y}.")
    stay.state = StayState.PARTLY if cut_short else StayState.ATTENDED
    stay.left_on = on
    stay.household_review, stay.service_review = household_review, service_review
    stay.save(update_fields=["state", "left_on", "household_review", "service_review"])
    transition(journey, Action.END_STAY, by=by, on=on, data={"stay": stay.pk})
    return stay


@explained()
def waive_immersion(journey: Journey, *, by: User, on: date, reason: Reason, note: str) -> ImmersionWaiver:
    journey = lock(journey, Action.WAIVE_IMMERSION, by=by)
    waiver = ImmersionWaiver.objects.create(
        journey=journey, round=journey.round, reason=reason, note=note, waived_on=on, waived_by=by
    )
    transition(journey, Action.WAIVE_IMMERSION, by=by, on=on, reason=reason, data={"waiver": waiver.pk})
    return waiver
