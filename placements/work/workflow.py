"""The verbs about work: contacts with employers, and the contract signed.

Each verb locks the journey, writes its dated fact, then moves the step through ``transition()``.
"""

from datetime import date
from decimal import Decimal

from candidates.journey.moves import lock, transition
from candidates.journey.table import Action
from candidates.models import Journey, Member
from emile.accounts.models import User
from emile.core.database.integrity import explained
from emile.reference.models import Trade
from partners.models import Organisation, Vacancy
from placements.enums import ContactOutcome
from placements.models import (
    Contract,
    JobContact,
)


@explained()
def contact_employer(
    journey: Journey,
    *,
    by: User,
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


def _write_contact(
    journey: Journey,
    by: User,
    on: date,
    member: Member,
    employer: Organisation,
    vacancy: Vacancy | None,
    outcome: str,
    note: str,
) -> JobContact:
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
def sign_contract(
    journey: Journey,
    *,
    by: User,
    on: date,
    member: Member,
    employer: Organisation,
    kind: str,
    starts_on: date,
    ends_on: date | None = None,
    vacancy: Vacancy | None = None,
    trade: Trade | None = None,
    weekly_hours: Decimal | int | None = None,
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
def record_contact(
    journey: Journey,
    *,
    by: User,
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
