"""Two walls, compared with a third telling of the rule; then each stone of each wall is taken out in turn.

Risk: a forgotten filter, a policy that is paper. See docs/security.md.
"""

import inspect
from itertools import chain

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.conftest import owner_connection
from tests.security.spec import PROTECTED, TO_JOURNEY, model_of
from tests.security.walls import (
    application_faults,
    database_faults,
    gate_faults,
    structure_faults,
    view_faults,
    write_faults,
)

WITHOUT_PERSONAL_DATA = {
    "accounts.SignInFailure",
    "jobs.WorkerBeat",
    "partners.Organisation",
    "partners.Vacancy",
    "partners.Dwelling",
    "partners.RelayFlat",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    "sessions.Session",
}
"""A session's row holds a number, signed; a failed sign-in, a keyed hash. Places, posts and flats are not people."""


@pytest.fixture
def unblocked(django_db_blocker, full_world):
    with django_db_blocker.unblock():
        yield


def first_fault(world, known) -> str | None:
    faults = chain(
        structure_faults(),
        write_faults(world),
        gate_faults(world),
        database_faults(world, known),
        view_faults(world, known),
    )
    return next(faults, None)


def test_every_model_is_declared_protected_or_without_personal_data():
    models = {
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and not model._meta.auto_created and model._meta.app_label != "reference"
    }
    assert models - WITHOUT_PERSONAL_DATA == set(PROTECTED)


def test_the_application_role_owns_nothing_and_bypasses_nothing(unblocked):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb,"
            " (SELECT count(*) FROM pg_class WHERE relowner = r.oid) FROM pg_roles r WHERE r.rolname = current_user"
        )
        assert cursor.fetchone() == ("emile_app", False, 0)


@pytest.mark.parametrize("label", PROTECTED)
def test_row_security_is_enabled_and_forced(unblocked, label):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE relname = %s",
            [model_of(label)._meta.db_table],
        )
        assert cursor.fetchone() == (True, True)


def test_nobody_sees_nothing(unblocked):
    for label in PROTECTED:
        assert not model_of(label).objects.exists(), label


def test_every_protected_table_holds_ours_and_theirs(unblocked, full_world, known):
    """Otherwise the comparisons below compare nothing."""
    for label in TO_JOURNEY:
        ours, theirs = known[(full_world.head.pk, label)], known[(full_world.other_head.pk, label)]
        assert ours, label
        assert theirs, label
        assert ours != theirs, label


def test_the_database_wall_alone(unblocked, full_world, known):
    assert list(database_faults(full_world, known)) == []


def test_the_application_wall_alone(unblocked, full_world, known):
    assert list(application_faults(full_world, known)) == []


def test_the_views(unblocked, full_world, known):
    assert list(view_faults(full_world, known)) == []


def test_what_may_be_written(unblocked, full_world):
    assert list(write_faults(full_world)) == []


def test_the_gate(unblocked, full_world):
    assert list(gate_faults(full_world)) == []


def test_taking_out_any_policy_is_noticed(unblocked, full_world, known):
    """Dropped, the wall lets too little through."""
    unnoticed = []
    name = settings.DATABASES["default"]["NAME"]
    with owner_connection(name) as owner:
        for table, policy, definition in _policies(owner):
            owner.execute(f"DROP POLICY {policy} ON {table}")
            try:
                if not _noticed(full_world, known):
                    unnoticed.append(f"{table}.{policy}")
            finally:
                owner.execute(definition)
    assert unnoticed == []
    assert first_fault(full_world, known) is None


def _noticed(world, known) -> bool:
    try:
        return first_fault(world, known) is not None
    except Exception:
        return True


def test_opening_any_policy_wide_is_noticed(unblocked, full_world, known):
    """``USING (true)``: the wall lets too much through."""
    unnoticed = []
    name = settings.DATABASES["default"]["NAME"]
    with owner_connection(name) as owner:
        for table, policy, definition in _policies(owner):
            if policy in {"gate", "gate_awaits", "system"}:
                continue
            clauses = " ".join(f"{clause} (true)" for clause in ("USING", "WITH CHECK") if clause in definition)
            owner.execute(f"ALTER POLICY {policy} ON {table} {clauses}")
            try:
                if not _noticed(full_world, known):
                    unnoticed.append(f"{table}.{policy}")
            finally:
                owner.execute(f"DROP POLICY {policy} ON {table}")
                owner.execute(definition)
    assert unnoticed == []


def _policies(owner) -> list[tuple[str, str, str]]:
    rows = owner.execute(
        "SELECT tablename, policyname, format('CREATE POLICY %I ON %I FOR %s TO %s %s %s', policyname, tablename, cmd,"
        " array_to_string(roles, ','), 'USING (' || qual || ')', 'WITH CHECK (' || with_check || ')')"
        " FROM pg_policies WHERE schemaname = 'public' ORDER BY 1, 2"
    ).fetchall()
    assert len(rows) > 50
    return rows


def filters() -> list[type]:
    """Every class of queryset that says who sees what."""
    found = set()
    for label in PROTECTED:
        for parent in inspect.getmro(type(model_of(label).objects.all())):
            if "visible_to" in vars(parent):
                found.add(parent)
                break
    return sorted(found, key=lambda cls: cls.__qualname__)


@pytest.mark.parametrize("queryset", filters(), ids=lambda cls: cls.__name__)
def test_taking_out_any_filter_is_noticed(unblocked, full_world, known, monkeypatch, queryset):
    monkeypatch.setattr(queryset, "visible_to", lambda self, user: self)
    assert next(application_faults(full_world, known), None)
