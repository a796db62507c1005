"""What the forms of the second half offer and refuse: the choices of the day, and each bound on both sides."""

import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.forms import ModelChoiceField

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.reference.models import Reason
from partners.models import Dwelling, RelayFlat, Vacancy
from placements.housing import forms as housing_forms
from placements.project import forms as project_forms
from placements.stays import forms as stays_forms
from placements.support import forms as support_forms
from placements.work import forms as work_forms
from tests.candidates.file.file_steps import changed, twin
from tests.placements.todo import waiting_rows as rows
from tests.world import TODAY, World

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


@pytest.fixture
def journey(world, presented) -> Journey:
    return Journey.objects.select_related("programme").get(pk=presented.pk)


def asked(kind, world: World, journey: Journey, data: dict | None = None, *, who: str = "head"):
    sent = None if data is None else {"token": uuid.uuid4(), "on": TODAY, **data}
    return kind(sent, journey=journey, user=getattr(world, who), today=TODAY)


def offered(form, name: str) -> list:
    field = form.fields[name]
    assert isinstance(field, ModelChoiceField)
    return list(field.queryset)


# --- whom a contract is for -----------------------------------------------------------------------------------------


def of_age(day: date) -> date:
    """Eighteen years before ``day``; nobody comes of age on a 29 February."""
    return date(day.year - 18, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 18)


@pytest.mark.parametrize("kind", [work_forms.ContactForm, work_forms.ContractForm])
def test_a_job_is_for_an_adult_who_is_there(world, journey, kind):
    people = journey.household.members
    awa = people.get(link="applicant")
    young = {"link": "child", "last_name": "Diallo"}
    moussa = people.create(first_name="Moussa", birth_date=of_age(TODAY), **young)
    people.create(first_name="Ina", birth_date=of_age(TODAY) + timedelta(days=1), **young)
    people.create(link="partner", first_name="Omar", last_name="Diallo", left_household_on=YESTERDAY)
    assert set(offered(asked(kind, world, journey), "member")) == {awa, moussa}


def test_the_posts_and_the_employers_are_those_of_the_territory(world, journey):
    closed, closing, elsewhere = (world.make_vacancy(world.employer, world.cantal) for _ in range(3))
    Vacancy.objects.filter(pk=closed.pk).update(closed_on=TODAY)
    Vacancy.objects.filter(pk=closing.pk).update(closed_on=TOMORROW)
    Vacancy.objects.filter(pk=elsewhere.pk).update(territory=world.lozere)
    bakery = world.organisation("Boulangerie Vidal", kind="employer", territory=world.cantal)
    world.organisation("Scierie", kind="employer", territory=world.lozere)
    form = asked(work_forms.ContactForm, world, journey)
    assert set(offered(form, "vacancy")) == {world.vacancy, closing}
    assert offered(form, "employer") == [bakery, world.employer]


def a_job(world: World, journey: Journey, **changes) -> dict:
    member = journey.household.members.get(link="applicant").pk
    details = {"member": member, "employer": world.employer.pk, "kind": "cdd", "outcome": "proposed"}
    return details | {"starts_on": TODAY} | changes


def test_a_job_is_a_post_or_an_employer(world, journey):
    neither = asked(work_forms.ContactForm, world, journey, a_job(world, journey, employer=""))
    assert neither.errors == {"employer": ["Choisissez un poste, ou à défaut un employeur."]}
    employer = asked(work_forms.ContactForm, world, journey, a_job(world, journey))
    assert employer.is_valid()
    assert (employer.cleaned_data["vacancy"], employer.cleaned_data["employer"]) == (None, world.employer)
    post = asked(work_forms.ContactForm, world, journey, a_job(world, journey, employer="", vacancy=world.vacancy.pk))
    assert post.is_valid()
    assert post.cleaned_data["employer"] == world.employer


@pytest.mark.parametrize(("days", "accepted"), [(-1, False), (0, False), (1, True)])
def test_a_contract_ends_after_it_starts(world, journey, days, accepted):
    form = asked(work_forms.ContractForm, world, journey, a_job(world, journey, ends_on=TODAY + timedelta(days=days)))
    assert form.is_valid() is accepted
    assert form.errors.get("ends_on", []) == ([] if accepted else ["La fin du contrat précède son début."])


BOUNDS = [
    (work_forms.ContractForm, "weekly_hours", ["0,9", "48,1"], ["1", "48", ""]),
    (support_forms.ActForm, "minutes", ["0", "1441"], ["1", "1440", ""]),
    (stays_forms.PlanStayForm, "people", ["0", "7", "21"], ["1", "6"]),
]


@pytest.mark.parametrize(("kind", "name", "refused", "accepted"), BOUNDS)
def test_a_number_is_taken_up_to_its_bounds(world, journey, kind, name, refused, accepted):
    others = {
        work_forms.ContractForm: a_job(world, journey),
        support_forms.ActForm: {"theme": "budget", "mode": "phone", "presence": "present"},
        stays_forms.PlanStayForm: {"flat": world.flat.pk, "arrival": TODAY, "departure": TODAY + timedelta(days=2)},
    }[kind]
    for value in refused:
        assert list(asked(kind, world, journey, others | {name: value}).errors) == [name], value
    for value in accepted:
        assert asked(kind, world, journey, others | {name: value}).errors == {}, value


# --- stays ----------------------------------------------------------------------------------------------------------


