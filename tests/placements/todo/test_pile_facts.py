"""Which facts put a file in a pile of « À faire » and take it out again."""

from collections.abc import Callable

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.todo import Asked, piles_for
from emile.reference.models import Programme
from tests.candidates.file.file_steps import changed
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import family
from tests.world import TODAY, World

OURS = {
    *("never_noted", "not_closed", "arrivals", "under_way", "stays_to_plan", "household_answers", "service_answers"),
    *("refused", "to_contract", "flats_to_find", "leases_to_sign", "moves_due"),
}
PEOPLE = ("prescriber", "referent", "head", "caseworker")
Fact = Callable[[World, Journey], object]
Piles = dict[str, set[str]]
"""Person → the piles they have."""


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def piles(world: World, *, only: str = "") -> Piles:
    found = {}
    for name in PEOPLE:
        user = getattr(world, name)
        with acting_as(user.pk):
            found[name] = {pile.slug for pile in piles_for(user, TODAY, Asked(only=only))} & OURS
    return {name: slugs for name, slugs in found.items() if slugs}


def nothing(world: World, journey: Journey) -> None:
    """The step is enough."""


def stay(state: str, **changes) -> Fact:
    came = {"arrived_on": TODAY} if state in {"arrived", "attended", "partly"} else {}
    left = {"left_on": TODAY} if state in {"attended", "partly"} else {}
    return lambda world, journey: rows.arrival(world, journey, TODAY, state=state, **came, **left, **changes)


def answers(**by_side: bool) -> Fact:
    def write(world: World, journey: Journey) -> None:
        stay("attended", round=journey.round)(world, journey)
        for side, agrees in by_side.items():
            rows.answer(world, journey, side, agrees=agrees)

    return write


def waiver(world: World, journey: Journey) -> None:
    details = {"reason": world.reason("immersion_waiver"), "note": "Connu.", "waived_on": TODAY}
    journey.waivers.create(waived_by=world.head, round=1, **details)


def offer(**changes) -> Fact:
    return lambda world, journey: rows.offer(world, journey, TODAY, **changes)


SIGNED = {"state": "signed", "signed_on": TODAY}


def those_of(people: str, *slugs: str) -> Piles:
    return {name: set(slugs) for name in people.split()}


PREPARE, LOCAL = "referent head caseworker", "head caseworker"
THE_FAMILY = those_of("prescriber referent caseworker", "household_answers")
THE_SERVICE, TO_RESUME = those_of("head", "service_answers"), those_of("head", "refused")
FACTS: dict[str, tuple[Step, Fact, Piles]] = {
    "no stay": (Step.PROJECT, nothing, those_of(PREPARE, "stays_to_plan")),
    "a stay planned": (Step.PROJECT, stay("planned"), those_of(PREPARE, "arrivals")),
    "a stay cancelled": (Step.PROJECT, stay("cancelled"), those_of(PREPARE, "stays_to_plan")),
    "nobody came": (Step.PROJECT, stay("no_show"), those_of(PREPARE, "stays_to_plan")),
    "a stay under way": (Step.IMMERSION, stay("arrived"), those_of(PREPARE, "under_way")),
    "a stay cut short": (Step.IMMERSION, stay("partly"), those_of(PREPARE, "stays_to_plan")),
    "a stay over": (Step.IMMERSION, stay("attended"), THE_FAMILY | THE_SERVICE),
    "a waiver": (Step.IMMERSION, waiver, THE_FAMILY | THE_SERVICE),
    "the household said yes": (Step.IMMERSION, answers(household=True), THE_SERVICE),
    "the household said no": (Step.IMMERSION, answers(household=False), THE_SERVICE),
    "the service said yes": (Step.IMMERSION, answers(service=True), THE_FAMILY),
    "the service said no": (Step.IMMERSION, answers(service=False), THE_FAMILY),
    "the household alone refused": (Step.IMMERSION, answers(household=False, service=True), TO_RESUME),
    "the service alone refused": (Step.IMMERSION, answers(household=True, service=False), TO_RESUME),
    "both refused": (Step.IMMERSION, answers(household=False, service=False), TO_RESUME),
    "both agreed": (Step.IMMERSION, answers(household=True, service=True), {}),
    "validated": (Step.VALIDATED, nothing, those_of(LOCAL, "to_contract")),
    "no flat": (Step.CONTRACTED, nothing, those_of(LOCAL, "flats_to_find")),
    "an offer": (Step.CONTRACTED, offer(), those_of(LOCAL, "leases_to_sign")),
    "an offer that ended": (Step.CONTRACTED, offer(ended_on=TODAY), those_of(LOCAL, "flats_to_find")),
    "a refusal": (Step.CONTRACTED, offer(state="refused", refused_on=TODAY), those_of(LOCAL, "flats_to_find")),
    "a lease": (Step.CONTRACTED, offer(**SIGNED), those_of(LOCAL, "moves_due")),
    "a lease that ended": (Step.CONTRACTED, offer(**SIGNED, ended_on=TODAY), those_of(LOCAL, "flats_to_find")),
    "settled": (Step.SETTLED, offer(**SIGNED, moved_in_on=TODAY), {}),
}


@pytest.mark.parametrize("name", FACTS)
def test_a_file_waits_for_what_its_facts_say_and_for_nothing_else(world, presented, name):
    step, fact, expected = FACTS[name]
    with acting_as_system():
        fact(world, family(presented, step))
    assert piles(world) == expected


@pytest.mark.parametrize("fact", [stay("attended", round=1), waiver], ids=["stay", "waiver"])
def test_what_an_earlier_project_did_makes_nobody_answer(world, presented, fact):
    with acting_as_system():
        fact(world, family(presented, Step.IMMERSION, round=2))
    assert piles(world) == those_of(PREPARE, "stays_to_plan")


def test_the_answers_to_an_earlier_project_are_asked_again(world, presented):
    with acting_as_system():
        journey = family(presented, Step.IMMERSION, round=1)
        answers(household=True, service=False)(world, journey)
        changed(journey, round=2)
        stay("attended", round=2)(world, journey)
    assert piles(world) == THE_FAMILY | THE_SERVICE


@pytest.mark.parametrize("column", ["prescribed_by", "presented_by"])
def test_who_proposed_a_family_is_not_asked_for_the_service_s_answer(world, presented, column):
    with acting_as_system():
        journey = family(presented, Step.IMMERSION, **{column: world.head})
        stay("attended")(world, journey)
    assert piles(world) == THE_FAMILY


def test_a_family_that_nobody_presented_is_answered_by_the_head(world, presented):
    with acting_as_system():
        journey = family(presented, Step.IMMERSION, presented_by=None)
        stay("attended")(world, journey)
    assert piles(world) == THE_FAMILY | THE_SERVICE


@pytest.mark.parametrize(
    ("fact", "slug"), [(nothing, "flats_to_find"), (offer(), "leases_to_sign"), (offer(**SIGNED), "moves_due")]
)
@pytest.mark.parametrize("job_first", [True, False])
def test_a_flat_comes_before_the_contract_where_the_programme_houses_first(world, presented, fact, slug, job_first):
    with acting_as_system():
        programme = Programme.objects.filter(job_before_move_in=job_first).first()
        fact(world, family(presented, Step.SHORTLISTED, programme=programme))
    expected = {} if job_first else those_of(LOCAL, slug)
    assert piles(world) == expected
    assert piles(world, only=slug) == expected, "even where no other pile has taken the file already"
