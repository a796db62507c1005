"""What the forms of the verbs accept and offer: days on both sides of their bounds, territories, reasons, people."""

from datetime import timedelta

import pytest

from candidates.journey.following import AssignForm
from candidates.journey.forms import (
    AnswersForm,
    ComplementForm,
    DeclineForm,
    SimpleForm,
    TerritoryForm,
    WaitingForm,
)
from candidates.models import Journey, Wish
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import Programme, Reason
from tests.candidates.file import file_steps as places
from tests.candidates.file.file_steps import changed
from tests.candidates.journey.verb_answers import direct_arrival
from tests.world import TODAY

TOKEN = "0b2d7f4e-6b0c-4d0e-9f5b-3a1c2e4d5f60"


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def form_for(kind, journey: Journey, user, data: dict | None = None):
    sent = None if data is None else {"token": TOKEN} | data
    return kind(sent, journey=journey, user=user, today=TODAY)


# --- the day ------------------------------------------------------------------------------------------------------

OPENED = 20
DAYS = {
    "today": (0, ""),
    "tomorrow": (-1, "Cette date est dans l'avenir : notez ce qui a eu lieu."),
    "the day it was opened": (OPENED, ""),
    "the day before it was opened": (OPENED + 1, "Le dossier a été ouvert le {:%d/%m/%Y}."),
}


@pytest.mark.parametrize(("days", "refusal"), DAYS.values(), ids=DAYS)
def test_what_is_noted_took_place_since_the_file_was_opened(days, refusal):
    opened = TODAY - timedelta(days=OPENED)
    form = form_for(SimpleForm, Journey(opened_on=opened), None, {"on": (TODAY - timedelta(days=days)).isoformat()})
    assert form.errors.get("on", []) == ([refusal.format(opened)] if refusal else [])
    if not refusal:
        assert dict(form.arguments()) == {"on": TODAY - timedelta(days=days), "note": ""}


def test_the_day_proposed_is_today():
    assert form_for(SimpleForm, Journey(), None)["on"].value() == TODAY


@pytest.mark.parametrize(("kind", "name", "most"), [(SimpleForm, "note", 2000), (ComplementForm, "question", 1000)])
@pytest.mark.parametrize("beyond", [0, 1])
def test_words_have_room_to_the_letter(kind, name, most, beyond):
    sent = {"on": TODAY.isoformat(), "topic": "emploi", name: "x" * (most + beyond)}
    form = form_for(kind, Journey(opened_on=TODAY), None, sent)
    assert (name in form.errors) is bool(beyond)


ORDERS = {
    SimpleForm: ["on", "note"],
    ComplementForm: ["on", "topic", "question"],
    TerritoryForm: ["territory", "on", "note"],
    WaitingForm: ["reason", "on", "note"],
    DeclineForm: ["reason", "on", "note"],
    AssignForm: ["on", "caseworker"],
}


def test_the_questions_in_their_order(world):
    with acting_as_system():
        journey = world.journey(Step.SUBMITTED)
    with acting_as(world.referent.pk):
        for kind, order in ORDERS.items():
            form = form_for(kind, journey, world.referent)
            assert [name for name in form.fields if name != "token"] == order, kind


# --- territories --------------------------------------------------------------------------------------------------


def territories(journey: Journey, user) -> tuple[list[str], int | None]:
    with acting_as(user.pk):
        field = form_for(TerritoryForm, journey, user)
        return [row.code for row in field.fields["territory"].queryset], field["territory"].value()


@pytest.fixture
def opening(world):
    """The programme « Un toit, un emploi » is open in the Cantal alone; here it was open elsewhere too, for a time."""
    with acting_as_system():
        programme = Programme.objects.get(code="utue")
        return programme.openings.create(territory=world.lozere, valid_from=TODAY, valid_to=TODAY)


@pytest.mark.parametrize(
    ("since", "until", "offered"),
    [(0, 0, True), (0, None, True), (-9, -1, False), (1, None, False), (-9, 0, True)],
)
def test_a_territory_is_offered_on_the_days_its_programme_is_open(world, opening, since, until, offered):
    with acting_as_system():
        opening.valid_from = TODAY + timedelta(days=since)
        opening.valid_to = None if until is None else TODAY + timedelta(days=until)
        opening.save()
        journey = changed(world.journey(Step.SUBMITTED), programme=opening.programme)
    assert territories(journey, world.referent)[0] == (["cantal", "lozere"] if offered else ["cantal"])


