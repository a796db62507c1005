"""The first day, or the last, on which each verb may be dated: that day is taken, its neighbour is refused in words."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.workflow import OutOfOrder
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.stays import workflow as stays
from placements.support import workflow as support
from tests.placements.rows import columns, rows_of
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import family
from tests.world import TODAY, World

YESTERDAY, IN_TWO_DAYS = TODAY - timedelta(days=1), TODAY + timedelta(days=2)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


# --- files whose facts have each a day of their own -----------------------------------------------------------------


def file(presented: Journey, step: Step) -> Journey:
    return family(presented, step, step_since=days_ago(30))


def stay_planned(world: World, presented: Journey) -> Journey:
    """From yesterday to the day after tomorrow."""
    journey = file(presented, Step.PROJECT)
    rows.arrival(world, journey, YESTERDAY)
    return journey


def arrived_a_day_late(world: World, presented: Journey) -> Journey:
    journey = stay_planned(world, presented)
    stays.arrive(journey, by=world.caseworker, on=TODAY)
    return journey


def immersion_over(world: World, presented: Journey) -> Journey:
    """The family came nine days ago, and left six days ago."""
    journey = family(presented, Step.IMMERSION, step_since=days_ago(9))
    rows.stay_over(world, journey, days_ago(9))
    return journey


def waived(world: World, journey: Journey) -> Journey:
    reason = world.reason("immersion_waiver")
    stays.waive_immersion(journey, by=world.head, on=days_ago(4), reason=reason, note="Ils y ont vécu.")
    return journey


def waived_at_once(world: World, presented: Journey) -> Journey:
    return waived(world, file(presented, Step.PROJECT))


def cut_short_then_waived(world: World, presented: Journey) -> Journey:
    journey = immersion_over(world, presented)
    journey.stays.update(state="partly")
    return waived(world, journey)


def refused(world: World, presented: Journey) -> Journey:
    """The service answered five days ago, the family three days ago."""
    journey = immersion_over(world, presented)
    project.give_service_agreement(journey, by=world.head, on=days_ago(5), agrees=False)
    project.give_household_agreement(journey, by=world.caseworker, on=days_ago(3), agrees=True, signatory="Awa")
    return journey


def offered(world: World, presented: Journey) -> Journey:
    journey = file(presented, Step.CONTRACTED)
    rows.contract(world, journey, days_ago(30))
    housing.offer_dwelling(journey, by=world.head, on=days_ago(3), dwelling=world.dwelling())
    return journey


def signed(world: World, presented: Journey) -> Journey:
    journey = offered(world, presented)
    housing.sign_lease(journey, by=world.head, on=days_ago(2))
    return journey


# --- the verbs ------------------------------------------------------------------------------------------------------

Verb = Callable[[World, Journey, date], object]


def arrive(world: World, journey: Journey, on: date) -> None:
    stays.arrive(journey, by=world.caseworker, on=on)


def not_come(world: World, journey: Journey, on: date) -> None:
    stays.record_no_show(journey, by=world.caseworker, on=on)


def end_stay(world: World, journey: Journey, on: date) -> None:
    stays.end_stay(journey, by=world.caseworker, on=on, cut_short=False)


def household_answers(world: World, journey: Journey, on: date) -> None:
    project.give_household_agreement(journey, by=world.caseworker, on=on, agrees=True, signatory="Awa")


def service_answers(world: World, journey: Journey, on: date) -> None:
    project.give_service_agreement(journey, by=world.head, on=on, agrees=True)


def resume(world: World, journey: Journey, on: date) -> None:
    project.resume_project(journey, by=world.head, on=on)


def refuse(world: World, journey: Journey, on: date) -> None:
    housing.refuse_dwelling(journey, by=world.head, on=on, note="Trop loin de l'école")


def sign_lease(world: World, journey: Journey, on: date) -> None:
    housing.sign_lease(journey, by=world.head, on=on)


def move_in(world: World, journey: Journey, on: date) -> None:
    housing.move_in(journey, by=world.caseworker, on=on)


def in_french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


EXPECTED = f"Le séjour est prévu du {in_french(YESTERDAY)} au {in_french(IN_TWO_DAYS)}."
TOO_EARLY: dict[str, tuple[Callable[[World, Journey], Journey], Verb, date, str]] = {
    "an arrival": (stay_planned, arrive, YESTERDAY, EXPECTED),
    "an absence": (
        stay_planned,
        not_come,
        YESTERDAY,
        "L'arrivée est prévue plus tard : annulez plutôt le séjour.",
    ),
    "an end of stay": (arrived_a_day_late, end_stay, TODAY, f"La famille est arrivée le {in_french(TODAY)}."),
    "the household's answer": (
        immersion_over,
        household_answers,
        days_ago(6),
        f"L'immersion s'est terminée le {in_french(days_ago(6))} : la réponse vient après.",
    ),
    "the service's answer": (
        immersion_over,
        service_answers,
        days_ago(6),
        f"L'immersion s'est terminée le {in_french(days_ago(6))} : la réponse vient après.",
    ),
    "an answer after a waiver": (
        waived_at_once,
        household_answers,
        days_ago(4),
        f"L'immersion s'est terminée le {in_french(days_ago(4))} : la réponse vient après.",
    ),
    "an answer after a stay cut short, then a waiver": (
        cut_short_then_waived,
        service_answers,
        days_ago(4),
        f"L'immersion s'est terminée le {in_french(days_ago(4))} : la réponse vient après.",
    ),
    "a project taken up again": (
        refused,
        resume,
        days_ago(3),
        f"La dernière réponse est du {in_french(days_ago(3))} : le projet se reprend après.",
    ),
    "a refusal": (offered, refuse, days_ago(3), f"Le logement a été proposé le {in_french(days_ago(3))}."),
    "a lease": (offered, sign_lease, days_ago(3), f"Le logement a été proposé le {in_french(days_ago(3))}."),
    "a move": (signed, move_in, days_ago(2), f"Le bail a été signé le {in_french(days_ago(2))}."),
}


@pytest.mark.parametrize("name", TOO_EARLY)
def test_the_first_day_is_taken_and_the_day_before_is_refused(world, presented, name):
    place, verb, first_day, sentence = TOO_EARLY[name]
    with acting_as_system():
        journey = Journey.objects.get(pk=place(world, presented).pk)
        before = (rows_of(journey), columns(journey))
        with pytest.raises(OutOfOrder) as refusal:
            verb(world, journey, first_day - timedelta(days=1))
        assert str(refusal.value) == sentence
        assert (rows_of(journey), columns(journey)) == before
        verb(world, journey, first_day)
        assert journey.events.latest("pk").happened_on == first_day


def test_a_family_may_come_on_the_last_day_of_its_stay_and_no_later(world, presented):
    with acting_as_system():
        journey = stay_planned(world, presented)
        with pytest.raises(OutOfOrder) as refusal:
            arrive(world, journey, IN_TWO_DAYS + timedelta(days=1))
        assert str(refusal.value) == EXPECTED
        arrive(world, journey, IN_TWO_DAYS)
        stay = journey.stays.get()
    assert (stay.state, stay.arrived_on) == ("arrived", IN_TWO_DAYS)


@pytest.mark.parametrize(("household", "service"), [(6, 2), (2, 6)])
def test_a_project_is_validated_on_the_day_of_the_last_answer_whoever_gives_it(world, presented, household, service):
    with acting_as_system():
        journey = immersion_over(world, presented)
        household_answers(world, journey, days_ago(household))
        service_answers(world, journey, days_ago(service))
        row = columns(journey)
    assert (row["step"], row["step_since"]) == ("validated", days_ago(2))


@pytest.mark.parametrize(("days_after", "step"), [(-1, "settled"), (0, "support"), (1, "support")])
def test_support_begins_with_the_first_act_since_the_move(world, presented, days_after, step):
    with acting_as_system():
        journey = signed(world, presented)
        move_in(world, journey, days_ago(2))
        done_on = days_ago(2) + timedelta(days=days_after)
        support.record_act(journey, by=world.caseworker, on=done_on, theme="housing")
        row = columns(journey)
        actions = list(journey.events.order_by("pk").values_list("action", flat=True))
    assert row["step"] == step
    assert actions[-2:] == (["move_in", "record_act"] if step == "settled" else ["record_act", "start_support"])
    assert row["step_since"] == max(done_on, days_ago(2))


def test_an_act_before_the_move_or_during_support_starts_nothing(world, presented):
    with acting_as_system():
        for step in (Step.PROJECT, Step.SUPPORT):
            journey, since = file(presented, step), days_ago(30)
            support.record_act(journey, by=world.caseworker, on=TODAY, theme="housing")
            row = columns(journey)
            assert (row["step"], row["step_since"]) == (step, since)
            assert journey.events.latest("pk").action == "record_act"


# --- what is counted on the day of the move -------------------------------------------------------------------------


def test_people_are_counted_again_on_the_day_of_the_move(world, presented):
    """Sami comes of age on the day, his little sister the day after, and their mother's partner has gone."""
    with acting_as_system():
        journey = signed(world, presented)
        people = journey.household.members
        people.create(link="child", first_name="Sami", birth_date=eighteen_years_before(TODAY))
        a_day_younger = eighteen_years_before(TODAY) + timedelta(days=1)
        people.create(link="child", first_name="Ina", birth_date=a_day_younger)
        people.create(link="partner", first_name="Omar", left_household_on=TODAY)
        assert (columns(journey)["adults"], columns(journey)["children"]) == (1, 1)
        move_in(world, journey, TODAY)
        row = columns(journey)
    assert (row["adults"], row["children"]) == (2, 1)


def eighteen_years_before(day: date) -> date:
    """28 February for a 29 February: nobody comes of age on that day."""
    year = day.year - 18
    return date(year, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=year)
