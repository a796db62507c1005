"""What lets a family move in, and what no longer holds it back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from candidates.models import Journey, Member, Schooling
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.workflow import GuardRefused
from placements.housing import workflow as housing
from placements.models import Lease, Stay
from placements.project import workflow as project
from placements.stays import workflow as stays
from tests.placements.rows import columns
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import family
from tests.world import TODAY, World

HELD_BACK = "L'accord de l'autre parent, ou une décision du juge, manque pour {}."


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


def refusal(verb, journey: Journey, **asked) -> str:
    with pytest.raises(GuardRefused) as refused:
        verb(journey, **asked)
    return str(refused.value)


def stay(world: World, journey: Journey, state: str) -> Stay:
    came = {"arrived_on": TODAY} if state in {"arrived", "attended", "partly"} else {}
    left = {"left_on": TODAY} if state in {"attended", "partly"} else {}
    return rows.arrival(world, journey, TODAY, state=state, **came, **left)


def offered(world: World, presented: Journey) -> Journey:
    journey = family(presented, Step.CONTRACTED)
    rows.offer(world, journey, TODAY)
    return journey


def leased(world: World, presented: Journey) -> Journey:
    """With a contract and a lease: all that a move needs."""
    journey = family(presented, Step.CONTRACTED)
    rows.lease(world, journey, TODAY)
    rows.contract(world, journey, TODAY)
    return journey


def add_child(journey: Journey, first_name: str, consent: str = "missing", **changes) -> Member:
    details = {"link": "child", "first_name": first_name, "last_name": "Diallo", **changes}
    child = Member.objects.create(household=journey.household, **details)
    Schooling.objects.create(member=child, parental_consent=consent)
    return child


@pytest.mark.parametrize("consent", ["not_needed", "agreed", "court", "sole"])
def test_a_child_may_move_when_both_parents_or_a_judge_agree(world, presented, consent):
    journey = leased(world, presented)
    add_child(journey, "Sami", consent)
    housing.move_in(journey, by=world.caseworker, on=TODAY)
    assert columns(journey)["step"] == "settled"


@pytest.mark.parametrize(
    "who", [{"visiting": True}, {"left_household_on": TODAY - timedelta(days=1)}, {"link": "other"}], ids=str
)
def test_only_a_child_who_moves_along_holds_the_family_back(world, presented, who):
    """One who visits stays where it lives, one who left is with the other parent, a cousin has no such need."""
    journey = leased(world, presented)
    add_child(journey, "Ina", **who)
    housing.move_in(journey, by=world.caseworker, on=TODAY)
    assert columns(journey)["step"] == "settled"


def test_each_child_held_back_is_named(world, presented):
    journey = leased(world, presented)
    for first_name in ("Moussa", "Ina"):
        add_child(journey, first_name)
    assert refusal(housing.move_in, journey, by=world.caseworker, on=TODAY) == HELD_BACK.format("Moussa, Ina")
    assert columns(journey)["step"] == "contracted"


# --- the lease ------------------------------------------------------------------------------------------------------


def test_a_lease_that_ended_holds_nobody_any_more(world, presented):
    """Neither the family nor the flat: another one is offered, signed and moved into."""
    journey = leased(world, presented)
    first = Lease.objects.get(journey=journey)
    Lease.objects.filter(pk=first.pk).update(ended_on=TODAY)
    assert refusal(housing.move_in, journey, by=world.caseworker, on=TODAY) == "Il faut d'abord un bail signé."
    second = housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
    assert housing.sign_lease(journey, by=world.head, on=TODAY) == second
    assert housing.move_in(journey, by=world.caseworker, on=TODAY) == second
    moved = dict(Lease.objects.filter(journey=journey).values_list("pk", "moved_in_on"))
    assert moved == {first.pk: None, second.pk: TODAY}


def test_an_offer_that_ended_is_neither_signed_nor_refused(world, presented):
    journey = offered(world, presented)
    Lease.objects.filter(journey=journey).update(ended_on=TODAY)
    for verb, more in ((housing.sign_lease, {}), (housing.refuse_dwelling, {"note": "Trop petit"})):
        sentence = refusal(verb, journey, by=world.head, on=TODAY, **more)
        assert sentence == "Aucun logement n'est proposé à ce ménage."


@pytest.mark.parametrize("place", [offered, leased])
def test_one_dwelling_at_a_time(world, presented, place):
    asked = {"by": world.head, "on": TODAY, "dwelling": world.dwelling()}
    sentence = refusal(housing.offer_dwelling, place(world, presented), **asked)
    assert sentence == "Un logement est déjà proposé à ce ménage, ou loué."


@pytest.mark.parametrize("place", [offered, leased])
def test_a_dwelling_that_somebody_has_is_refused_by_name(world, presented, place):
    dwelling = place(world, presented).leases.get().dwelling
    other = family(presented, Step.CONTRACTED)
    with pytest.raises(housing.DwellingTaken) as refused:
        housing.offer_dwelling(other, by=world.head, on=TODAY, dwelling=dwelling)
    assert str(refused.value) == "Ce logement est déjà proposé ou loué à un autre ménage."


# --- before the job, or after it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("job_first", [True, False])
def test_a_contract_comes_before_the_move_where_the_programme_says_so(world, presented, job_first):
    type(world.programme).objects.filter(pk=world.programme.pk).update(job_before_move_in=job_first)
    journey = family(presented, Step.CONTRACTED)
    rows.lease(world, journey, TODAY)
    move = {"by": world.caseworker, "on": TODAY}
    if job_first:
        sentence = "Il faut d'abord un contrat signé, une promesse d'embauche ou une place en formation."
        assert refusal(housing.move_in, journey, **move) == sentence
        rows.contract(world, journey, TODAY)
    housing.move_in(journey, **move)
    assert columns(journey)["step"] == "settled"


def test_a_family_that_is_housed_first_goes_from_shortlisted_to_settled(world, presented):
    type(world.programme).objects.filter(pk=world.programme.pk).update(job_before_move_in=False)
    journey = family(presented, Step.SHORTLISTED)
    housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
    housing.sign_lease(journey, by=world.head, on=TODAY)
    housing.move_in(journey, by=world.caseworker, on=TODAY)
    assert columns(journey)["step"] == "settled"


# --- the stay -------------------------------------------------------------------------------------------------------

UNDER_WAY = "Un séjour est déjà prévu ou en cours."


@pytest.mark.parametrize(
    ("step", "state", "sentence"),
    [
        (Step.PROJECT, "planned", UNDER_WAY),
        (Step.IMMERSION, "arrived", UNDER_WAY),
        (Step.IMMERSION, "attended", "L'immersion a déjà été faite."),
    ],
)
def test_one_stay_at_a_time_and_none_after_one_that_counts(world, presented, step, state, sentence):
    journey, reason = family(presented, step), world.reason("immersion_waiver")
    stay(world, journey, state)
    dates = {"arrival": TODAY, "departure": TODAY + timedelta(days=3)}
    planned = {"by": world.head, "today": TODAY, "flat": world.flat, "people": 2, **dates}
    assert refusal(stays.plan_stay, journey, **planned) == sentence
    waived = {"by": world.head, "on": TODAY, "reason": reason, "note": "Connu."}
    assert refusal(stays.waive_immersion, journey, **waived) == sentence


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("arrived", "L'immersion n'est pas terminée."),
        (
            "partly",
            "Le séjour a été écourté : il faut un autre séjour, ou une dispense motivée du chef de service.",
        ),
    ],
)
def test_both_sides_wait_for_the_end_of_the_immersion(world, presented, state, sentence):
    journey = family(presented, Step.IMMERSION)
    stay(world, journey, state)
    asked = {"on": TODAY, "agrees": True, "signatory": "Awa"}
    assert refusal(project.give_household_agreement, journey, by=world.caseworker, **asked) == sentence
    assert refusal(project.give_service_agreement, journey, by=world.head, **asked) == sentence


@pytest.mark.parametrize("by", ["service", "household"])
def test_a_side_answers_once(world, presented, by):
    journey = family(presented, Step.IMMERSION)
    stay(world, journey, "attended")
    rows.answer(world, journey, by, agrees=False)
    asked = {"on": TODAY, "agrees": True, "signatory": "Awa"}
    if by == "household":
        sentence = refusal(project.give_household_agreement, journey, by=world.prescriber, **asked)
        assert sentence == "Le ménage a déjà répondu."
    else:
        sentence = refusal(project.give_service_agreement, journey, by=world.head, **asked)
        assert sentence == "Le service a déjà répondu."


@pytest.mark.parametrize("verb", [stays.cancel_stay, stays.record_no_show, stays.arrive])
@pytest.mark.parametrize(("step", "state"), [(Step.PROJECT, "cancelled"), (Step.IMMERSION, "arrived")])
def test_only_a_stay_that_is_planned_is_cancelled_missed_or_begun(world, presented, verb, step, state):
    journey = family(presented, step)
    stay(world, journey, state)
    assert refusal(verb, journey, by=world.head, on=TODAY) == "Aucun séjour n'est prévu."


@pytest.mark.parametrize("state", ["planned", "attended", "partly"])
def test_only_a_stay_under_way_is_ended(world, presented, state):
    journey = family(presented, Step.IMMERSION)
    stay(world, journey, state)
    sentence = refusal(stays.end_stay, journey, by=world.head, on=TODAY, cut_short=False)
    assert sentence == "Aucun séjour n'est en cours."
