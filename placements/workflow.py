"""The verbs of the second half, from the search for a job to the exit. The table is in ``candidates/workflow.py``.

Each verb locks the journey, writes its dated fact, then moves the step through the same ``transition()``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.db import IntegrityError, transaction

from candidates import actions
from candidates.models import Journey, Member
from candidates.steps import SETTLED_OR_AFTER, Step
from candidates.workflow import Action, lock, transition
from emile.core.integrity import constraint_of, explained
from emile.core.workflow import NotAllowed, OutOfOrder, WorkflowError
from emile.reference.models import Reason
from partners.models import Dwelling, Organisation, RelayFlat, Vacancy
from placements import guards
from placements.enums import ContactOutcome, LeaseState, Mode, Presence, Side, StayState
from placements.facts import facts_of, forget_facts
from placements.models import (
    Agreement,
    Contract,
    Exit,
    ImmersionWaiver,
    JobContact,
    Lease,
    PrivateNote,
    ProjectMeeting,
    Stay,
    SupportAct,
)
from placements.models.stay import OVERLAP_MESSAGE, days_of_stay

MAINSTREAM_REASON = "exit-after-move-in-mainstream"


class FlatTaken(WorkflowError):
    """The relay flat is booked for one of these nights."""


class DwellingTaken(WorkflowError):
    """The dwelling is offered or let to somebody else."""


class TooMany(WorkflowError):
    """More people than the relay flat sleeps."""


class ProposedByThem(NotAllowed):
    """The person who proposed a household cannot alone give the service's agreement for it."""


class SamePerson(NotAllowed):
    """One person does not record both sides' answers."""


# --- the project --------------------------------------------------------------------------------------------------


@explained()
def contact_employer(
    journey: Journey,
    *,
    by,
    on: date,
    member: Member,
    employer: Organisation,
    vacancy: Vacancy | None = None,
    outcome: str = ContactOutcome.PROPOSED,
    note: str = "",
) -> JobContact:
    """The first contact opens the search for a job; later ones are ``record_contact``."""
    journey = lock(journey, Action.CONTACT_EMPLOYER, by=by)
    contact = _write_contact(journey, by, on, member, employer, vacancy, outcome, note)
    transition(journey, Action.CONTACT_EMPLOYER, by=by, on=on, data={"contact": contact.pk})
    return contact


def _write_contact(journey, by, on, member, employer, vacancy, outcome, note) -> JobContact:
    return JobContact.objects.create(
        journey=journey,
        member=member,
        employer=employer,
        vacancy=vacancy,
        contacted_on=on,
        outcome=outcome,
        note=note,
        recorded_by=by,
    )


@explained()
def hold_meeting(journey: Journey, *, by, on: date, project: str, place: str = "") -> ProjectMeeting:
    journey = lock(journey, Action.HOLD_MEETING, by=by)
    meeting = ProjectMeeting.objects.create(
        journey=journey, round=journey.round, held_on=on, place=place, project=project, recorded_by=by
    )
    transition(journey, Action.HOLD_MEETING, by=by, on=on, data={"meeting": meeting.pk})
    return meeting


@explained()
def plan_stay(
    journey: Journey,
    *,
    by,
    today: date,
    flat: RelayFlat,
    arrival: date,
    departure: date,
    people: int,
    exception_reason: Reason | None = None,
    exception_note: str = "",
) -> Stay:
    """Book the flat. Outside 3 to 5 days, or backdated: a service head only, with a reason.

    :raises FlatTaken: another family has the flat for one of these nights.
    """
    journey = lock(journey, Action.PLAN_STAY, by=by)
    if people > flat.capacity:
        raise TooMany(f"{flat} compte {flat.capacity} couchages pour {people} personnes.")
    _check_exception(journey, by, today, arrival, departure, exception_reason)
    with _unless("stay_flat_never_twice", FlatTaken(OVERLAP_MESSAGE)):
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


def _check_exception(journey, by, today, arrival, departure, reason) -> None:
    programme = journey.programme
    if departure <= arrival:
        raise OutOfOrder("Le départ doit suivre l'arrivée.")
    usual = programme.stay_min_days <= days_of_stay(arrival, departure) <= programme.stay_max_days
    if usual and arrival >= today:
        return
    if not by.has_role("service_head"):
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


