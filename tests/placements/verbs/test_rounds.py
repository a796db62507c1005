"""A project taken up again: what was done, waived or answered for the first one counts no more for the second."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.core.database.identity import acting_as_system
from emile.core.workflow import GuardRefused
from placements.models import Agreement, Stay
from placements.project import workflow as project
from placements.stays import workflow as stays
from tests.placements.rows import columns
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import family
from tests.world import TODAY, World


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


def at_immersion(world: World, presented: Journey) -> Journey:
    """The stay of the first project was a month ago."""
    journey = family(presented, Step.IMMERSION, step_since=days_ago(30))
    rows.stay_over(world, journey, days_ago(30))
    return journey


def refused_after_a_stay(world: World, presented: Journey) -> Journey:
    return refuse(world, at_immersion(world, presented))


def refused_after_a_waiver(world: World, presented: Journey) -> Journey:
    journey = family(presented, Step.PROJECT, step_since=days_ago(30))
    waive(world, journey, days_ago(12))
    return refuse(world, journey)


def waive(world: World, journey: Journey, on: date) -> None:
    stays.waive_immersion(journey, by=world.head, on=on, reason=world.reason("immersion_waiver"), note="Connu.")


def refuse(world: World, journey: Journey) -> Journey:
    project.give_household_agreement(journey, by=world.caseworker, on=days_ago(9), agrees=False, signatory="Awa")
    project.give_service_agreement(journey, by=world.head, on=days_ago(8), agrees=True)
    return journey


def taken_up_again(world: World, journey: Journey) -> Journey:
    project.resume_project(journey, by=world.head, on=days_ago(7))
    return Journey.objects.get(pk=journey.pk)


def new_stay(world: World, journey: Journey) -> Stay:
    """From six days ago to three days ago."""
    details = {"flat": world.flat, "arrival": days_ago(6), "departure": days_ago(3), "people": 2}
    return stays.plan_stay(journey, by=world.head, today=days_ago(6), **details)


def refusal(verb, *details, **named) -> str:
    with pytest.raises(GuardRefused) as refused:
        verb(*details, **named)
    return str(refused.value)


@pytest.mark.parametrize("place", [refused_after_a_stay, refused_after_a_waiver])
def test_a_second_project_needs_a_stay_or_a_waiver_of_its_own(world, presented, place):
    journey = taken_up_again(world, place(world, presented))
    assert (columns(journey)["step"], columns(journey)["round"]) == ("project", 2)
    stay = new_stay(world, journey)
    assert stay.round == 2
    stays.arrive(journey, by=world.caseworker, on=days_ago(6))
    asked = {"by": world.head, "on": TODAY, "agrees": True}
    assert refusal(project.give_service_agreement, journey, **asked) == "L'immersion n'est pas terminée."
    stays.end_stay(journey, by=world.caseworker, on=days_ago(3), cut_short=False)
    assert project.give_service_agreement(journey, **asked).round == 2


@pytest.mark.parametrize("place", [refused_after_a_stay, refused_after_a_waiver])
def test_a_second_project_may_be_waived_whatever_the_first_one_did(world, presented, place):
    journey = taken_up_again(world, place(world, presented))
    waive(world, journey, days_ago(5))
    assert list(journey.waivers.filter(round=2).values_list("waived_on", flat=True)) == [days_ago(5)]
    assert columns(journey)["step"] == "immersion"


@pytest.mark.parametrize("then", ["stay", "waiver"])
def test_an_answer_is_dated_after_what_this_project_did(world, presented, then):
    """Not after the first one's stay, which was later than this one's: somebody wrote the days wrong."""
    journey = taken_up_again(world, refused_after_a_stay(world, presented))
    Stay.objects.filter(journey=journey).update(left_on=TODAY)
    if then == "stay":
        new_stay(world, journey)
        stays.arrive(journey, by=world.caseworker, on=days_ago(6))
        stays.end_stay(journey, by=world.caseworker, on=days_ago(3), cut_short=False)
    else:
        waive(world, journey, days_ago(3))
    answer = project.give_service_agreement(journey, by=world.head, on=days_ago(3), agrees=True)
    assert (answer.round, answer.decided_on) == (2, days_ago(3))


def test_the_first_answers_neither_count_nor_are_lost(world, presented):
    journey = taken_up_again(world, refused_after_a_stay(world, presented))
    before = list(Agreement.objects.filter(journey=journey).order_by("pk").values())
    waive(world, journey, days_ago(5))
    project.give_household_agreement(journey, by=world.caseworker, on=days_ago(5), agrees=True, signatory="Awa")
    assert columns(journey)["step"] == "immersion", "the service said yes to the first project only"
    again = {"by": world.caseworker, "on": TODAY, "agrees": True, "signatory": "Awa"}
    assert refusal(project.give_household_agreement, journey, **again) == "Le ménage a déjà répondu."
    project.give_service_agreement(journey, by=world.head, on=days_ago(4), agrees=True)
    assert (columns(journey)["step"], columns(journey)["step_since"]) == ("validated", days_ago(4))
    assert list(Agreement.objects.filter(journey=journey, round=1).order_by("pk").values()) == before


def test_the_project_is_validated_on_the_last_of_its_own_answers(world, presented):
    """An answer to another project is no business of this one, whatever its day."""
    journey = taken_up_again(world, refused_after_a_stay(world, presented))
    waive(world, journey, days_ago(5))
    late = {"round": 3, "side": "service", "agrees": False, "decided_on": TODAY, "signatory": "Hélène"}
    Agreement.objects.create(journey=journey, recorded_by=world.head, **late)
    project.give_household_agreement(journey, by=world.caseworker, on=days_ago(5), agrees=True, signatory="Awa")
    project.give_service_agreement(journey, by=world.head, on=days_ago(5), agrees=True)
    assert (columns(journey)["step"], columns(journey)["step_since"]) == ("validated", days_ago(5))


def test_who_wrote_for_one_side_may_write_for_the_other_in_a_new_project(world, presented):
    """Noémie was a caseworker, and is the head of the service now."""
    person = world.person("Noémie", Role.CASEWORKER, world.operator, territory=world.cantal)
    journey = at_immersion(world, presented)
    project.give_household_agreement(journey, by=person, on=days_ago(9), agrees=False, signatory="Awa")
    project.give_service_agreement(journey, by=world.head, on=days_ago(8), agrees=True)
    journey = taken_up_again(world, journey)
    waive(world, journey, days_ago(5))
    person.memberships.update(role=Role.SERVICE_HEAD)
    person.__dict__.pop("scope", None)
    answer = project.give_service_agreement(journey, by=person, on=TODAY, agrees=True)
    assert (answer.round, answer.side, answer.recorded_by) == (2, "service", person)


def test_a_stay_left_open_by_an_earlier_project_is_nobody_s_business(world, presented):
    """No verb leaves one behind; a restored table might."""
    journey = taken_up_again(world, refused_after_a_stay(world, presented))
    first = Stay.objects.filter(journey=journey)
    first.update(state="planned", arrived_on=None, left_on=None)
    left_open = first.get()
    assert refusal(stays.cancel_stay, journey, by=world.head, on=TODAY) == "Aucun séjour n'est prévu."
    second = new_stay(world, journey)
    assert stays.cancel_stay(journey, by=world.head, on=TODAY) == second
    states = dict(Stay.objects.filter(journey=journey).values_list("pk", "state"))
    assert states == {left_open.pk: "planned", second.pk: "cancelled"}


NOT_YET = "Le projet se reprend quand les deux réponses sont connues et que l'une est un refus."


def test_a_project_nobody_refused_is_not_taken_up_again(world, presented):
    journey = at_immersion(world, presented)
    assert refusal(project.resume_project, journey, by=world.head, on=TODAY) == NOT_YET
    project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=True)
    assert refusal(project.resume_project, journey, by=world.head, on=TODAY) == NOT_YET


def test_a_single_refusal_waits_for_the_other_side(world, presented):
    journey = at_immersion(world, presented)
    rows.answer(world, journey, "household", agrees=False)
    assert refusal(project.resume_project, journey, by=world.head, on=TODAY) == NOT_YET
    project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=False)
    assert project.resume_project(journey, by=world.head, on=TODAY).round == 2
