"""What a verb writes, in which order: its fact, then the row of the file once, then the event."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.journey.table import NOBODY, TRANSITIONS, Action
from candidates.journey.verbs import find, slug_of
from candidates.models import Journey, JourneyEvent
from emile.core.database.identity import acting_as_system
from tests.candidates.journey.verb_answers import CASES
from tests.world import TODAY

WRITE = re.compile(r'^(INSERT INTO|UPDATE) "(\w+)"(.*)')
OF_THE_MOVE = {"candidates_journey", "candidates_journeyevent", "candidates_eventnote"}


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def written_by(world, action: Action) -> list[tuple[str, str, str]]:
    case = CASES[action]
    journey = Journey.objects.get(pk=case.place(world).pk)
    verb = find(slug_of(action))
    sent = {"token": str(uuid.uuid4()), "on": TODAY.isoformat(), **case.answers(world, journey)}
    form = verb.form(sent, journey=journey, user=case.person(world), today=TODAY)
    assert form.is_valid(), form.errors
    before = JourneyEvent.objects.filter(journey=journey).count()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        verb.perform(journey, by=case.person(world), **form.arguments())
    assert JourneyEvent.objects.filter(journey=journey).count() > before
    return [found.groups() for query in asked.captured_queries if (found := WRITE.match(query["sql"]))]


@pytest.mark.parametrize("action", [action for action, rule in TRANSITIONS.items() if rule.roles != NOBODY])
def test_the_fact_then_the_row_once_then_the_event(world, action):
    with acting_as_system():
        writes = written_by(world, action)
    tables = [table for _, table, _ in writes]
    assert tables.count("candidates_journey") == tables.count("candidates_journeyevent"), writes
    first_move = tables.index("candidates_journey")
    assert set(tables[first_move:]) <= OF_THE_MOVE, tables


COLUMNS = re.compile(r'"(\w+)" = ')


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.FOLLOW_CONTACT, {"version"}),
        (Action.ASSIGN, {"version", "caseworker_id"}),
        (
            Action.RESUME_PROJECT,
            {"version", "step", "step_since", "furthest", "closed_on", "end_reason_id", "review_on", "round"}
            | {"suspended_until"},
        ),
    ],
)
def test_of_the_row_only_what_the_verb_changes_is_written(world, action, expected):
    with acting_as_system():
        writes = written_by(world, action)
    ((_, _, sql),) = [write for write in writes if write[1] == "candidates_journey"]
    assert set(COLUMNS.findall(sql.split(" WHERE ")[0])) == expected