@contextmanager
def _unless(constraint: str, refusal: WorkflowError) -> Iterator[None]:
    """One rule of the database that has its own name here."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if constraint_of(error) != constraint:
            raise
        raise refusal from error


def _current_stay(journey: Journey, *states: StayState) -> Stay:
    return journey.stays.filter(round=journey.round).select_for_update().get(state__in=states)


@explained()
def cancel_stay(journey: Journey, *, by, on: date, note: str = "") -> Stay:
    journey = lock(journey, Action.CANCEL_STAY, by=by)
    stay = _current_stay(journey, StayState.PLANNED)
    transition(journey, Action.CANCEL_STAY, by=by, on=on, note=note, data={"stay": stay.pk})
    stay.state = StayState.CANCELLED
    stay.save(update_fields=["state"])
    return stay


@explained()
def record_no_show(journey: Journey, *, by, on: date, note: str = "") -> Stay:
    """Nobody came: the flat is free again, the journey needs another stay or a waiver."""
    journey = lock(journey, Action.RECORD_NO_SHOW, by=by)
    stay = _current_stay(journey, StayState.PLANNED)
    if on < stay.arrival:
        raise OutOfOrder("L'arrivée est prévue plus tard : annulez plutôt le séjour.")
    transition(journey, Action.RECORD_NO_SHOW, by=by, on=on, note=note, data={"stay": stay.pk})
    stay.state = StayState.NO_SHOW
    stay.save(update_fields=["state"])
    return stay


@explained()
def arrive(journey: Journey, *, by, on: date, note: str = "") -> Stay:
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
    journey: Journey, *, by, on: date, cut_short: bool, household_review: str = "", service_review: str = ""
) -> Stay:
    """The family goes home; both sides write what they made of it."""
    journey = lock(journey, Action.END_STAY, by=by)
    stay = _current_stay(journey, StayState.ARRIVED)
    if on < stay.arrived_on:
        raise OutOfOrder(f"La famille est arrivée le {stay.arrived_on:%d/%m/%Y}.")
    stay.state = StayState.PARTLY if cut_short else StayState.ATTENDED
    stay.left_on = on
    stay.household_review, stay.service_review = household_review, service_review
    stay.save(update_fields=["state", "left_on", "household_review", "service_review"])
    transition(journey, Action.END_STAY, by=by, on=on, data={"stay": stay.pk})
    return stay


@explained()
def waive_immersion(journey: Journey, *, by, on: date, reason: Reason, note: str) -> ImmersionWaiver:
    journey = lock(journey, Action.WAIVE_IMMERSION, by=by)
    waiver = ImmersionWaiver.objects.create(
        journey=journey, round=journey.round, reason=reason, note=note, waived_on=on, waived_by=by
    )
    transition(journey, Action.WAIVE_IMMERSION, by=by, on=on, reason=reason, data={"waiver": waiver.pk})
    return waiver


@explained()
def give_household_agreement(
    journey: Journey, *, by, on: date, agrees: bool, signatory: str, note: str = ""
) -> Agreement:
    """The household's answer, written down by somebody who is not the one answering for the service."""
    journey = lock(journey, Action.GIVE_HOUSEHOLD_AGREEMENT, by=by)
    return _answer(journey, Action.GIVE_HOUSEHOLD_AGREEMENT, Side.HOUSEHOLD, by, on, agrees, signatory, note)


@explained()
def give_service_agreement(
    journey: Journey, *, by, on: date, agrees: bool, signatory: str = "", note: str = ""
) -> Agreement:
    """:raises ProposedByThem: who proposed the household does not decide alone for the service."""
    journey = lock(journey, Action.GIVE_SERVICE_AGREEMENT, by=by)
    if by.pk in {journey.prescribed_by_id, journey.presented_by_id}:
        raise ProposedByThem("Vous avez proposé ce ménage : une autre personne donne la réponse du service.")
    signatory = signatory or by.full_name
    return _answer(journey, Action.GIVE_SERVICE_AGREEMENT, Side.SERVICE, by, on, agrees, signatory, note)