def test_the_first_wish_is_proposed(world):
    with acting_as_system():
        journey = world.journey(Step.SUBMITTED)
        Wish.objects.create(journey=journey, territory=world.lozere, rank=0)
    assert territories(journey, world.referent)[1] == world.lozere.pk
    with acting_as_system():
        journey.wishes.all().delete()
    assert territories(journey, world.referent)[1] is None


def test_a_head_of_service_receives_at_home_only(world):
    with acting_as_system():
        journey = direct_arrival(world)
        journey.programme.openings.create(territory=world.lozere, valid_from=TODAY)
    assert territories(journey, world.head)[0] == ["cantal"]
    assert territories(journey, world.referent)[0] == ["cantal", "lozere"]


# --- reasons and people -------------------------------------------------------------------------------------------


def test_the_reasons_are_those_of_the_moment_still_in_use(world):
    with acting_as_system():
        Reason.objects.filter(code="decline-health-first").update(active=False)
        codes = [reason.code for reason in form_for(DeclineForm, Journey(), None).fields["reason"].queryset]
    assert "decline-french" in codes
    assert "decline-health-first" not in codes
    assert all(code.startswith("decline-") for code in codes)


@pytest.mark.parametrize(("required", "note", "refused"), [(True, "", True), (True, "Mot.", False), (False, "", False)])
def test_a_reason_may_ask_for_words(world, required, note, refused):
    with acting_as_system():
        reason = Reason.objects.get(code="decline-french")
        Reason.objects.filter(pk=reason.pk).update(note_required=required)
        sent = {"on": TODAY.isoformat(), "reason": str(reason.pk), "note": note}
        errors = form_for(DeclineForm, Journey(opened_on=TODAY), None, sent).errors
    said = ["Pour « Niveau de français insuffisant pour le poste », précisez en quelques mots."]
    assert dict(errors) == ({"note": said} if refused else {})


@pytest.mark.parametrize(("until", "offered"), [(0, True), (-1, False)])
def test_a_file_is_given_to_somebody_on_the_last_day_of_their_access(world, until, offered):
    with acting_as_system():
        journey = world.journey(Step.SHORTLISTED)
        world.caseworker.memberships.update(valid_to=TODAY + timedelta(days=until))
    with acting_as(world.head.pk):
        people = list(form_for(AssignForm, journey, world.head).fields["caseworker"].queryset)
    assert people == ([world.caseworker] if offered else [])


def test_whoever_has_it_already_is_proposed_and_whose_account_is_closed_is_not(world):
    with acting_as_system():
        colleague = world.person("Célia", "caseworker", world.operator, territory=world.cantal)
        gone = world.person("Claude", "caseworker", world.operator, territory=world.cantal)
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
        journey = changed(world.journey(Step.SHORTLISTED), caseworker=colleague)
    with acting_as(world.head.pk):
        form = form_for(AssignForm, journey, world.head)
        assert list(form.fields["caseworker"].queryset) == [world.caseworker, colleague]
    assert form["caseworker"].value() == colleague.pk


def test_only_what_was_asked_and_not_answered_is_asked_again(world):
    with acting_as_system():
        journey = places.to_complete(world)
        asked = journey.complements.get()
        answered = {"state": "answered", "answer": "Oui.", "answered_by": world.prescriber, "asked_by": world.referent}
        journey.complements.create(topic="projet", question="Pourquoi ?", answered_at=asked.asked_at, **answered)
    with acting_as(world.prescriber.pk):
        form = form_for(AnswersForm, journey, world.prescriber, {"on": TODAY.isoformat(), f"answer_{asked.pk}": "Non."})
        assert form.is_valid(), form.errors
    assert [form.fields[name].label for name in form.questions] == ["Emploi et mobilité : Quels horaires ?"]
    assert dict(form.arguments()) == {"on": TODAY, "answers": {asked.pk: "Non."}}
