"""What makes a file wait: by the real verbs for one family, and row by row for the five whose order is looked at."""

from datetime import date, timedelta

from candidates.journey import following
from candidates.models import Journey, Member, SocialHousingRequest, StayRight
from candidates.steps import Step
from partners.models import RelayFlat
from placements.models import Agreement, Contract, Lease, Stay, SupportAct
from placements.stays import workflow as stays
from placements.support import workflow as support
from tests.candidates.file.file_steps import changed, twin
from tests.placements import places
from tests.world import TODAY, World


def days(number: int) -> timedelta:
    return timedelta(days=number)


# --- one family, by the verbs ---------------------------------------------------------------------------------------


def expected_yesterday(world: World) -> Journey:
    journey = world.journey(Step.PROJECT)
    places.stay_of_yesterday(world, journey)
    return journey


def gone_yesterday(world: World) -> Journey:
    journey, arrival = world.journey(Step.PROJECT), TODAY - days(4)
    details = {"flat": world.flat, "arrival": arrival, "departure": TODAY - days(1), "people": 2}
    stays.plan_stay(journey, by=world.head, today=arrival, **details)
    stays.arrive(journey, by=world.caseworker, on=arrival)
    return journey


def followed(world: World) -> Journey:
    journey = world.journey(Step.SUPPORT)
    return following.assign(journey, by=world.head, on=TODAY, caseworker=world.caseworker)


def promised(world: World) -> Journey:
    journey = followed(world)
    promise = {"next_step": "Rappeler la CAF", "next_step_on": TODAY + days(7)}
    support.record_act(journey, by=world.caseworker, on=TODAY, theme="budget", **promise)
    return journey


def silent_family(world: World) -> Journey:
    journey = changed(followed(world), step_since=TODAY - days(31))
    journey.acts.update(done_on=TODAY - days(31))
    return journey


def permit_of_awa(world: World) -> Journey:
    journey = world.journey(Step.DIAGNOSIS)
    StayRight.objects.filter(member__household=journey.household).update(expires_on=TODAY + days(120))
    return journey


# --- any family, on a day -------------------------------------------------------------------------------------------


def family(presented: Journey, step: Step, **changes) -> Journey:
    values = {"step": step, "furthest": step.number, "step_since": TODAY} | changes
    return twin(presented, "DIALLO Awa", **values)


def nothing(world: World, journey: Journey, day: date) -> None:
    """The step is enough."""


def arrival(world: World, journey: Journey, day: date, **changes) -> Stay:
    flat = world.relay_flat(f"Relais {RelayFlat.objects.count()}", world.cantal)
    details = {"arrival": day, "departure": day + days(3), "people": 2, "planned_on": day, "planned_by": world.head}
    return Stay.objects.create(journey=journey, flat=flat, **details | changes)


def departure(world: World, journey: Journey, day: date) -> Stay:
    came = day - days(3)
    dates = {"arrival": came, "planned_on": came, "arrived_on": came, "departure": day}
    return arrival(world, journey, day, state="arrived", **dates)


def stay_over(world: World, journey: Journey, day: date) -> Stay:
    return arrival(world, journey, day, state="attended", arrived_on=day, left_on=day + days(3))


def answer(world: World, journey: Journey, side: str, *, agrees: bool) -> Agreement:
    who = {"household": world.caseworker, "service": world.head}[side]
    details = {"round": journey.round, "decided_on": TODAY, "signatory": "Awa", "recorded_by": who}
    return Agreement.objects.create(journey=journey, side=side, agrees=agrees, **details)


def refusal(world: World, journey: Journey, day: date) -> None:
    stay_over(world, journey, day)
    answer(world, journey, "household", agrees=True)
    answer(world, journey, "service", agrees=False)


def offer(world: World, journey: Journey, day: date, **changes) -> Lease:
    details = {"dwelling": world.dwelling(), "offered_on": day, "recorded_by": world.head}
    return Lease.objects.create(journey=journey, **details | changes)


def lease(world: World, journey: Journey, day: date) -> Lease:
    return offer(world, journey, day, state="signed", signed_on=day)


def applicant(journey: Journey) -> Member:
    people = journey.household.members
    return people.filter(link="applicant").first() or people.create(link="applicant", first_name="Awa")


def contract(world: World, journey: Journey, day: date, **changes) -> Contract:
    details = {"member": applicant(journey), "employer": world.employer, "kind": "cdi", "recorded_by": world.head}
    return Contract.objects.create(journey=journey, signed_on=day, starts_on=day, **details | changes)


def act(world: World, journey: Journey, day: date, **changes) -> SupportAct:
    return SupportAct.objects.create(journey=journey, theme="budget", done_on=day, done_by=world.caseworker, **changes)


def last_act(world: World, journey: Journey, day: date) -> SupportAct:
    return act(world, journey, day)


def next_step(world: World, journey: Journey, day: date) -> SupportAct:
    return act(world, journey, day - days(10), next_step="Rappeler la CAF", next_step_on=day)


def permit(world: World, journey: Journey, day: date, **changes) -> StayRight:
    member = Member.objects.create(household=journey.household, link="partner", first_name="Omar", **changes)
    return StayRight.objects.create(member=member, document="multi_year", may_work=True, expires_on=day)


def housing_request(world: World, journey: Journey, day: date, **changes) -> SocialHousingRequest:
    details = {"number": "0750123456789", "department_id": "75", "filed_on": day, **changes}
    return SocialHousingRequest.objects.create(household=journey.household, **details)
