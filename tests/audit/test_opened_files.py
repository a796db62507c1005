"""A named file opened with a reason: two hours, for that person, as a manager; told by the database and by Python."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.db.models import Func

from emile.accounts.enums import Role
from emile.audit.actions import open_with_reason
from emile.audit.models import OpenedFile
from emile.core.database.identity import acting_as, acting_as_system
from partners.models import Membership
from tests.world import TODAY

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
NOW = Func(function="now")
"""That of the scope: the same during a whole transaction, so during a whole test."""


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def opened(world):
    """Written by the person themselves; ``until`` is counted from now by the database."""

    def opened(by, household: int = 41, until: timedelta = timedelta(hours=1)) -> OpenedFile:
        with acting_as(by.pk):
            return OpenedFile.objects.create(
                user=by,
                household_id=household,
                reason=world.reason("manager_access"),
                note="Demande du financeur",
                open_until=NOW + until,
            )

    return opened


def granted(person) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT emile_scope(%s)->'granted'", [person.pk])
        return sorted(json.loads(cursor.fetchone()[0]))


def test_for_two_hours_and_says_what_was_said(world):
    reason = world.reason("manager_access")
    with acting_as(world.manager.pk):
        open_with_reason(user=world.manager, household_id=41, reason=reason, note="Bilan annuel", now=NOON)
    with acting_as_system():
        found = OpenedFile.objects.values("user", "household_id", "reason", "note", "open_until").get()
    assert found == {
        "user": world.manager.pk,
        "household_id": 41,
        "reason": reason.pk,
        "note": "Bilan annuel",
        "open_until": datetime(2026, 6, 3, 14, 0, tzinfo=UTC),
    }


def test_the_last_instant_is_out(world, opened):
    """``open_until`` is the first moment when it is closed again."""
    opened(world.manager, household=41, until=timedelta(0))
    opened(world.manager, household=42, until=INSTANT)
    opened(world.manager, household=43, until=-INSTANT)
    assert granted(world.manager) == [42]


def test_opened_twice_it_is_one_household(world, opened):
    opened(world.manager)
    opened(world.manager)
    assert granted(world.manager) == [41]


def test_for_the_one_who_gave_the_reason(world, opened):
    with acting_as_system():
        other = world.person("Mona", Role.MANAGER, world.operator)
    opened(world.manager)
    assert granted(other) == []


def test_opens_nothing_to_who_is_not_a_manager(world, opened):
    opened(world.head)
    opened(world.dpo)
    assert [granted(world.head), granted(world.dpo)] == [[], []]


@pytest.mark.parametrize(("days_ago", "still"), [(0, True), (1, False)])
def test_ends_with_the_role_of_manager(world, opened, days_ago, still):
    opened(world.manager)
    with acting_as_system():
        Membership.objects.filter(user=world.manager).update(valid_to=TODAY - timedelta(days=days_ago))
    assert granted(world.manager) == ([41] if still else [])


@pytest.mark.parametrize(
    ("reader", "sees"), [("manager", {"own"}), ("head", {"of the head"}), ("dpo", {"own", "of the head"})]
)
def test_ones_own_are_seen_and_all_by_the_protection_officer(world, opened, reader, sees):
    rows = {"own": opened(world.manager), "of the head": opened(world.head, household=42)}
    with acting_as_system():
        found = set(OpenedFile.objects.visible_to(getattr(world, reader)))
    assert found == {rows[name] for name in sees}


def test_the_latest_is_first_even_within_an_instant(world, opened):
    with time_machine.travel(NOON, tick=False):
        first, second = opened(world.manager), opened(world.manager)
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False):
        earlier = opened(world.manager)
    with acting_as_system():
        assert list(OpenedFile.objects.with_details()) == [second, first, earlier]
        assert {row.opened_at for row in OpenedFile.objects.filter(pk__in=[first.pk, second.pk])} == {NOON}
