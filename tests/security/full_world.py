"""The small world with at least one row of ours and one of theirs in every protected table."""

import uuid
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from candidates.models import (
    Complement,
    Debt,
    Document,
    EventNote,
    HealthNeeds,
    Household,
    Journey,
    Member,
    SocialHousingRequest,
)
from candidates.steps import Step
from emile.accounts.models import User
from emile.audit.models import OpenedFile
from emile.core.jobs.models import Job
from emile.core.models import FormUse
from emile.reference.models import Department
from partners.models import Contact
from placements.models import ImmersionWaiver
from placements.support.workflow import record_act
from tests.world import TODAY, World


class FullWorld(World):
    def __init__(self) -> None:
        super().__init__()
        self.ours = self.journey(Step.MAINSTREAM, name="Nôtre")
        self.theirs = self.journey(Step.MAINSTREAM, name="Leur", elsewhere=True)
        self.draft = self.journey(Step.SUBMITTED, name="Brouillon")
        self.under_way = self.journey(Step.SUPPORT, name="Suivi")
        self.far_but_assigned = self.journey(Step.SUPPORT, name="Loin", elsewhere=True)
        Journey.objects.filter(pk=self.far_but_assigned.pk).update(caseworker=self.caseworker)
        for number, (journey, owner) in enumerate(
            ((self.ours, self.caseworker), (self.theirs, self.other_caseworker)), start=1
        ):
            self._fill(journey, owner)
            journey.household.members.filter(link="applicant").update(phone=f"06 00 00 00 0{number}")
            Household.objects.filter(pk=journey.household_id).update(phone=f"+33 7 00 00 00 0{number}")
        self._write_private_notes()
        self._grant()

    def _fill(self, journey: Journey, owner: User) -> None:
        household = journey.household
        parent = household.members.get(link="applicant")
        Debt.objects.create(household=household, kind="rent", amount=Decimal(700))
        HealthNeeds.objects.create(member=parent, rights_open=True)
        SocialHousingRequest.objects.create(
            household=household, number="0751", department=Department.objects.get(code="75"), filed_on=TODAY
        )
        Document.objects.create(
            household=household, token=uuid.uuid4(), kind="cv", title="CV", file="x", added_by=owner, content_type="x"
        )
        ImmersionWaiver.objects.create(
            journey=journey,
            round=9,
            reason=self.reason("immersion_waiver"),
            note="note",
            waived_on=TODAY,
            waived_by=owner,
        )
        Complement.objects.create(journey=journey, topic="menage", question="Une pièce ?", asked_by=owner)
        EventNote.objects.create(event=journey.events.first(), journey=journey, text="note")
        FormUse.objects.create(token=uuid.uuid4(), user=owner)
        Job.objects.create(kind="x", requested_by=owner)
        OpenedFile.objects.create(
            user=owner,
            household_id=household.pk,
            reason=self.reason("manager_access"),
            note="note",
            open_until=timezone.now(),
        )
        Contact.objects.create(
            organisation=self.employer if owner == self.caseworker else self.landlord, last_name="Vidal"
        )

    def _write_private_notes(self) -> None:
        for journey, worker in ((self.under_way, self.caseworker), (self.far_but_assigned, self.other_caseworker)):
            record_act(journey, by=worker, on=TODAY, theme="budget", private_note="à moi", note="à tous")

    def _grant(self) -> None:
        """The manager gave a reason for one household: that one, for two hours."""
        self.granted_household = self.ours.household_id
        OpenedFile.objects.create(
            user=self.manager,
            household_id=self.granted_household,
            reason=self.reason("manager_access"),
            note="audit",
            open_until=timezone.now() + timedelta(hours=2),
        )

    @property
    def people(self) -> list[User]:
        return [value for value in vars(self).values() if isinstance(value, User)]


def another_member(journey: Journey) -> Member:
    return Member(household=journey.household, link="other", first_name="Intrus", last_name="Intrus")
