"""The roles of the database, and what the application may do with a table that a migration makes. All is undone."""

import psycopg
import pytest
from django.db import connection

from emile.core.database import roles
from tests.conftest import owner_connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    with (
        owner_connection(connection.settings_dict["NAME"]) as connected,
        connected.transaction(force_rollback=True),
        connected.cursor() as cursor,
    ):
        yield cursor


class TestOnAServerThatHasNeverSeenUs:
    """Where neither role exists: here, under other names."""

    APP, GATE = "emile_essai_app", "emile_essai_gate"

    @pytest.fixture
    def made(self, owner, monkeypatch, settings):
        monkeypatch.setattr(roles, "APP_ROLE", self.APP)
        monkeypatch.setattr(roles, "GATE_ROLE", self.GATE)
        monkeypatch.setattr(roles, "connections", {"owner": owner.connection})

        def made(*, one_login: bool = False) -> psycopg.Cursor:
            settings.ONE_LOGIN = one_login
            for _ in range(2):  # the second time they are there
                roles.ensure_roles()
            return owner

        return made

    def test_both_are_made_without_any_power(self, made):
        found = made().execute(
            "SELECT rolname, rolcanlogin OR rolsuper OR rolbypassrls OR rolcreatedb OR rolcreaterole"
            " FROM pg_roles WHERE rolname LIKE 'emile_essai%' ORDER BY 1"
        )
        assert found.fetchall() == [(self.APP, False), (self.GATE, False)]

    @pytest.mark.parametrize("one_login", [True, False])
    def test_the_owner_becomes_the_gate_and_with_one_login_the_application(self, made, one_login):
        cursor = made(one_login=one_login)
        assert [
            answer(cursor, "SELECT pg_has_role(current_user, %s, 'SET')", role) for role in (self.GATE, self.APP)
        ] == [(True,), (one_login,)]
        assert answer(cursor, "SELECT pg_has_role(current_user, %s, 'USAGE')", self.GATE) == (False,)

    def test_a_table_made_afterwards_is_read_and_written_by_the_application(self, made):
        cursor = made()
        cursor.execute("CREATE TABLE brand_new (id bigserial PRIMARY KEY)")
        for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            question = "SELECT has_table_privilege(%s, 'brand_new', %s)"
            assert answer(cursor, question, self.APP, privilege) == (True,)
            assert answer(cursor, question, self.GATE, privilege) == (False,)
        assert answer(cursor, "SELECT has_sequence_privilege(%s, 'brand_new_id_seq', 'USAGE')", self.APP) == (True,)


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


def test_the_owner_may_give_functions_to_the_gate(owner):
    assert answer(owner, "SELECT pg_has_role(current_user, 'emile_gate', 'SET')") == (True,)
    assert answer(owner, "SELECT pg_has_role(current_user, 'emile_gate', 'USAGE')") == (False,)
