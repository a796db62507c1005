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
from emile.core.database.identity import acting_as_system
from placements.checks import NUMBER, RULES, find_disagreements
from tests.candidates.file.file_steps import twin
from tests.conftest import empty_the_database, owner_connection
from tests.world import WAY, World

pytestmark = pytest.mark.django_db
"""All of them: pytest-django plays those with a database first, and the files would be made twice."""


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


def test_every_rule_is_broken_below():
    assert {rule.code for rule in RULES} == set(BREAKS)


def test_files_made_by_the_verbs_agree(owner):
    assert found(owner) == set()


@pytest.mark.parametrize("code", BREAKS)
def test_a_broken_fact_is_found(owner, files, code):
    owner.execute(BREAKS[code].format(**files))
    assert code in found(owner)


WAIVED = (
    "INSERT INTO placements_immersionwaiver (journey_id, round, reason_id, note, waived_on, waived_by_id)"
    " SELECT id, {round}, (SELECT id FROM reference_reason WHERE kind = 'immersion_waiver' LIMIT 1), '', step_since,"
    " prescribed_by_id FROM candidates_journey WHERE id = {{immersion}}"
)
OTHER_PROGRAMME = (
    "UPDATE candidates_journey SET programme_id = (SELECT id FROM reference_programme WHERE NOT {}) WHERE id = {{{}}}"
)
MOVED = "(SELECT max(moved_in_on) FROM placements_lease WHERE journey_id = {support})"
THIRTY_MORE = (
    "INSERT INTO candidates_member (household_id, link, civility, last_name, first_name, sex, nationality, languages,"
    " phone, visiting) SELECT household_id, 'other', '', 'Diallo', 'Cousin', 'm', '', '{{}}', '', false"
    " FROM candidates_journey, generate_series(1, 30) WHERE candidates_journey.id = {presented}"
)

# What was done behind the workflow's back, one statement after another → the rules that are broken, and no other.
BORDERS: dict[str, tuple[list[str], set[str]]] = {
    "a waiver stands for the stay": ([erase("placements_stay", "immersion"), WAIVED.format(round=1)], set()),
    "that of another project does not": ([erase("placements_stay", "immersion"), WAIVED.format(round=2)], {"stay"}),
    "nor does its stay": ([alter("immersion", "round = 2")], {"stay"}),
    "a stay that nobody came to is none": (
        ["UPDATE placements_stay SET state = 'no_show', arrived_on = NULL, left_on = NULL"
         " WHERE journey_id = {immersion}"],
        {"stay"},
    ),
    "answers to another project are none": ([alter("validated", "round = 2")], {"stay", "agreements"}),
    "a refusal is no agreement": (
        ["ALTER TABLE placements_agreement DISABLE TRIGGER USER",
         "UPDATE placements_agreement SET agrees = false WHERE journey_id = {validated} AND side = 'service'"],
        {"agreements"},
    ),
    "one refusal leaves the project where it is": (
        ["ALTER TABLE placements_agreement DISABLE TRIGGER USER",
         "UPDATE placements_agreement SET agrees = false WHERE journey_id = {validated} AND side = 'service'",
         alter("validated", "step = 'immersion'")],
        {"step"},
    ),
    "two agreements do not": ([alter("validated", "step = 'immersion'")], {"step", "validated_late"}),
    "nor do those of another project": (
        [alter("validated", "step = 'immersion', round = 2")], {"step", "stay"},
    ),
    "no contact where the search is not asked": (
        [erase("placements_jobcontact", "job_search"), OTHER_PROGRAMME.format("diagnosis_required", "job_search")],
        set(),
    ),
    "no meeting either": (
        [erase("placements_projectmeeting", "project"), OTHER_PROGRAMME.format("diagnosis_required", "project")],
        set(),
    ),
    "no stay either": (
        [erase("placements_stay", "immersion"), OTHER_PROGRAMME.format("diagnosis_required", "immersion")], set(),
    ),
    "no agreement either": (
        [erase("placements_agreement", "validated"), OTHER_PROGRAMME.format("diagnosis_required", "validated")],
        set(),
    ),
    "no contract where housing comes first": (
        [erase("placements_contract", "contracted"), OTHER_PROGRAMME.format("job_before_move_in", "contracted")],
        set(),
    ),
    "a lease that nobody moved into": (
        ["UPDATE placements_lease SET moved_in_on = NULL WHERE journey_id = {settled}"], {"move_in"},
    ),
    "an act on the day of the move": (
        ["UPDATE placements_supportact SET done_on = " + MOVED + " WHERE journey_id = {support}"], set(),
    ),
    "an act the day before": (
        ["UPDATE placements_supportact SET done_on = " + MOVED + " - 1 WHERE journey_id = {support}"], {"act"},
    ),
    "an exit of another day": ([alter("mainstream", "closed_on = closed_on + 1")], {"exit_differs"}),
    "an exit for another reason": (
        [alter("mainstream", "end_reason_id = " + FROM_REASON.format("exit_before_move_in"))], {"exit_differs"},
    ),
    "a refusal without its reason": ([BREAKS["declined"]], {"declined", "step"}),
    "a refusal with its reason": (
        [BREAKS["declined"].replace("exit_after_move_in", "decline")], {"step"},
    ),
    "nobody presented it": ([alter("presented", "presented_by_id = NULL")], {"presented"}),
    "nobody had to": ([alter("submitted", "presented_by_id = NULL, territory_id = NULL")], set()),
    "a step that began on another day": ([alter("shortlisted", "step_since = step_since - 1")], {"step_since"}),
    "a stay under way at the immersion": (
        ["UPDATE placements_stay SET state = 'arrived', left_on = NULL WHERE journey_id = {immersion}"], set(),
    ),
    "a stay under way after it": ([BREAKS["stay_under_way"]], {"stay_under_way"}),
    "as many people as there are": ([alter("presented", "adults = 2, children = 0")], set()),
    "one more": ([alter("presented", "adults = 2, children = 1")], {"people"}),
    "no adult": ([alter("presented", "adults = 0, children = 1")], {"people"}),
    "no adult in a draft": ([alter("diagnosis", "adults = 0")], set()),
    "no adult once sent": ([alter("submitted", "adults = 0")], {"people"}),
    "twelve adults": ([THIRTY_MORE, alter("presented", "adults = 12, children = 15")], set()),
    "thirteen adults": ([THIRTY_MORE, alter("presented", "adults = 13, children = 0")], {"people"}),
    "sixteen children": ([THIRTY_MORE, alter("presented", "adults = 1, children = 16")], {"people"}),
}  # fmt: skip


