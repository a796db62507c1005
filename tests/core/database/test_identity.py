"""Who the database thinks is asking: what the policies are told, and for how long."""

from datetime import timedelta

import pytest
from django.db import connection

from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system, forget, identify
from tests.world import TODAY

pytestmark = pytest.mark.django_db

SETTINGS = [
    "user_id", "orgs", "partner_orgs", "territories", "origins", "granted", "figures", "admin", "staff", "system",
]  # fmt: skip


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def told() -> dict[str, str]:
    """The settings that say something."""
    query = "SELECT name, current_setting('app.' || name, true) FROM unnest(%s::text[]) AS name"
    with connection.cursor() as cursor:
        cursor.execute(query, [SETTINGS])
        return {name: value for name, value in cursor.fetchall() if value}


ROLES = {
    "prescriber": lambda w: {"orgs": w.structure, "staff": "on"},
    "referent": lambda w: {"origins": w.paris, "staff": "on"},
    "head": lambda w: {"territories": w.cantal, "staff": "on"},
    "caseworker": lambda w: {"territories": w.cantal, "staff": "on"},
    "manager": lambda w: {"staff": "on", "admin": "on", "figures": "on"},
    "dpo": lambda w: {"staff": "on", "admin": "on"},
    "partner": lambda w: {"partner_orgs": w.employer},
}


@pytest.mark.parametrize("role", ROLES)
def test_what_the_policies_are_told_of_each_role(world, role):
    person = getattr(world, role)
    with acting_as(person.pk) as scope:
        assert told() == {"user_id": str(person.pk)} | {
            name: value if value == "on" else str(value.pk) for name, value in ROLES[role](world).items()
        }
        assert scope["user_id"] == person.pk
    assert told() == {}


def test_several_places_are_a_list(world):
    with acting_as_system():
        world.head.memberships.create(
            organisation=world.operator, role="caseworker", territory=world.lozere, valid_from=TODAY
        )
    with acting_as(world.head.pk):
        assert set(told()["territories"].split(",")) == {str(world.cantal.pk), str(world.lozere.pk)}


def test_without_a_role_the_policies_know_nobody(world):
    with acting_as_system():
        world.head.memberships.update(valid_to=TODAY - timedelta(days=1))
    with acting_as(world.head.pk):
        assert told() == {}


def test_whoever_does_not_exist_is_nobody(world):
    with acting_as(10**9) as scope:
        assert told() == {}
        assert scope["roles"] == []


def test_identified_until_forgotten(world):
    assert identify(world.head.pk)["roles"] == ["service_head"]
    assert told() == {"user_id": str(world.head.pk), "territories": str(world.cantal.pk), "staff": "on"}
    forget()
    assert told() == {}


def test_somebody_else_in_between_leaves_nothing_of_theirs(world):
    with acting_as(world.head.pk):
        before = told()
        with acting_as(world.partner.pk):
            assert told() == {"user_id": str(world.partner.pk), "partner_orgs": str(world.employer.pk)}
        assert told() == before
    assert told() == {}


def test_the_system_in_between_keeps_who_was_there(world):
    with acting_as(world.head.pk):
        before = told()
        with acting_as_system():
            with acting_as_system():
                assert told() == before | {"system": "on"}
            assert told() == before | {"system": "on"}
        assert told() == before


@pytest.mark.parametrize("right", ["person", "system"])
def test_what_fails_is_undone_and_so_are_the_rights(world, right):
    rights = acting_as(world.head.pk) if right == "person" else acting_as_system()

    def fail() -> None:
        with rights:
            User.objects.filter(pk=world.head.pk).update(phone="0471000000")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert told() == {}
    with acting_as_system():
        assert User.objects.get(pk=world.head.pk).phone == ""
