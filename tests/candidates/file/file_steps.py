"""Files at every place a journey can stand, by the real verbs: beside the twelve steps, the turns off the road."""

from collections.abc import Callable
from datetime import timedelta

from candidates.journey import first_half, following
from candidates.models import Household, Journey
from candidates.steps import Step
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.stays import workflow as stays
from placements.support import workflow as support
from tests.world import TODAY, WAY, World


def to_complete(world: World) -> Journey:
    journey = world.journey(Step.SUBMITTED)
    return first_half.ask_complements(journey, by=world.referent, on=TODAY, topic="emploi", question="Quels horaires ?")


def waiting(world: World) -> Journey:
    journey = world.journey(Step.PRESENTED)
    return first_half.put_on_waiting_list(journey, by=world.head, on=TODAY, reason=world.reason("waiting"), note="Mot.")


def declined(world: World) -> Journey:
    reason = world.reason("decline", consequence="park")
    return first_half.decline(world.journey(Step.PRESENTED), by=world.head, on=TODAY, reason=reason, note="Mot.")


def left(world: World) -> Journey:
    journey = world.journey(Step.JOB_SEARCH)
    support.leave(journey, by=world.head, on=TODAY, reason=world.reason("exit_before_move_in"), note="Mot.")
    return journey


def stay_planned(world: World) -> Journey:
    journey = world.journey(Step.PROJECT)
    plan(world, journey)
    return journey


def plan(world: World, journey: Journey, *, in_days: int = 0, **changes):
    arrival = TODAY + timedelta(days=in_days)
    details = {"flat": world.flat, "arrival": arrival, "departure": arrival + timedelta(days=3), "people": 2} | changes
    return stays.plan_stay(journey, by=world.head, today=TODAY, **details)


def arrived(world: World) -> Journey:
    journey = stay_planned(world)
    stays.arrive(journey, by=world.caseworker, on=TODAY)
    return journey


def cut_short(world: World) -> Journey:
    journey = arrived(world)
    stays.end_stay(journey, by=world.caseworker, on=TODAY, cut_short=True)
    return journey


def half_answered(world: World, *, agrees: bool = True) -> Journey:
    journey = world.journey(Step.IMMERSION)
    project.give_household_agreement(
        journey, by=world.caseworker, on=TODAY, agrees=agrees, signatory="Awa Secrète", note="Motsecret"
    )
    return journey


def service_answered(world: World, *, agrees: bool = True) -> Journey:
    journey = world.journey(Step.IMMERSION)
    project.give_service_agreement(
        journey, by=world.head, on=TODAY, agrees=agrees, signatory="Hélène Secrète", note="Motsecret"
    )
    return journey


def refused(world: World) -> Journey:
    journey = half_answered(world, agrees=False)
    project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=True)
    return journey


def offered(world: World) -> Journey:
    journey = world.journey(Step.CONTRACTED)
    housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
    return journey


def leased(world: World) -> Journey:
    journey = offered(world)
    housing.sign_lease(journey, by=world.head, on=TODAY)
    return journey


def suspended(world: World) -> Journey:
    return suspend(world, world.journey(Step.JOB_SEARCH))


def suspend(world: World, journey: Journey, *, days: int = 60) -> Journey:
    until = TODAY + timedelta(days=days)
    reason = world.reason("suspension", code="suspension-health")
    return following.suspend(journey, by=world.referent, on=TODAY, reason=reason, until=until, note="Motsecret")


TURNS = [
    to_complete,
    waiting,
    declined,
    left,
    stay_planned,
    arrived,
    cut_short,
    half_answered,
    service_answered,
    refused,
    offered,
    leased,
    suspended,
]


def at_step(step: Step) -> Callable[[World], Journey]:
    def build(world: World) -> Journey:
        return world.journey(step)

    build.__name__ = step.value
    return build


def changed(journey: Journey, **values) -> Journey:
    """Its dates or its people as the test wants them: the verbs would ask for weeks."""
    Journey.objects.filter(pk=journey.pk).update(**values)
    return Journey.objects.get(pk=journey.pk)


def twin(journey: Journey, name: str, **changes) -> Journey:
    """Another family's file at the same place: a row made at once, for the sake of its columns."""
    apart = {"id", "reference", "household", "awaits", *changes}
    same = [field.attname for field in Journey._meta.concrete_fields if field.name not in apart]
    values = {column: getattr(journey, column) for column in same}
    return Journey.objects.create(household=Household.objects.create(name=name), **values, **changes)


PLACES: dict[str, Callable[[World], Journey]] = {build.__name__: build for build in [*map(at_step, WAY), *TURNS]}
