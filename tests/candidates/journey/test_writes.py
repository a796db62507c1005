"""What a verb writes, in which order: its fact, then the row of the file once if it changes, then the event."""

import re
import uuid
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.journey.table import NOBODY, TRANSITIONS, Action
from candidates.journey.verbs import find, slug_of
from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from tests.candidates.journey.verb_answers import CASES
from tests.world import TODAY, World

WRITE = re.compile(r'^(INSERT INTO|UPDATE) "(\w+)"(.*)')
WITHOUT_A_MOVE = {Action.ASSIGN, Action.SUSPEND, Action.RESUME}
"""These change the row of the file and leave its step."""
OF_THE_MOVE = {"candidates_journey", "candidates_journeyevent", "candidates_eventnote"}


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


class Written(NamedTuple):
    writes: list[tuple[str, str, str]]
    """Of each statement: its first words, its table, the rest."""
    moves: int
    """How many of the events say another step."""

    def to(self, table: str) -> list[str]:
        return [rest for _, written, rest in self.writes if written == table]


def written_by(world: World, action: Action) -> Written:
    case = CASES[action]
    journey = Journey.objects.get(pk=case.place(world).pk)
    verb = find(slug_of(action))
    sent = {"token": str(uuid.uuid4()), "on": TODAY.isoformat(), **case.answers(world, journey)}
    form = verb.form(sent, journey=journey, user=case.person(world), today=TODAY)
    assert form.is_valid(), form.errors
    before = set(journey.events.values_list("pk", flat=True))
    with CaptureQueriesContext(connection) as asked:
        verb.perform(journey, by=case.person(world), **form.arguments())
    steps = journey.events.exclude(pk__in=before).values_list("from_step", "to_step")
    assert steps
    writes = [found.groups() for query in asked.captured_queries if (found := WRITE.match(query["sql"]))]
    return Written(writes, sum(before != after for before, after in steps))


@pytest.mark.parametrize("action", [action for action, rule in TRANSITIONS.items() if rule.roles != NOBODY])
def test_the_fact_then_the_row_once_then_the_event(world, action):
    with acting_as_system():
        written = written_by(world, action)
    assert len(written.to("candidates_journey")) == written.moves + (action in WITHOUT_A_MOVE), written
    tables = [table for _, table, _ in written.writes]
    first = next(number for number, table in enumerate(tables) if table in OF_THE_MOVE)
    assert set(tables[first:]) <= OF_THE_MOVE, tables


COLUMNS = re.compile(r'"(\w+)" = ')


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        (Action.FOLLOW_CONTACT, set()),
        (Action.ASSIGN, {"caseworker_id"}),
        (
            Action.RESUME_PROJECT,
            {"step", "step_since", "furthest", "closed_on", "end_reason_id", "review_on", "round"}
            | {"suspended_until"},
        ),
    ],
)
def test_of_the_row_only_what_the_verb_changes_is_written(world, action, expected):
    with acting_as_system():
        rows = written_by(world, action).to("candidates_journey")
    assert {column for sql in rows for column in COLUMNS.findall(sql.split(" WHERE ")[0])} == expected
