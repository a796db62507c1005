"""A verb that is refused half-way leaves nothing behind, and the database's own refusals are read in French."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest

from candidates.journey.verbs import all_verbs
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.database.integrity import RefusedByDatabase
from emile.core.workflow import OutOfOrder
from placements.project import workflow as project
from placements.stays import workflow as stays
from placements.support import workflow as support
from placements.work import workflow as work
from tests.placements.rows import columns, rows_of
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import applicant, family
from tests.world import TODAY, World

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
TOO_EARLY = f"Le dossier est à l'étape actuelle depuis le {TODAY:%d/%m/%Y} : vérifiez la date."


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    with acting_as_system():
        yield world_as_it_stands


def contact(world: World, journey: Journey, on: date) -> None:
    work.contact_employer(journey, by=world.head, on=on, member=applicant(journey), employer=world.employer)


def meet(world: World, journey: Journey, on: date) -> None:
    project.hold_meeting(journey, by=world.head, on=on, project="Menuisier en CDI.")


def arrive(world: World, journey: Journey, on: date) -> None:
    stays.arrive(journey, by=world.caseworker, on=on)


def waive(world: World, journey: Journey, on: date) -> None:
    reason = world.reason("immersion_waiver")
    stays.waive_immersion(journey, by=world.head, on=on, reason=reason, note="Ils y ont vécu.")


def sign(world: World, journey: Journey, on: date, **changes) -> None:
    details = {"member": applicant(journey), "employer": world.employer, "kind": "cdd", "starts_on": TODAY}
    work.sign_contract(journey, by=world.head, on=on, **details | changes)


def leave_for_mainstream(world: World, journey: Journey, on: date) -> None:
    support.exit_to_mainstream(journey, by=world.caseworker, on=on)


def expected_since_yesterday(world: World, journey: Journey) -> None:
    rows.arrival(world, journey, YESTERDAY)


def agreed(world: World, journey: Journey) -> None:
    rows.stay_over(world, journey, YESTERDAY)
    for side in ("household", "service"):
        rows.answer(world, journey, side, agrees=True)


def nothing(world: World, journey: Journey) -> None:
    """The step is enough."""


MOVES: dict[str, tuple[Step, Callable, Callable]] = {
    "a contact": (Step.SHORTLISTED, nothing, contact),
    "a meeting": (Step.JOB_SEARCH, nothing, meet),
    "an arrival": (Step.PROJECT, expected_since_yesterday, arrive),
    "a waiver": (Step.PROJECT, nothing, waive),
    "a contract": (Step.VALIDATED, agreed, sign),
    "an exit": (Step.SUPPORT, nothing, leave_for_mainstream),
}


@pytest.mark.parametrize("name", MOVES)
def test_a_step_is_not_left_before_it_began_and_the_fact_is_not_written_either(world, presented, name):
    step, fact, verb = MOVES[name]
    journey = family(presented, step)
    fact(world, journey)
    applicant(journey)
    before = (rows_of(journey), columns(journey))
    with pytest.raises(OutOfOrder) as refusal:
        verb(world, journey, YESTERDAY)
    assert str(refusal.value) == TOO_EARLY
    assert (rows_of(journey), columns(journey)) == before
    verb(world, journey, TODAY)
    assert journey.events.latest("pk").happened_on == TODAY


def contract_backwards(world: World, journey: Journey) -> None:
    sign(world, journey, TODAY, ends_on=TODAY)


def contract_too_long(world: World, journey: Journey) -> None:
    sign(world, journey, TODAY, weekly_hours=49)


def unsigned(world: World, journey: Journey) -> None:
    project.give_household_agreement(journey, by=world.caseworker, on=TOMORROW, agrees=True, signatory="")


def a_day_without_words(world: World, journey: Journey) -> None:
    support.record_act(journey, by=world.caseworker, on=TODAY, theme="work", next_step_on=TODAY)


def stay_over(world: World, journey: Journey) -> None:
    rows.stay_over(world, journey, YESTERDAY - timedelta(days=3))


RULES: dict[str, tuple[Step, Callable, Callable, str]] = {
    "a contract that ends as it starts": (
        Step.VALIDATED,
        agreed,
        contract_backwards,
        "La fin du contrat précède son début.",
    ),
    "a contract of forty-nine hours": (
        Step.VALIDATED,
        agreed,
        contract_too_long,
        "La durée hebdomadaire se situe entre 1 et 48 heures.",
    ),
    "an answer that nobody signs": (
        Step.IMMERSION,
        stay_over,
        unsigned,
        "Un accord porte le nom de la personne qui le signe.",
    ),
    "a day without words": (
        Step.SUPPORT,
        nothing,
        a_day_without_words,
        "Dites en quelques mots ce qui est à faire à cette date.",
    ),
}


@pytest.mark.parametrize("name", RULES)
def test_what_the_database_refuses_is_said_in_french_by_the_verb_itself(world, presented, name):
    step, fact, verb, sentence = RULES[name]
    journey = family(presented, step)
    fact(world, journey)
    applicant(journey)
    before = (rows_of(journey), columns(journey))
    with pytest.raises(RefusedByDatabase) as refusal:
        verb(world, journey)
    assert str(refusal.value) == sentence
    assert (rows_of(journey), columns(journey)) == before


def test_every_verb_is_one_transaction_whose_refusals_can_be_read():
    """Those above show it of the verbs that can fail once their fact is written; the others keep the same promise."""
    second_half = [verb.perform for verb in all_verbs() if verb.perform.__module__.startswith("placements.")]
    assert len(second_half) == 20
    assert [verb.__name__ for verb in second_half if not hasattr(verb, "__wrapped__")] == []
