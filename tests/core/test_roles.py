"""The roles of the database, and what the application may do with a table that a migration makes. All is undone."""

import psycopg
import pytest
from django.db import connection

from emile.core.roles import _ensure_role
from tests.conftest import owner_connection

pytestmark = pytest.mark.django_db

ROLE = "emile_essai"


@pytest.fixture
def owner():
    with (
        owner_connection(connection.settings_dict["NAME"]) as connected,
        connected.transaction(force_rollback=True),
        connected.cursor() as cursor,
    ):
        yield cursor


def answer(cursor: psycopg.Cursor, query: str, *values):
    return cursor.execute(query, values).fetchone()


@pytest.mark.parametrize(
    ("privilege", "may"),
    [("SELECT", True), ("INSERT", True), ("UPDATE", True), ("DELETE", True), ("TRUNCATE", False), ("TRIGGER", False)],
)
def test_a_new_table_is_read_and_written_by_the_application(owner, privilege, may):
    owner.execute("CREATE TABLE brand_new (id bigserial PRIMARY KEY)")
    assert answer(owner, "SELECT has_table_privilege('emile_app', 'brand_new', %s)", privilege) == (may,)
    assert answer(owner, "SELECT has_table_privilege('emile_gate', 'brand_new', %s)", privilege) == (False,)


def test_and_so_is_its_sequence(owner):
    owner.execute("CREATE TABLE brand_new (id bigserial PRIMARY KEY)")
    for privilege in ("USAGE", "SELECT"):
        assert answer(owner, "SELECT has_sequence_privilege('emile_app', 'brand_new_id_seq', %s)", privilege) == (True,)


def test_the_application_makes_no_table_and_the_gate_neither(owner):
    for role in ("emile_app", "emile_gate"):
        assert answer(
            owner,
            "SELECT has_schema_privilege(%s, 'public', 'USAGE'), has_schema_privilege(%s, 'public', 'CREATE')",
            role, role,
        ) == (True, False)  # fmt: skip


def test_a_role_that_is_missing_is_made_without_any_power(owner):
    _ensure_role(owner, ROLE)
    _ensure_role(owner, ROLE)  # there already
    assert answer(
        owner,
        "SELECT rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s",
        ROLE,
    ) == (False, False, False, False, False)


def test_the_owner_may_give_functions_to_the_gate(owner):
    assert answer(owner, "SELECT pg_has_role(current_user, 'emile_gate', 'SET')") == (True,)
    assert answer(owner, "SELECT pg_has_role(current_user, 'emile_gate', 'USAGE')") == (False,)