def test_the_flats_are_those_of_the_territory_that_are_open_today(world, journey):
    closed, closing, later = (world.relay_flat(f"Relais {name}", world.cantal) for name in ("C", "B", "D"))
    RelayFlat.objects.filter(pk=closed.pk).update(closed_on=TODAY)
    RelayFlat.objects.filter(pk=closing.pk).update(closed_on=TOMORROW)
    RelayFlat.objects.filter(pk=later.pk).update(opened_on=TOMORROW)
    opened = world.relay_flat("Relais A", world.cantal)
    RelayFlat.objects.filter(pk=opened.pk).update(opened_on=TODAY)
    assert offered(asked(stays_forms.PlanStayForm, world, journey), "flat") == [opened, closing, world.flat]


@pytest.mark.parametrize(("who", "there"), [("head", True), ("caseworker", False), ("referent", False)])
def test_only_a_head_is_asked_why_a_stay_is_out_of_the_rules(world, journey, who, there):
    form = asked(stays_forms.PlanStayForm, world, journey, who=who)
    assert ("exception_reason" in form.fields) is there
    assert ("exception_note" in form.fields) is there


def test_a_whole_family_is_expected_unless_told_otherwise(world, journey):
    journey = changed(journey, adults=2, children=3)
    assert asked(stays_forms.PlanStayForm, world, journey).fields["people"].initial == 5


@pytest.mark.parametrize(("days", "accepted"), [(-1, False), (0, False), (1, True)])
def test_a_family_leaves_after_it_came(world, journey, days, accepted):
    dates = {"arrival": TODAY, "departure": TODAY + timedelta(days=days)}
    form = asked(stays_forms.PlanStayForm, world, journey, {"flat": world.flat.pk, "people": 2, **dates})
    assert form.errors.get("departure", []) == ([] if accepted else ["Le départ doit suivre l'arrivée."])


def test_more_people_than_beds_is_said_beside_the_number(world, journey):
    dates = {"arrival": TODAY, "departure": TODAY + timedelta(days=2)}
    form = asked(stays_forms.PlanStayForm, world, journey, {"flat": world.flat.pk, "people": 7, **dates})
    assert form.errors == {"people": ["Relais Jordanne compte 6 couchages."]}


# --- the rest -------------------------------------------------------------------------------------------------------


def test_the_dwellings_are_those_of_the_territory_that_nobody_has(world, journey):
    free, withdrawn, leaving, later, elsewhere = (world.dwelling() for _ in range(5))
    Dwelling.objects.filter(pk=withdrawn.pk).update(withdrawn_on=TODAY)
    Dwelling.objects.filter(pk=leaving.pk).update(withdrawn_on=TOMORROW)
    Dwelling.objects.filter(pk=later.pk).update(available_from=TOMORROW)
    Dwelling.objects.filter(pk=elsewhere.pk).update(territory=world.lozere)
    Dwelling.objects.filter(pk=free.pk).update(available_from=TODAY)
    signed, refused = {"state": "signed", "signed_on": TODAY}, {"state": "refused", "refused_on": TODAY}
    held = [rows.offer(world, twin(journey, "HADDAD Lina", step=Step.CONTRACTED), TODAY, **now) for now in ({}, signed)]
    given_back = [
        rows.offer(world, twin(journey, "HADDAD Lina", step=Step.CONTRACTED), TODAY, **now)
        for now in (refused, {"ended_on": TODAY}, signed | {"ended_on": TODAY})
    ]
    found = set(offered(asked(housing_forms.OfferForm, world, journey), "dwelling"))
    assert found == {free, leaving, *(lease.dwelling for lease in given_back)}
    assert found.isdisjoint({lease.dwelling for lease in held})


@pytest.mark.parametrize(
    ("kind", "name", "of"),
    [
        (stays_forms.PlanStayForm, "exception_reason", "stay_exception"),
        (stays_forms.WaiverForm, "reason", "immersion_waiver"),
    ],
)
def test_the_reasons_are_those_of_the_moment_that_are_still_offered(world, journey, kind, name, of):
    retired = world.reason(of)
    Reason.objects.filter(pk=retired.pk).update(active=False)
    found = offered(asked(kind, world, journey), name)
    assert found
    assert set(found) == set(Reason.objects.filter(kind=of)) - {retired}


@pytest.mark.parametrize(("said", "agrees"), [("yes", True), ("no", False)])
@pytest.mark.parametrize("kind", [project_forms.HouseholdAnswerForm, project_forms.ServiceAnswerForm])
def test_an_answer_is_yes_or_no(world, journey, kind, said, agrees):
    form = asked(kind, world, journey, {"agrees": said, "signatory": "Awa Diallo"})
    assert form.is_valid()
    assert form.cleaned_data["agrees"] is agrees


def test_the_head_signs_by_default_and_nobody_for_the_family(world, journey):
    assert asked(project_forms.ServiceAnswerForm, world, journey).fields["signatory"].initial == "Hélène Service_head"
    assert asked(project_forms.HouseholdAnswerForm, world, journey).fields["signatory"].initial is None


@pytest.mark.parametrize(
    ("words", "day", "accepted"),
    [("", "", True), ("Rappeler", "", True), ("Rappeler", TODAY, True), ("", TODAY, False)],
)
def test_a_day_to_do_something_says_what(world, journey, words, day, accepted):
    common = {"theme": "budget", "mode": "phone", "presence": "present"}
    form = asked(support_forms.ActForm, world, journey, {"next_step": words, "next_step_on": day, **common})
    refusal = {"next_step": ["Dites en quelques mots ce qui est à faire à cette date."]}
    assert form.errors == ({} if accepted else refusal)
