"""What runs with the gate's rights, and who may call it. PostgreSQL lets everybody call a new function: only its owner
takes that back."""

import pytest
from django.conf import settings
from django.db import connection

from emile.core.database import rls
from tests.conftest import owner_connection

pytestmark = pytest.mark.django_db

CALLED_BY_THE_APPLICATION = {
    "emile_account_by_email",
    "emile_scope",
    "emile_search_journeys",
    "emile_search_phones",
    "emile_search_alike",
    "emile_relay_calendar",
}
CALLED_BY_TRIGGERS = {
    *("placements_awaited", "placements_write_awaited", "placements_tell_journey", "placements_tell_programme"),
    *("placements_write_held", "placements_tell_dwelling"),
}
CALLED_BY_THESE = {"candidates_recent_in_scope"}
READ_BY_THE_APPLICATION = {
    f"placements_{name}"
    for name in ("expectedarrival", "expecteddeparture", "nextstep", "permitend", "housingrequestage", "lastact")
}


def rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def gate_functions(condition: str) -> set[str]:
    """Of every function that runs with other rights than its caller's."""
    found = rows(f"SELECT proname FROM pg_proc p WHERE prosecdef AND {condition}")
    return {name for (name,) in found}


def test_each_belongs_to_the_gate():
    assert gate_functions("true") == CALLED_BY_THE_APPLICATION | CALLED_BY_TRIGGERS | CALLED_BY_THESE
    assert gate_functions("proowner <> 'emile_gate'::regrole") == set()


def test_none_is_everybodys():
    """Without a list of its own (``proacl``) a function is everybody's."""
    everybody = "EXISTS (SELECT FROM aclexplode(coalesce(proacl, acldefault('f', proowner))) WHERE grantee = 0)"
    assert gate_functions(everybody) == set()


def test_the_application_calls_six_and_no_other():
    assert gate_functions("has_function_privilege('emile_app', p.oid, 'EXECUTE')") == CALLED_BY_THE_APPLICATION


def test_the_views_of_the_gate_are_read_and_nothing_else():
    held = rows(
        "SELECT relname, privilege_type FROM pg_class, aclexplode(relacl)"
        " WHERE relkind = 'v' AND relowner = 'emile_gate'::regrole AND grantee <> relowner"
    )
    assert set(held) == {(name, "SELECT") for name in READ_BY_THE_APPLICATION}


@pytest.fixture
def owner():
    """What it makes is gone with the test."""
    name = settings.DATABASES["default"]["NAME"]
    with owner_connection(name) as connected, connected.transaction(force_rollback=True):
        yield connected


class TestGateFunction:
    MADE = rls.gate_function(
        "specimen()",
        "CREATE FUNCTION specimen() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT current_user::text'",
    )
    OWNER_AND_CALLERS = "SELECT proowner, proacl::text FROM pg_proc WHERE proname = 'specimen'"

    def test_it_is_made_closed_and_runs_as_the_gate(self, owner):
        owner.execute(self.MADE.sql)
        callers = owner.execute(
            "SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END"
            " FROM pg_proc, aclexplode(proacl) WHERE proname = 'specimen'"
        ).fetchall()
        assert {name for (name,) in callers} == {"emile_gate", "emile_app", owner.info.user}
        assert owner.execute("SELECT specimen()").fetchone() == ("emile_gate",)
        assert owner.execute("SELECT current_user").fetchone() == (owner.info.user,)

    def test_the_gate_makes_nothing_by_itself_afterwards(self, owner):
        owner.execute(self.MADE.sql)
        assert owner.execute("SELECT has_schema_privilege('emile_gate', 'public', 'CREATE')").fetchone() == (False,)

    def test_taken_out(self, owner):
        owner.execute(self.MADE.sql)
        owner.execute(self.MADE.reverse_sql)
        assert owner.execute(self.OWNER_AND_CALLERS).fetchall() == []

    def test_replaced_by_the_gate_it_keeps_who_calls_it(self, owner):
        owner.execute(self.MADE.sql)
        before = owner.execute(self.OWNER_AND_CALLERS).fetchone()
        text = "CREATE OR REPLACE FUNCTION specimen() RETURNS text LANGUAGE sql SECURITY DEFINER AS $$ SELECT 'else' $$"
        owner.execute(rls.as_gate(text, "SELECT 1").sql)
        assert owner.execute("SELECT specimen()").fetchone() == ("else",)
        assert owner.execute(self.OWNER_AND_CALLERS).fetchone() == before
