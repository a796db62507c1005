"""Each rule of the check is broken on purpose, behind the workflow's back, and must be found."""

from collections.abc import Iterator
from io import StringIO

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from candidates.models import Journey
from candidates.steps import Step, reached
from emile.core.identity import acting_as_system
from placements.checks import NUMBER, RULES, find_disagreements
from tests.conftest import empty_the_database, owner_connection
from tests.world import WAY, World


@pytest.fixture(scope="module")
def files(django_db_setup, django_db_blocker) -> Iterator[dict[str, int]]:
    """One committed file at each step, made by the real verbs: step → id."""
    with django_db_blocker.unblock():
        with acting_as_system():
            world = World()
            made = {step.value: world.journey(step, name=f"Famille{step}").pk for step in WAY}
        yield made
        empty_the_database()


@pytest.fixture
def owner(files) -> Iterator[psycopg.Connection]:
    """The owner's connection, with the right to write anything; what it breaks is rolled back."""
    with owner_connection(settings.DATABASES["default"]["NAME"]) as connection:
        connection.autocommit = False
        connection.execute("SELECT set_config('app.system', 'on', true)")
        yield connection
        connection.rollback()


def found(owner) -> set[str]:
    with owner.cursor() as cursor:
        return {line.rule.code for line in find_disagreements(cursor)}


def erase(table: str, step: str, condition: str = "true") -> str:
    return (
        f"ALTER TABLE {table} DISABLE TRIGGER USER; DELETE FROM {table} WHERE journey_id = {{{step}}} AND {condition}"
    )


def alter(step: str, change: str) -> str:
    return f"UPDATE candidates_journey SET {change} WHERE id = {{{step}}}"


FROM_REASON = "(SELECT id FROM reference_reason WHERE kind = '{}' LIMIT 1)"
BREAKS = {
    "contact": erase("placements_jobcontact", "job_search"),
    "meeting": erase("placements_projectmeeting", "project"),
    "stay": erase("placements_stay", "immersion"),
    "agreements": erase("placements_agreement", "validated", "side = 'service'"),
    "validated_late": alter("validated", "step = 'immersion'"),
    "contract": erase("placements_contract", "contracted"),
    "move_in": "UPDATE placements_lease SET moved_in_on = NULL WHERE journey_id = {settled}",
    "act": erase("placements_supportact", "support"),
    "exit_missing": erase("placements_exit", "mainstream"),
    "exit_extra": "INSERT INTO placements_exit (journey_id, left_on, reason_id, note, after_move_in, recorded_by_id,"
    " recorded_at) SELECT {support}, left_on, reason_id, '', true, recorded_by_id, now() FROM placements_exit",
    "exit_differs": alter("mainstream", "closed_on = closed_on + 1"),
    "declined": alter(
        "presented",
        "step = 'declined', closed_on = step_since, end_reason_id = " + FROM_REASON.format("exit_after_move_in"),
    ),
    "presented": alter("presented", "presented_by_id = NULL"),
    "step": alter("submitted", "step = 'to_complete'"),
    "step_since": alter("shortlisted", "step_since = step_since - 1"),
    "furthest": alter("project", "furthest = 7"),
    "stay_under_way": "UPDATE placements_stay SET state = 'arrived', left_on = NULL WHERE journey_id = {validated}",
    "people": alter("presented", "adults = 5"),
}


def test_files_made_by_the_verbs_agree(owner):
    assert found(owner) == set()


@pytest.mark.parametrize("code", [rule.code for rule in RULES])
def test_a_broken_fact_is_found(owner, files, code):
    owner.execute(BREAKS[code].format(**files))
    assert code in found(owner)


def test_the_reference_is_given(owner, files):
    owner.execute(BREAKS["contract"].format(**files))
    with owner.cursor() as cursor:
        line = next(line for line in find_disagreements(cursor) if line.rule.code == "contract")
    with acting_as_system():
        assert line.references == [Journey.objects.get(pk=files["contracted"]).reference]
    assert line.number == 1


@pytest.mark.django_db
def test_one_statement_whatever_the_number_of_files(files, django_assert_num_queries):
    with acting_as_system(), django_assert_num_queries(1), connection.cursor() as cursor:
        find_disagreements(cursor)


@pytest.mark.parametrize("step", Step)
def test_numbers_are_those_of_the_steps(owner, step):
    assert owner.execute(f"SELECT {NUMBER.format('%s')}", [step.value]).fetchone()[0] == reached(step)


@pytest.mark.django_db
def test_the_command_fails_and_says_which(files):
    with acting_as_system():
        Journey.objects.filter(pk=files["settled"]).update(adults=12)
    said = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("check_journeys", stdout=said)
    assert failure.value.returncode == 1
    assert "invraisemblable" in said.getvalue()
