"""``journey.awaits`` is written by the database, whoever writes the stays, the answers and the leases."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from candidates.enums import Awaited
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.stays import workflow as stays
from tests.world import TODAY, World

NOTHING = ""


def awaits(journey: Journey) -> str:
    return Journey.objects.values_list("awaits", flat=True).get(pk=journey.pk)


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


@pytest.fixture
def system(db):
    with acting_as_system():
        yield


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step.DIAGNOSIS, NOTHING),
        (Step.PRESENTED, NOTHING),
        (Step.PROJECT, Awaited.STAY),
        (Step.IMMERSION, Awaited.ANSWERS),
        (Step.VALIDATED, NOTHING),
        (Step.CONTRACTED, Awaited.FLAT),
        (Step.SETTLED, NOTHING),
    ],
)
def test_each_step_says_what_it_waits_for(world, system, step, expected):
    assert awaits(world.journey(step)) == expected


def test_a_stay_is_awaited_until_it_is_booked_and_again_when_cancelled(world, system):
    journey = world.journey(Step.PROJECT)
    booking = {"flat": world.flat, "arrival": TODAY + timedelta(days=2), "departure": TODAY + timedelta(days=5)}
    stays.plan_stay(journey, by=world.head, today=TODAY, people=2, **booking)
    assert awaits(journey) == Awaited.ARRIVAL
    stays.cancel_stay(journey, by=world.head, on=TODAY)
    assert awaits(journey) == Awaited.STAY


@pytest.mark.parametrize(("household", "service"), [(True, False), (False, True), (False, False)])
def test_one_answer_then_the_other_then_what_to_do_of_a_refusal(world, system, household, service):
    journey = world.journey(Step.IMMERSION)
    project.give_household_agreement(journey, by=world.caseworker, on=TODAY, agrees=household, signatory="La famille")
    assert awaits(journey) == Awaited.SERVICE, "whatever the household said"
    project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=service)
    assert awaits(journey) == Awaited.CHOICE
    project.resume_project(journey, by=world.head, on=TODAY)
    assert awaits(journey) == Awaited.STAY, "the first attempt's stay and answers count no more"


def test_the_service_may_answer_first(world, system):
    journey = world.journey(Step.IMMERSION)
    project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=True)
    assert awaits(journey) == Awaited.HOUSEHOLD


def test_a_flat_then_a_lease_then_the_move(world, system):
    journey = world.journey(Step.CONTRACTED)
    housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling(world.cantal))
    assert awaits(journey) == Awaited.LEASE
    housing.refuse_dwelling(journey, by=world.head, on=TODAY, note="Trop loin de l'école.")
    assert awaits(journey) == Awaited.FLAT
    housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling(world.cantal))
    housing.sign_lease(journey, by=world.head, on=TODAY)
    assert awaits(journey) == Awaited.MOVE


def test_rows_written_past_the_verbs_count_too(world, system):
    journey = world.journey(Step.IMMERSION)
    journey.stays.update(state="partly")
    assert awaits(journey) == Awaited.STAY, "a stay cut short asks for another"
    journey.stays.update(state="arrived")
    assert awaits(journey) == Awaited.DEPARTURE
    journey.stays.update(state="attended")
    assert awaits(journey) == Awaited.ANSWERS


def test_a_rule_that_a_manager_changes_changes_what_its_files_wait_for(world, system):
    draft, kept = world.journey(Step.DIAGNOSIS), world.journey(Step.SHORTLISTED)
    assert (awaits(draft), awaits(kept)) == (NOTHING, NOTHING)
    world.programme.diagnosis_required = world.programme.job_before_move_in = False
    world.programme.save()
    assert (awaits(draft), awaits(kept)) == (Awaited.WELCOME, Awaited.FLAT)


def test_the_application_cannot_write_it(world):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
    with acting_as(world.head.pk):
        Journey.objects.filter(pk=journey.pk).update(awaits=Awaited.MOVE)
        assert awaits(journey) == Awaited.STAY


def test_nobody_asks_it_of_a_file_past_the_walls(world):
    """The function reads every file's answers: the triggers alone may call it."""
    asked = "SELECT placements_awaited(1, 'immersion', 1::smallint, 1)"
    refusal = pytest.raises(ProgrammingError, match="permission denied for function")
    with acting_as(world.head.pk), refusal, transaction.atomic():
        connection.cursor().execute(asked)
