"""The verbs about the dwelling: offered, refused, let, moved into."""

from datetime import date

from candidates.journey import actions
from candidates.journey.moves import lock, transition
from candidates.journey.table import Action
from candidates.models import Journey
from emile.accounts.models import User
from emile.core.database.integrity import explained, refused_as
from emile.core.workflow import OutOfOrder, WorkflowError
from partners.models import Dwelling
from placements.enums import LeaseState
from placements.models import (
    Lease,
)


class DwellingTaken(WorkflowError):
    """The dwelling is offered or let to somebody else."""


@explained()
def offer_dwelling(journey: Journey, *, by: User, on: date, dwelling: Dwelling) -> Lease:
    """:raises DwellingTaken: it is offered or let to another household."""
    journey = lock(journey, Action.OFFER_DWELLING, by=by)
    with refused_as("lease_one_per_dwelling", DwellingTaken("Ce logement est déjà proposé ou loué à un autre ménage.")):
        lease = Lease.objects.create(journey=journey, dwelling=dwelling, offered_on=on, recorded_by=by)
    transition(journey, Action.OFFER_DWELLING, by=by, on=on, data={"lease": lease.pk})
    return lease


def _offered_lease(journey: Journey, on: date) -> Lease:
    """Locks the lease that is offered; it is refused or signed on its day or after."""
    lease = journey.leases.select_for_update().get(state=LeaseState.OFFERED)
    if on < lease.offered_on:
        raise OutOfOrder(f"Le logement a été proposé le {lease.offered_on:%d/%m/%Y}.")
    return lease


@explained()
def refuse_dwelling(journey: Journey, *, by: User, on: date, note: str) -> Lease:
    """The family says no: the flat is free at once."""
    journey = lock(journey, Action.REFUSE_DWELLING, by=by)
    lease = _offered_lease(journey, on)
    lease.state, lease.refused_on, lease.refusal_note = LeaseState.REFUSED, on, note
    lease.save(update_fields=["state", "refused_on", "refusal_note"])
    transition(journey, Action.REFUSE_DWELLING, by=by, on=on, data={"lease": lease.pk})
    return lease


@explained()
def sign_lease(journey: Journey, *, by: User, on: date) -> Lease:
    journey = lock(journey, Action.SIGN_LEASE, by=by)
    lease = _offered_lease(journey, on)
    lease.state, lease.signed_on = LeaseState.SIGNED, on
    lease.save(update_fields=["state", "signed_on"])
    transition(journey, Action.SIGN_LEASE, by=by, on=on, data={"lease": lease.pk})
    return lease


@explained()
def move_in(journey: Journey, *, by: User, on: date, note: str = "") -> Lease:
    """A family moves in: the contract is signed, the lease is signed, the children may come."""
    journey = lock(journey, Action.MOVE_IN, by=by)
    lease = journey.leases.select_for_update().get(state=LeaseState.SIGNED, ended_on=None)
    if on < lease.signed_on:  # type: ignore[operator]  # a constraint gives its day to a signed lease
        raise OutOfOrder(f"Le bail a été signé le {lease.signed_on:%d/%m/%Y}.")
    lease.moved_in_on = on
    lease.save(update_fields=["moved_in_on"])
    people = actions.people_counted(journey, on=on)
    transition(journey, Action.MOVE_IN, by=by, on=on, note=note, data={"lease": lease.pk}, changes=people)
    return lease
