"""What each verb of the second half asks: in which order, what must be answered, and how much may be written."""

from collections.abc import Iterator

import pytest

from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from placements.housing import forms as housing_forms
from placements.project import forms as project_forms
from placements.stays import forms as stays_forms
from placements.support import forms as support_forms
from placements.work import forms as work_forms
from tests.world import TODAY, World


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


# In the order of the page; a star: it must be answered; a number: the most one may write.
ASKED = {
    work_forms.ContactForm: "member* vacancy employer on* outcome* note:1000",
    work_forms.ContractForm: "member* vacancy employer kind* on* starts_on* ends_on weekly_hours",
    project_forms.MeetingForm: "on* place:120 project*:4000",
    stays_forms.PlanStayForm: "flat* arrival* departure* people* exception_reason exception_note:300",
    stays_forms.EndStayForm: "on* cut_short household_review:2000 service_review:2000",
    stays_forms.WaiverForm: "reason* on* note*:1000",
    project_forms.HouseholdAnswerForm: "agrees* signatory*:160 on* note:1000",
    project_forms.ServiceAnswerForm: "agrees* signatory*:160 on* note:1000",
    housing_forms.OfferForm: "dwelling* on*",
    housing_forms.RefusalForm: "on* note*:300",
    housing_forms.LeaseForm: "on*",
    housing_forms.MoveInForm: "on* note:2000",
    support_forms.ActForm: "theme* mode* on* minutes presence* note:2000 next_step:200 next_step_on private_note:2000",
    support_forms.ExitForm: "on* note:2000",
    support_forms.LeaveForm: "reason* on* note:2000",
}


def told(form) -> str:
    words = []
    for name, field in form.fields.items():
        if name != "token":
            most = getattr(field, "max_length", None)
            words.append(name + "*" * field.required + (f":{most}" if most else ""))
    return " ".join(words)


def test_each_form_asks_what_its_verb_needs(world, presented):
    """All in one: whatever changes is beside what did not."""
    journey = Journey.objects.select_related("programme").get(pk=presented.pk)
    shown = {kind: kind(journey=journey, user=world.head, today=TODAY) for kind in ASKED}
    assert {kind: told(form) for kind, form in shown.items()} == ASKED
    assert {form.fields["on"].initial for form in shown.values() if "on" in form.fields} == {TODAY}


CHOICES = {
    (work_forms.ContactForm, "outcome"): "proposed interested interview accepted refused withdrawn",
    (work_forms.ContractForm, "kind"): (
        "cdi cdd seasonal temporary apprenticeship professionalisation promise training"
    ),
    (project_forms.HouseholdAnswerForm, "agrees"): "yes no",
    (support_forms.ActForm, "mode"): "meeting phone home_visit email video outside with_third",
    (support_forms.ActForm, "presence"): "present absent excused",
    (support_forms.ActForm, "theme"): (
        " housing work training paperwork budget mobility health family french digital school leisure"
    ),
}


def test_the_choices_of_each_form(world, presented):
    found = {}
    for kind, name in CHOICES:
        form = kind(journey=presented, user=world.head, today=TODAY)
        found[kind, name] = " ".join(code for code, _ in form.fields[name].choices)
    assert found == CHOICES
