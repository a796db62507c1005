"""What each verb up to the decision writes, and nothing else: the row, the event, the sentence; and the second time."""

from datetime import timedelta

import pytest

from candidates.journey import first_half, following, moves
from candidates.journey.actions import ProgrammeClosedThere
from candidates.journey.events import steps_of, timeline_of
from candidates.journey.table import Action
from candidates.models import Candidature, EventNote, Journey, Member, Wish
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.database.integrity import RefusedByDatabase
from emile.core.workflow import GUARDS, GuardRefused, OutOfOrder
from emile.reference.models import Reason
from tests.candidates.file import file_steps as places
from tests.candidates.file.file_steps import changed, twin
from tests.candidates.journey.verb_answers import direct_arrival
from tests.world import TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture(autouse=True)
def as_system(world_as_it_stands):
    with acting_as_system():
        yield


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


WRITTEN = ("step", "step_since", "furthest", "territory_id", "caseworker_id", "presented_by_id", "prescribed_by_id")
CLOSING = ("closed_on", "end_reason_id", "review_on")
COLUMNS = (*WRITTEN, *CLOSING, "adults", "children", "opened_on", "prescriber_id", "origin_area_id", "programme_id")


def row(journey: Journey) -> dict:
    return Journey.objects.filter(pk=journey.pk).values(*COLUMNS).get()


def last_event(journey: Journey) -> tuple:
    told = ("action", "from_step", "to_step", "happened_on", "by", "data", "note__text")
    return journey.events.order_by("-pk").values_list(*told).first()


def done(journey: Journey, verb, **arguments) -> tuple[dict, tuple]:
    """What changed on the row, and the event."""
    before = row(journey)
    verb(journey, **arguments)
    after = row(journey)
    return {name: after[name] for name in COLUMNS if after[name] != before[name]}, last_event(journey)


def test_opening(world):
    journey = places.at_step(Step.DIAGNOSIS)(world)
    first = journey.events.get()
    assert (first.action, first.from_step, first.to_step) == ("open", "", "diagnosis")
    assert (first.happened_on, first.by_id) == (TODAY - timedelta(days=60), world.prescriber.pk)
    opened = row(journey)
    assert (opened["step"], opened["step_since"], opened["furthest"]) == ("diagnosis", first.happened_on, 1)
    assert (opened["opened_on"], opened["prescribed_by_id"]) == (first.happened_on, world.prescriber.pk)


def test_sending(world):
    journey = changed(world.journey(), adults=0, children=0)
    changes, event = done(journey, first_half.submit, by=world.prescriber, on=TODAY, note="Bonne lecture.")
    assert changes == {"step": "submitted", "step_since": TODAY, "furthest": 2, "adults": 1, "children": 1}
    assert event == ("submit", "diagnosis", "submitted", TODAY, world.prescriber.pk, {}, "Bonne lecture.")


def test_asking_back_and_answering(world):
    journey = world.journey(Step.SUBMITTED)
    asked = {"topic": "emploi", "question": "Quels horaires ?"}
    changes, event = done(journey, first_half.ask_complements, by=world.referent, on=YESTERDAY, **asked)
    assert changes == {"step": "to_complete", "step_since": YESTERDAY}
    assert event == (
        "ask_complements", "submitted", "to_complete", YESTERDAY, world.referent.pk, {"topic": "emploi"}, None,
    )  # fmt: skip
    question = journey.complements.get()
    assert (question.topic, question.question, question.state) == ("emploi", "Quels horaires ?", "open")
    assert (question.asked_by, question.answered_by, question.answered_at) == (world.referent, None, None)
    answers = {question.pk: "De journée."}
    changes, event = done(journey, first_half.answer_complements, by=world.prescriber, on=TODAY, answers=answers)
    assert changes == {"step": "submitted", "step_since": TODAY}
    assert event == ("answer_complements", "to_complete", "submitted", TODAY, world.prescriber.pk, {}, None)
    question.refresh_from_db()
    assert (question.answer, question.state, question.answered_by) == ("De journée.", "answered", world.prescriber)
    assert question.answered_at is not None


