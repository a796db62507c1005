"""What somebody may reach: by the memberships of the day, in Paris, told by the database and by Python alike."""

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.scope import Scope
from emile.core.database.identity import acting_as_system
from partners.models import Membership
from tests.clock import moved_to
from tests.world import TODAY

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
NOWHERE = {
    "roles": [], "orgs": [], "partner_orgs": [], "territories": [], "origins": [], "granted": []
}  # fmt: skip


def told_by_the_database(person: User) -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT emile_scope(%s)", [person.pk])
        return json.loads(cursor.fetchone()[0])


def held_until(person: User, last: date | None, *, first: date = date(2014, 11, 3)) -> None:
    with acting_as_system():
        person.memberships.update(valid_from=first, valid_to=last)


ROLES = {
    "prescriber": lambda w: {"orgs": [w.structure.pk]},
    "referent": lambda w: {"origins": [w.paris.pk]},
    "head": lambda w: {"territories": [w.cantal.pk]},
    "caseworker": lambda w: {"territories": [w.cantal.pk]},
    "manager": lambda w: {},
    "dpo": lambda w: {},
    "partner": lambda w: {"partner_orgs": [w.employer.pk]},
}


@pytest.mark.parametrize("name", ROLES)
def test_each_role_reaches_its_own_and_nothing_else(world, name):
    person = getattr(world, name)
    role = {"head": "service_head"}.get(name, name)
    assert told_by_the_database(person) == {"user_id": person.pk} | NOWHERE | {"roles": [role]} | ROLES[name](world)


def test_several_memberships_add_up(world):
    with acting_as_system():
        again = {"user": world.head, "organisation": world.operator, "valid_from": date(2020, 1, 1)}
        Membership.objects.create(role=Role.CASEWORKER, territory=world.lozere, **again)
        Membership.objects.create(role=Role.REFERENT, origin_area=world.lyon, **again)
    scope = User.objects.model(pk=world.head.pk).scope
    assert scope == Scope(
        user_id=world.head.pk,
        roles=frozenset({Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT}),
        territories=tuple(sorted((world.cantal.pk, world.lozere.pk))),
        origins=(world.lyon.pk,),
    )


@pytest.mark.parametrize(
    ("first", "last", "valid"),
    [(-400, -1, False), (-400, 0, True), (0, 0, True), (0, None, True), (1, None, False), (1, 30, False)],
)
def test_the_first_and_the_last_day_are_in_it(world, first, last, valid):
    held_until(
        world.head,
        None if last is None else TODAY + timedelta(days=last),
        first=TODAY + timedelta(days=first),
    )
    assert told_by_the_database(world.head)["roles"] == (["service_head"] if valid else [])
    with acting_as_system():
        held = list(world.head.memberships.valid_on(TODAY))
        assert held == (list(world.head.memberships.all()) if valid else [])


@pytest.mark.parametrize("day", [date(2026, 6, 30), date(2026, 12, 31), date(2028, 2, 29), date(2026, 3, 29)])
def test_the_day_ends_at_midnight_in_paris(world, day):
    midnight = datetime(day.year, day.month, day.day, tzinfo=PARIS) + timedelta(days=1)
    held_until(world.head, day)
    held_until(world.manager, None, first=day + timedelta(days=1))
    for minutes, roles in ((-1, (["service_head"], [])), (30, ([], ["manager"]))):
        with moved_to(midnight + timedelta(minutes=minutes)):  # in the database, since when the test began
            found = (told_by_the_database(world.head)["roles"], told_by_the_database(world.manager)["roles"])
            assert found == roles


def test_a_closed_account_reaches_nothing(world):
    with acting_as_system():
        User.objects.filter(pk=world.head.pk).update(is_active=False)
    assert told_by_the_database(world.head) == {"user_id": world.head.pk} | NOWHERE


def test_who_sees_figures_and_who_is_of_the_programme():
    def scope(*roles: Role) -> Scope:
        return Scope(user_id=1, roles=frozenset(roles))

    assert {role for role in Role if scope(role).sees_figures} == {Role.MANAGER}
    assert {role for role in Role if not scope(role).is_staff_of_the_programme} == {Role.PARTNER}
    assert scope(Role.PARTNER, Role.PRESCRIBER).is_staff_of_the_programme
    assert not scope().is_staff_of_the_programme