def _answer(journey, action, side, by, on, agrees, signatory, note) -> Agreement:
    """Write one side's answer; when both are in and both say yes, the project is validated, on the later day. The event
    does not say what was answered, and nothing refuses here because of the other side's answer: each side answers
    without seeing the other."""
    _check_day_of_answer(journey, on)
    if journey.agreements.filter(round=journey.round, recorded_by=by).exists():
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
        both = journey.agreements.filter(round=journey.round)
        transition(journey, Action.VALIDATE, by=by, on=max(both.values_list("decided_on", flat=True)))
    return agreement


def _check_day_of_answer(journey: Journey, on: date) -> None:
    """One answers about an immersion that is over, or waived."""
    days = [stay.left_on for stay in facts_of(journey).stays if stay.left_on]
    days += journey.waivers.filter(round=journey.round).values_list("waived_on", flat=True)
    earliest = max([journey.step_since, *days])
    if on < earliest:
        raise OutOfOrder(f"L'immersion s'est terminée le {earliest:%d/%m/%Y} : la réponse vient après.")


@explained()
def resume_project(journey: Journey, *, by, on: date, note: str = "") -> Journey:
    """A refusal is not the end: the project is taken up again, and both sides will be asked anew."""
    journey = lock(journey, Action.RESUME_PROJECT, by=by)
    answered = max(answer.decided_on for answer in facts_of(journey).agreements.values())
    if on < answered:
        raise OutOfOrder(f"La dernière réponse est du {answered:%d/%m/%Y} : le projet se reprend après.")
    transition(journey, Action.RESUME_PROJECT, by=by, on=on, note=note)
    journey.round += 1
    journey.save(update_fields=["round"])
    return journey


# --- the installation ---------------------------------------------------------------------------------------------


@explained()
def sign_contract(
    journey: Journey,
    *,
    by,
    on: date,
    member: Member,
    employer: Organisation,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    vacancy: Vacancy | None = None,
    trade=None,
    weekly_hours=None,
) -> Contract:
    journey = lock(journey, Action.SIGN_CONTRACT, by=by)
    contract = Contract.objects.create(
        journey=journey,
        member=member,
        employer=employer,
        vacancy=vacancy,
        trade=trade or (vacancy.trade if vacancy else None),
        kind=kind,
        signed_on=on,
        starts_on=starts_on,
        ends_on=ends_on,
        weekly_hours=weekly_hours,
        recorded_by=by,
    )
    transition(journey, Action.SIGN_CONTRACT, by=by, on=on, data={"contract": contract.pk})
    return contract


@explained()
def offer_dwelling(journey: Journey, *, by, on: date, dwelling: Dwelling) -> Lease:
    """:raises DwellingTaken: it is offered or let to another household."""
    journey = lock(journey, Action.OFFER_DWELLING, by=by)
    with _unless("lease_one_per_dwelling", DwellingTaken("Ce logement est déjà proposé ou loué à un autre ménage.")):
        lease = Lease.objects.create(journey=journey, dwelling=dwelling, offered_on=on, recorded_by=by)
    transition(journey, Action.OFFER_DWELLING, by=by, on=on, data={"lease": lease.pk})
    return lease


def _offered_lease(journey: Journey, on: date) -> Lease:
    """Refused or signed, on its day or after."""
    lease = journey.leases.select_for_update().get(state=LeaseState.OFFERED)
    if on < lease.offered_on:
        raise OutOfOrder(f"Le logement a été proposé le {lease.offered_on:%d/%m/%Y}.")
    return lease


@explained()
def refuse_dwelling(journey: Journey, *, by, on: date, note: str) -> Lease:
    """The family says no: the flat is free at once."""
    journey = lock(journey, Action.REFUSE_DWELLING, by=by)
    lease = _offered_lease(journey, on)
    transition(journey, Action.REFUSE_DWELLING, by=by, on=on, data={"lease": lease.pk})
    lease.state, lease.refused_on, lease.refusal_note = LeaseState.REFUSED, on, note
    lease.save(update_fields=["state", "refused_on", "refusal_note"])
    return lease


