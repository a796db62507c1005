"""Files with a stay or a flat of yesterday, by the real verbs: what a leaving of today ends."""

from datetime import timedelta

from candidates.models import Journey
from candidates.steps import Step
from placements.housing import workflow as housing
from placements.stays import workflow as stays
from tests.world import TODAY, World

YESTERDAY = TODAY - timedelta(days=1)


def stay_of_yesterday(world: World, journey: Journey, *, flat=None) -> None:
    details = {"flat": flat or world.flat, "arrival": YESTERDAY, "departure": TODAY + timedelta(days=2), "people": 2}
    stays.plan_stay(journey, by=world.head, today=YESTERDAY, **details)


def planned_while_searching(world: World) -> Journey:
    journey = world.journey(Step.JOB_SEARCH)
    stay_of_yesterday(world, journey)
    return journey


def arrived(world: World) -> Journey:
    journey = world.journey(Step.PROJECT)
    stay_of_yesterday(world, journey)
    stays.arrive(journey, by=world.caseworker, on=YESTERDAY)
    return journey


def second_stay_under_way(world: World) -> Journey:
    """The first one was cut short a month ago; the step is that of its arrival."""
    journey, then = world.journey(Step.PROJECT), TODAY - timedelta(days=31)
    first = {"flat": world.flat, "arrival": then, "departure": then + timedelta(days=3), "people": 2}
    stays.plan_stay(journey, by=world.head, today=then, **first)
    stays.arrive(journey, by=world.caseworker, on=then)
    stays.end_stay(journey, by=world.caseworker, on=then + timedelta(days=1), cut_short=True)
    stay_of_yesterday(world, journey)
    stays.arrive(journey, by=world.caseworker, on=YESTERDAY)
    return journey


def offered(world: World, step: Step = Step.CONTRACTED) -> Journey:
    """A first flat was refused, a second one offered yesterday."""
    journey = world.journey(step)
    days = (TODAY - timedelta(days=4), TODAY - timedelta(days=3), YESTERDAY)
    housing.offer_dwelling(journey, by=world.head, on=days[0], dwelling=world.dwelling())
    housing.refuse_dwelling(journey, by=world.head, on=days[1], note="Trop loin de l'école")
    housing.offer_dwelling(journey, by=world.head, on=days[2], dwelling=world.dwelling())
    return journey


def offered_before_the_contract(world: World) -> Journey:
    return offered(world, Step.VALIDATED)


def signed(world: World) -> Journey:
    journey = world.journey(Step.CONTRACTED)
    housing.offer_dwelling(journey, by=world.head, on=TODAY - timedelta(days=4), dwelling=world.dwelling())
    housing.sign_lease(journey, by=world.head, on=YESTERDAY)
    return journey