def test_presenting(world):
    journey = world.journey(Step.SUBMITTED)
    changes, event = done(journey, first_half.present, by=world.referent, on=TODAY, territory=world.cantal)
    assert changes == {
        "step": "presented",
        "step_since": TODAY,
        "furthest": 3,
        "territory_id": world.cantal.pk,
        "presented_by_id": world.referent.pk,
    }
    said = {"territory": "cantal"}
    assert event == ("present", "submitted", "presented", TODAY, world.referent.pk, said, None)


def test_welcoming(world):
    journey = changed(direct_arrival(world), adults=0, children=0)
    changes, event = done(journey, first_half.welcome, by=world.referent, on=TODAY, territory=world.cantal, note="Là.")
    assert changes == {
        "step": "shortlisted",
        "step_since": TODAY,
        "furthest": 4,
        "presented_by_id": world.referent.pk,
        "adults": 1,
        "children": 1,
    }
    said = {"territory": "cantal"}
    assert event == ("welcome", "diagnosis", "shortlisted", TODAY, world.referent.pk, said, "Là.")


@pytest.mark.parametrize("verb", ["present", "welcome"])
@pytest.mark.parametrize(("closed", "possible"), [(0, True), (1, False)])
def test_a_territory_receives_until_the_last_day_of_its_programme(world, verb, closed, possible):
    journey = world.journey(Step.SUBMITTED) if verb == "present" else direct_arrival(world)
    openings = journey.programme.openings.filter(territory=world.cantal)
    openings.update(valid_to=TODAY - timedelta(days=closed))
    arguments = {"by": world.referent, "on": TODAY, "territory": world.cantal}
    if possible:
        getattr(first_half, verb)(journey, **arguments)
        return
    before = row(journey)
    with pytest.raises(ProgrammeClosedThere, match="n'est pas ouvert dans le territoire Cantal à cette date"):
        getattr(first_half, verb)(journey, **arguments)
    assert row(journey) == before


def test_shortlisting(world):
    changes, event = done(world.journey(Step.PRESENTED), first_half.shortlist, by=world.head, on=TODAY, note="Oui.")
    assert changes == {"step": "shortlisted", "step_since": TODAY, "furthest": 4}
    assert event == ("shortlist", "presented", "shortlisted", TODAY, world.head.pk, {}, "Oui.")


def test_waiting(world):
    reason = world.reason("waiting")
    arguments = {"by": world.head, "on": TODAY, "reason": reason, "note": "Au printemps."}
    changes, event = done(world.journey(Step.PRESENTED), first_half.put_on_waiting_list, **arguments)
    assert changes == {"step": "waiting", "step_since": TODAY}
    said = {"reason": reason.code}
    assert event == ("put_on_waiting_list", "presented", "waiting", TODAY, world.head.pk, said, "Au printemps.")


DECLINES = {"decline-no-vacancy": 60, "decline-childcare": 90, "decline-french": 180, "decline-not-eligible": None}
"""Reason → after how many days it is looked at again, none when it closes the file."""


@pytest.mark.parametrize(("code", "days"), DECLINES.items())
@pytest.mark.parametrize("build", [places.at_step(Step.PRESENTED), places.waiting])
def test_declining(world, build, code, days):
    journey, reason = changed(build(world), step_since=YESTERDAY), Reason.objects.get(code=code)
    start = journey.step
    changes, event = done(journey, first_half.decline, by=world.head, on=TODAY, reason=reason)
    again = {"review_on": TODAY + timedelta(days=days)} if days else {}
    assert changes == {"step": "declined", "step_since": TODAY, "closed_on": TODAY, "end_reason_id": reason.pk} | again
    assert event == ("decline", start, "declined", TODAY, world.head.pk, {"reason": code}, None)


