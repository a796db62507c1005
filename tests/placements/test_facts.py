"""What a file's facts say of it, and to whom the two pages of a territory are shown."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from candidates.journey.expected import planned_day
from candidates.journey.table import Action
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from placements.facts import facts_of, forget_facts
from placements.models import Lease, Stay
from placements.territories import choose
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import family
from tests.world import TODAY, World

LATER = TODAY + timedelta(days=9)


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


def test_an_arrival_is_due_on_its_day_and_an_end_of_stay_on_its_own(world, presented):
    planned, under_way = family(presented, Step.PROJECT), family(presented, Step.IMMERSION)
    rows.arrival(world, planned, LATER - timedelta(days=9), state="cancelled")
    rows.arrival(world, planned, LATER)
    rows.departure(world, under_way, LATER)
    assert [planned_day(planned, action) for action in (Action.ARRIVE, Action.END_STAY)] == [LATER, None]
    assert [planned_day(under_way, action) for action in (Action.ARRIVE, Action.END_STAY)] == [None, LATER]


def test_a_stay_of_an_earlier_project_is_due_no_more(world, presented):
    journey = family(presented, Step.PROJECT, furthest=7, round=2)
    rows.arrival(world, journey, LATER, round=1)
    assert planned_day(journey, Action.ARRIVE) is None


def test_facts_are_read_once_until_one_of_them_is_written(world, presented, django_assert_num_queries):
    journey = family(presented, Step.IMMERSION)
    rows.stay_over(world, journey, TODAY)
    assert facts_of(journey).answers == {}
    rows.answer(world, journey, "household", agrees=False)
    assert facts_of(journey).answers == {}
    forget_facts(journey)
    assert facts_of(journey).answers == {"household": False}
    with django_assert_num_queries(0):
        assert facts_of(journey).answers == {"household": False}


@pytest.mark.parametrize(
    ("state", "word", "tone"),
    [
        ("planned", "Prévu", "info"),
        ("arrived", "En cours", "accent"),
        ("attended", "Effectué", "success"),
        ("partly", "Écourté", "warning"),
        ("no_show", "Non venu", "danger"),
        ("cancelled", "Annulé", "neutral"),
    ],
)
def test_each_state_of_a_stay_has_its_word_and_its_colour(state, word, tone):
    stay = Stay(state=state)
    assert (stay.get_state_display(), stay.tone) == (word, tone)


@pytest.mark.parametrize(
    ("state", "word", "tone"),
    [("offered", "Proposé", "info"), ("refused", "Refusé", "neutral"), ("signed", "Signé", "success")],
)
def test_each_state_of_a_lease_has_its_word_and_its_colour(state, word, tone):
    lease = Lease(state=state)
    assert (lease.get_state_display(), lease.tone) == (word, tone)


# --- the pages of a territory ---------------------------------------------------------------------------------------


def test_the_board_and_the_calendar_are_in_the_menu_of_those_who_work_there(world, sign_in):
    roles = ("prescriber", "referent", "head", "caseworker", "manager", "dpo", "partner")
    pages = {role: sign_in(getattr(world, role)).get("/").content.decode() for role in roles}
    for address in ("/territoire/", "/appartements-relais/"):
        assert {role for role, html in pages.items() if f'href="{address}"' in html} == {
            "referent",
            "head",
            "caseworker",
        }


def test_the_territory_asked_for_is_taken_if_it_is_theirs_or_else_the_first(world):
    ours = [world.lozere, world.cantal]
    assert choose(ours, "cantal") == world.cantal
    assert choose(ours, "lozere") == choose(ours, "paris") == choose(ours, "") == world.lozere
    assert choose([], "cantal") is None