@pytest.mark.parametrize("name", BORDERS)
def test_what_is_wrong_is_found_and_what_is_not_is_left_alone(owner, files, name):
    statements, rules = BORDERS[name]
    for statement in statements:
        owner.execute(statement.format(**files))
    assert found(owner) == rules


def test_the_reference_is_given(owner, files):
    owner.execute(BREAKS["contract"].format(**files))
    with owner.cursor() as cursor:
        line = next(line for line in find_disagreements(cursor) if line.rule.code == "contract")
    with acting_as_system():
        assert line.references == [Journey.objects.get(pk=files["contracted"]).reference]
    assert line.number == 1


def test_one_statement_whatever_the_number_of_files(files, django_assert_num_queries):
    with acting_as_system(), django_assert_num_queries(1), connection.cursor() as cursor:
        find_disagreements(cursor)


@pytest.mark.parametrize("step", Step)
def test_numbers_are_those_of_the_steps(owner, step):
    assert owner.execute(f"SELECT {NUMBER.format('%s')}", [step.value]).fetchone()[0] == reached(step)


def test_the_command_fails_and_says_which(files):
    with acting_as_system():
        Journey.objects.filter(pk=files["settled"]).update(adults=12)
    said = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("check_journeys", stdout=said)
    assert failure.value.returncode == 1
    with acting_as_system():
        reference = Journey.objects.get(pk=files["settled"]).reference
    assert said.getvalue() == f"Nombre d'adultes ou d'enfants invraisemblable : 1 ({reference})\n"
    assert str(failure.value) == "12 parcours vérifiés, 1 règles ne sont pas respectées."


def test_the_command_says_when_all_is_well_and_has_five_minutes(files):
    """Longer than a page may take: it reads every file."""
    said = StringIO()
    call_command("check_journeys", stdout=said)
    assert said.getvalue() == "12 parcours vérifiés : tous s'accordent avec leurs faits.\n"
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone()[0] == "5min"


def test_twenty_references_are_given_in_order_and_all_are_counted(files):
    with acting_as_system():
        one = Journey.objects.get(pk=files["presented"])
        twins = [twin(one, f"FAMILLE {number}") for number in range(21)]
        with connection.cursor() as cursor:
            line = next(line for line in find_disagreements(cursor) if line.rule.code == "step")
    assert line.number == 21
    assert line.references == sorted(journey.reference for journey in twins)[:20]