@explained()
def sign_lease(journey: Journey, *, by, on: date) -> Lease:
    journey = lock(journey, Action.SIGN_LEASE, by=by)
    lease = _offered_lease(journey, on)
    transition(journey, Action.SIGN_LEASE, by=by, on=on, data={"lease": lease.pk})
    lease.state, lease.signed_on = LeaseState.SIGNED, on
    lease.save(update_fields=["state", "signed_on"])
    return lease


@explained()
def move_in(journey: Journey, *, by, on: date, note: str = "") -> Lease:
    """A family moves in: the contract is signed, the lease is signed, the children may come."""
    journey = lock(journey, Action.MOVE_IN, by=by)
    lease = journey.leases.select_for_update().get(state=LeaseState.SIGNED, ended_on=None)
    if on < lease.signed_on:
        raise OutOfOrder(f"Le bail a été signé le {lease.signed_on:%d/%m/%Y}.")
    lease.moved_in_on = on
    lease.save(update_fields=["moved_in_on"])
    actions.count_people(journey, on=on)
    transition(journey, Action.MOVE_IN, by=by, on=on, note=note, data={"lease": lease.pk})
    return lease


# --- support and exits --------------------------------------------------------------------------------------------


@explained()
def record_act(
    journey: Journey,
    *,
    by,
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
    """An act of support. The first one after the move-in starts the support (step 11)."""
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
def exit_to_mainstream(journey: Journey, *, by, on: date, note: str = "") -> Exit:
    """The household needs no special help any more: the end everybody works for, and a reason of its own."""
    journey = lock(journey, Action.EXIT_TO_MAINSTREAM, by=by)
    reason = Reason.objects.get(code=MAINSTREAM_REASON)
    return _exit(journey, Action.EXIT_TO_MAINSTREAM, by=by, on=on, reason=reason, note=note)


@explained()
def leave(journey: Journey, *, by, on: date, reason: Reason, note: str = "") -> Exit:
    """An early exit, at any step, with a reason. What was booked or offered is free again at once."""
    journey = lock(journey, Action.LEAVE, by=by)
    _check_day_of_leaving(journey, on)
    journey.stays.filter(state=StayState.PLANNED).update(state=StayState.CANCELLED)
    journey.stays.filter(state=StayState.ARRIVED).update(state=StayState.PARTLY, left_on=on)
    journey.leases.filter(state=LeaseState.OFFERED).update(
        state=LeaseState.REFUSED, refused_on=on, refusal_note="Parcours interrompu"
    )
    journey.leases.filter(state=LeaseState.SIGNED, moved_in_on=None, ended_on=None).update(ended_on=on)
    return _exit(journey, Action.LEAVE, by=by, on=on, reason=reason, note=note)


def _check_day_of_leaving(journey: Journey, on: date) -> None:
    """What the leaving ends cannot have begun after it."""
    began = [stay.arrived_on for stay in facts_of(journey).stays if stay.state == StayState.ARRIVED]
    began += [lease.signed_on or lease.offered_on for lease in facts_of(journey).leases]
    latest = max([journey.step_since, *began])
    if on < latest:
        raise OutOfOrder(f"Le dossier porte déjà un fait du {latest:%d/%m/%Y} : vérifiez la date de sortie.")


def _exit(journey: Journey, action: Action, *, by, on: date, reason: Reason, note: str) -> Exit:
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


# --- facts that do not change the step ----------------------------------------------------------------------------


@explained()
def record_contact(
    journey: Journey,
    *,
    by,
    on: date,
    member: Member,
    employer: Organisation,
    vacancy: Vacancy | None = None,
    outcome: str = ContactOutcome.PROPOSED,
    note: str = "",
) -> JobContact:
    """A further contact with an employer, while the search goes on."""
    journey = lock(journey, Action.FOLLOW_CONTACT, by=by)
    contact = _write_contact(journey, by, on, member, employer, vacancy, outcome, note)
    transition(journey, Action.FOLLOW_CONTACT, by=by, on=on, data={"contact": contact.pk})
    return contact