def test_reconsidering(world):
    journey = places.declined(world)
    changes, event = done(journey, first_half.reconsider, by=world.referent, on=TODAY, note="Un poste s'est ouvert.")
    assert changes == {"step": "presented", "closed_on": None, "end_reason_id": None, "review_on": None}
    assert event == ("reconsider", "declined", "presented", TODAY, world.referent.pk, {}, "Un poste s'est ouvert.")


def test_assigning(world):
    journey = world.journey(Step.SHORTLISTED)
    changes, event = done(journey, following.assign, by=world.head, on=TODAY, caseworker=world.caseworker)
    assert changes == {"caseworker_id": world.caseworker.pk}
    said = {"caseworker": world.caseworker.pk}
    assert event == ("assign", "shortlisted", "shortlisted", TODAY, world.head.pk, said, None)


def test_no_sentence_is_kept_where_none_was_written(world):
    first_half.shortlist(world.journey(Step.PRESENTED), by=world.head, on=TODAY, note="")
    assert not EventNote.objects.filter(event__action="shortlist").exists()


@pytest.mark.parametrize(("days", "possible"), [(0, True), (1, False)])
def test_a_step_is_not_dated_before_the_one_it_follows(world, days, possible):
    journey = changed(world.journey(Step.PRESENTED), step_since=TODAY)
    day = TODAY - timedelta(days=days)
    if possible:
        assert first_half.shortlist(journey, by=world.head, on=day).step_since == TODAY
        return
    before = row(journey), journey.events.count()
    said = f"Le dossier est à l'étape actuelle depuis le {TODAY:%d/%m/%Y} : vérifiez la date."
    with pytest.raises(OutOfOrder, match=said):
        first_half.shortlist(journey, by=world.head, on=day)
    assert (row(journey), journey.events.count()) == before


@pytest.mark.parametrize(
    ("step", "action", "refusal"),
    [
        (Step.IMMERSION, Action.VALIDATE, "Il faut l'accord du ménage et celui du service."),
        (Step.SETTLED, Action.START_SUPPORT, "L'accompagnement commence avec le premier acte après l'emménagement."),
    ],
)
def test_a_consequence_that_lacks_its_cause_is_not_written(world, step, action, refusal):
    journey = Journey.objects.get(pk=world.journey(step).pk)
    before = row(journey), journey.events.count()
    with pytest.raises(GuardRefused) as error:
        moves.transition(journey, action, by=world.head, on=TODAY)
    assert str(error.value) == refusal
    assert (row(journey), journey.events.count()) == before


def test_what_a_person_needed_was_asked_before_their_fact_and_is_not_asked_after(world):
    """A planned stay is no longer planned once the family has arrived."""
    journey = Journey.objects.get(pk=world.journey(Step.PROJECT).pk)
    moves.transition(journey, Action.ARRIVE, by=world.caseworker, on=TODAY)
    assert row(journey)["step"] == "immersion"


def test_a_question_dated_too_early_is_not_kept(world):
    journey = changed(world.journey(Step.SUBMITTED), step_since=TODAY)
    with pytest.raises(OutOfOrder):
        first_half.ask_complements(journey, by=world.referent, on=YESTERDAY, topic="emploi", question="Quand ?")
    assert not journey.complements.exists()


# --- the second time ----------------------------------------------------------------------------------------------


def test_a_second_question_leaves_the_first_answer_and_the_day_of_sending(world):
    journey = world.journey(Step.SUBMITTED)
    sent_on = journey.step_since
    for question, answer in [("Quels horaires ?", "De journée."), ("Et l'école ?", "Inscrite.")]:
        first_half.ask_complements(journey, by=world.referent, on=TODAY, topic="famille", question=question)
        asked = journey.complements.open().get()
        assert asked.question == question
        first_half.answer_complements(journey, by=world.prescriber, on=TODAY, answers={asked.pk: answer})
    told = journey.complements.order_by("pk").values_list("question", "answer", "state")
    assert list(told) == [("Quels horaires ?", "De journée.", "answered"), ("Et l'école ?", "Inscrite.", "answered")]
    second = steps_of(Journey.objects.get(pk=journey.pk))[1]
    assert (second.state, second.date) == ("current", sent_on)


