"""The stepper of a file: each step with the day it was reached."""

import pytest

from candidates.journey.events import steps_of
from candidates.journey.table import Action
from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from emile.reference.models import Programme
from placements.housing import workflow as housing
from placements.project import workflow as project
from tests.candidates.file.file_pages import arrange
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


def states(journey) -> dict[int, str]:
    with acting_as_system():
        return {step.number: step.state for step in steps_of(Journey.objects.get(pk=journey.pk))}


def test_each_step_has_the_day_it_was_reached(world):
    journey = arrange(world, "support")
    with acting_as_system():
        steps = steps_of(journey)
    assert [step.state for step in steps] == ["done"] * 10 + ["current", "todo"]
    dates = [step.date for step in steps[:11]]
    assert all(dates)
    assert dates == sorted(dates)
    assert steps[11].date is None


def test_a_question_asked_back_keeps_the_day_of_the_sending(world):
    journey = arrange(world, "to_complete")
    with acting_as_system():
        second = steps_of(journey)[1]
        sent_on = journey.events.get(action=Action.SUBMIT).happened_on
    assert (second.state, second.detail, second.date) == ("current", "compléments demandés", sent_on)


@pytest.mark.parametrize(("place", "detail"), [("waiting", "liste d'attente"), ("declined", "non retenue")])
def test_the_decision_says_which(world, place, detail):
    journey = arrange(world, place)
    with acting_as_system():
        assert steps_of(journey)[3].detail == detail


def test_a_project_taken_up_again_has_the_later_steps_ahead_of_it(world):
    journey = arrange(world, "refused")
    with acting_as_system():
        project.resume_project(journey, by=world.head, on=TODAY)
        steps = steps_of(Journey.objects.get(pk=journey.pk))
    assert (steps[5].state, steps[5].date) == ("current", TODAY)
    assert (steps[6].state, steps[6].date) == ("todo", None)


def test_what_a_programme_skips_is_shown_as_without_object(world):
    journey = arrange(world, "shortlisted")
    with acting_as_system():
        Journey.objects.filter(pk=journey.pk).update(programme=Programme.objects.get(diagnosis_required=False))
        journey = Journey.objects.get(pk=journey.pk)
        housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
        housing.sign_lease(journey, by=world.head, on=TODAY)
        housing.move_in(journey, by=world.head, on=TODAY)
    found = states(journey)
    assert [found[number] for number in range(4, 12)] == ["done", *["skipped"] * 5, "current", "todo"]
