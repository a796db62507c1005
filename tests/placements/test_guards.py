"""What lets a family move in, and what no longer holds it back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from candidates.models import Journey, Member, Schooling
from candidates.steps import Step
from emile.core.identity import acting_as_system
from emile.core.workflow import GUARDS, GuardRefused
from placements import workflow
from placements.models import Lease
from tests.candidates import file_steps
from tests.placements.rows import columns
from tests.world import TODAY, World

HELD_BACK = "L'accord de l'autre parent, ou une décision du juge, manque pour {}."


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


def add_child(journey: Journey, first_name: str, consent: str = "missing", **changes) -> Member:
    details = {"link": "child", "first_name": first_name, "last_name": "Diallo", **changes}
    child = Member.objects.create(household=journey.household, **details)
    Schooling.objects.create(member=child, parental_consent=consent)
    return child


@pytest.mark.parametrize("consent", ["not_needed", "agreed", "court", "sole"])
def test_a_child_may_move_when_both_parents_or_a_judge_agree(world, consent):
    journey = file_steps.leased(world)
    Schooling.objects.filter(member__household=journey.household).update(parental_consent=consent)
    workflow.move_in(journey, by=world.caseworker, on=TODAY)
    assert columns(journey)["step"] == "settled"


@pytest.mark.parametrize(
    "who", [{"visiting": True}, {"left_household_on": TODAY - timedelta(days=1)}, {"link": "other"}], ids=str
)
def test_only_a_child_who_moves_along_holds_the_family_back(world, who):
    """One who visits stays where it lives, one who left is with the other parent, a cousin has no such need."""
    journey = file_steps.leased(world)
    add_child(journey, "Ina", **who)
    workflow.move_in(journey, by=world.caseworker, on=TODAY)
    assert columns(journey)["step"] == "settled"


def test_each_child_held_back_is_named(world):
    journey = file_steps.leased(world)
    for first_name in ("Moussa", "Ina"):
        add_child(journey, first_name)
    with pytest.raises(GuardRefused) as refusal:
        workflow.move_in(journey, by=world.caseworker, on=TODAY)
    assert str(refusal.value) == HELD_BACK.format("Moussa, Ina")
    assert columns(journey)["step"] == "contracted"


# --- the lease ------------------------------------------------------------------------------------------------------


def test_a_lease_that_ended_holds_nobody_any_more(world):
    """Neither the family nor the flat: another one is offered, signed and moved into."""
    journey = file_steps.leased(world)
    first = Lease.objects.get(journey=journey)
    Lease.objects.filter(pk=first.pk).update(ended_on=TODAY)
    with pytest.raises(GuardRefused) as refusal:
        workflow.move_in(journey, by=world.caseworker, on=TODAY)
    assert str(refusal.value) == "Il faut d'abord un bail signé."
    second = workflow.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
    assert workflow.sign_lease(journey, by=world.head, on=TODAY) == second
    assert workflow.move_in(journey, by=world.caseworker, on=TODAY) == second
    moved = dict(Lease.objects.filter(journey=journey).values_list("pk", "moved_in_on"))
    assert moved == {first.pk: None, second.pk: TODAY}


def test_an_offer_that_ended_is_neither_signed_nor_refused(world):
    journey = file_steps.offered(world)
    Lease.objects.filter(journey=journey).update(ended_on=TODAY)
    for verb, more in ((workflow.sign_lease, {}), (workflow.refuse_dwelling, {"note": "Trop petit"})):
        with pytest.raises(GuardRefused) as refusal:
            verb(journey, by=world.head, on=TODAY, **more)
        assert str(refusal.value) == "Aucun logement n'est proposé à ce ménage."


@pytest.mark.parametrize("place", [file_steps.offered, file_steps.leased])
def test_one_dwelling_at_a_time(world, place):
    journey = place(world)
    with pytest.raises(GuardRefused) as refusal:
        workflow.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
    assert str(refusal.value) == "Un logement est déjà proposé à ce ménage, ou loué."


@pytest.mark.parametrize("state", ["offered", "signed"])
def test_a_dwelling_that_somebody_has_is_refused_by_name(world, state):
    journey = file_steps.offered(world) if state == "offered" else file_steps.leased(world)
    with pytest.raises(workflow.DwellingTaken) as refusal:
        workflow.offer_dwelling(
            world.journey(Step.CONTRACTED), by=world.head, on=TODAY, dwelling=journey.leases.get().dwelling
        )
    assert str(refusal.value) == "Ce logement est déjà proposé ou loué à un autre ménage."


# --- before the job, or after it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("job_first", [True, False])
def test_a_contract_comes_before_the_move_where_the_programme_says_so(world, job_first):
    journey = file_steps.leased(world)
    type(world.programme).objects.filter(pk=world.programme.pk).update(job_before_move_in=job_first)
    journey.contracts.update(journey=file_steps.offered(world))
    journey = Journey.objects.select_related("programme").get(pk=journey.pk)
    refused = "Il faut d'abord un contrat signé, une promesse d'embauche ou une place en formation."
    assert GUARDS["contract_where_required"](journey) == (refused if job_first else None)


def test_a_family_that_is_housed_first_goes_from_shortlisted_to_settled(world):
    type(world.programme).objects.filter(pk=world.programme.pk).update(job_before_move_in=False)
    journey = world.journey(Step.SHORTLISTED)
    workflow.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
    workflow.sign_lease(journey, by=world.head, on=TODAY)
    workflow.move_in(journey, by=world.caseworker, on=TODAY)
    assert columns(journey)["step"] == "settled"


# --- the stay -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (file_steps.stay_planned, "Un séjour est déjà prévu ou en cours."),
        (file_steps.arrived, "Un séjour est déjà prévu ou en cours."),
        (file_steps.at_step(Step.IMMERSION), "L'immersion a déjà été faite."),
    ],
    ids=["planned", "arrived", "done"],
)
def test_one_stay_at_a_time_and_none_after_one_that_counts(world, place, sentence):
    journey, reason = place(world), world.reason("immersion_waiver")
    with pytest.raises(GuardRefused) as refusal:
        file_steps.plan(world, journey, in_days=20)
    assert str(refusal.value) == sentence
    with pytest.raises(GuardRefused) as refusal:
        workflow.waive_immersion(journey, by=world.head, on=TODAY, reason=reason, note="Connu.")
    assert str(refusal.value) == sentence


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (file_steps.arrived, "L'immersion n'est pas terminée."),
        (
            file_steps.cut_short,
            "Le séjour a été écourté : il faut un autre séjour, ou une dispense motivée du chef de service.",
        ),
    ],
)
def test_both_sides_wait_for_the_end_of_the_immersion(world, place, sentence):
    journey = place(world)
    for verb, person, more in (
        (workflow.give_household_agreement, world.caseworker, {"signatory": "Awa"}),
        (workflow.give_service_agreement, world.head, {}),
    ):
        with pytest.raises(GuardRefused) as refusal:
            verb(journey, by=person, on=TODAY, agrees=True, **more)
        assert str(refusal.value) == sentence