def test_two_questions_at_once_are_both_answered_before_it_goes_back(world):
    journey = places.to_complete(world)
    first_half.ask_complements(journey, by=world.referent, on=TODAY, topic="projet", question="Et l'école ?")
    first, second = journey.complements.open().values_list("pk", flat=True)
    with pytest.raises(GuardRefused, match=r"Une question attend encore sa réponse\."):
        first_half.answer_complements(journey, by=world.prescriber, on=TODAY, answers={first: "De journée."})
    assert journey.complements.open().count() == 2, "half an answer is not kept"
    first_half.answer_complements(journey, by=world.prescriber, on=TODAY, answers={first: "Oui.", second: "Non."})
    assert Journey.objects.get(pk=journey.pk).step == "submitted"


def test_an_answer_to_the_question_of_another_file_is_not_written(world):
    journey, other = places.to_complete(world), places.to_complete(world)
    theirs = other.complements.get()
    answers = {journey.complements.get().pk: "Oui.", theirs.pk: "Volée."}
    first_half.answer_complements(journey, by=world.prescriber, on=TODAY, answers=answers)
    theirs.refresh_from_db()
    assert (theirs.answer, theirs.state) == ("", "open")


def test_declined_looked_at_again_and_declined_again_counts_from_the_second_refusal(world):
    journey = changed(world.journey(Step.PRESENTED), step_since=TODAY - timedelta(days=9))
    early, late = Reason.objects.get(code="decline-french"), Reason.objects.get(code="decline-no-vacancy")
    first_half.decline(journey, by=world.head, on=TODAY - timedelta(days=9), reason=early)
    first_half.reconsider(journey, by=world.head, on=TODAY - timedelta(days=4))
    first_half.decline(journey, by=world.head, on=TODAY, reason=late)
    ended = row(journey)
    assert (ended["closed_on"], ended["end_reason_id"]) == (TODAY, late.pk)
    assert (ended["review_on"], ended["furthest"]) == (TODAY + timedelta(days=60), 3)
    told = [(event.title, event.note) for event in timeline_of(Journey.objects.get(pk=journey.pk), 3)]
    assert told == [
        ("Candidature non retenue", late.label),
        ("Candidature réexaminée", ""),
        ("Candidature non retenue", early.label),
    ]
    presented = journey.events.get(action="present").happened_on
    third, fourth = steps_of(Journey.objects.get(pk=journey.pk))[2:4]
    assert (third.state, third.date, fourth.detail) == ("done", presented, "non retenue")


def test_looked_at_again_while_another_file_is_opened_is_refused_in_words(world, monkeypatch):
    """The other one was opened after this one was found alone."""
    journey = places.declined(world)
    other = twin(journey, "–", step="diagnosis", closed_on=None, end_reason=None, review_on=None)
    changed(other, household=journey.household_id)
    monkeypatch.setitem(GUARDS, "no_other_open_journey", lambda journey: None)
    with pytest.raises(RefusedByDatabase, match=r"Ce ménage a déjà un parcours en cours\."):
        first_half.reconsider(journey, by=world.head, on=TODAY)


def test_a_family_that_comes_back_starts_from_a_blank_candidature_with_the_same_people(world):
    first = places.left(world)
    again = first_half.open_file(
        programme=world.programme,
        prescriber=world.other_structure,
        origin_area=world.paris,
        by=world.other_prescriber,
        on=TODAY,
        household=first.household,
    )
    assert again.household_id == first.household_id
    assert (again.step, again.opened_on, again.furthest, again.territory_id) == ("diagnosis", TODAY, 1, None)
    assert (again.prescriber, again.prescribed_by) == (world.other_structure, world.other_prescriber)
    assert Candidature.objects.get(journey=again).reasons == ""
    assert not Wish.objects.filter(journey=again).exists()
    assert Member.objects.filter(household=first.household).count() == 2
    assert [event.action for event in again.events.all()] == ["open"]
    assert again.reference != first.reference
