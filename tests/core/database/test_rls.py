"""The words in which migrations build the second wall, tried on a table of the test, as the application's role."""

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from emile.core.database import rls
from emile.core.database.identity import acting_as_system

pytestmark = pytest.mark.django_db

MINE = f"owner_id = {rls.USER_ID}"
ROWS = {("mine",): 1, ("theirs",): 2, ("nobody's",): None}


def execute(statement: str, *values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return cursor.fetchall() if cursor.description else []


def lay(operation) -> None:
    execute(operation.sql)


def take_out(operation) -> None:
    execute(operation.reverse_sql)


@pytest.fixture
def sheet():
    """Three rows; it is gone with the test's transaction."""
    execute("CREATE TEMPORARY TABLE sheet (id serial, name text, owner_id bigint)")
    for (name,), owner in ROWS.items():
        execute("INSERT INTO sheet (name, owner_id) VALUES (%s, %s)", name, owner)


@pytest.fixture
def protected(sheet):
    lay(rls.protect("sheet"))


def be(user_id: int | None, **settings: str) -> None:
    for name, value in {"user_id": str(user_id or ""), **settings}.items():
        execute("SELECT set_config(%s, %s, true)", f"app.{name}", value)


def seen() -> set[str]:
    return {name for (name,) in execute("SELECT name FROM sheet")}


def refused(statement: str) -> str:
    """In PostgreSQL's words; empty when it went through. Undone either way."""
    with transaction.atomic():
        try:
            with transaction.atomic():
                execute(statement)
        except DatabaseError as error:
            return str(error).splitlines()[0]
        finally:
            transaction.set_rollback(True)
    return ""


def changed(statement: str) -> int:
    """Rows that a statement reaches. Undone."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement)
            number = cursor.rowcount
        transaction.set_rollback(True)
    return number


INSERT_MINE = "INSERT INTO sheet (name, owner_id) VALUES ('more', 1)"
INSERT_THEIRS = "INSERT INTO sheet (name, owner_id) VALUES ('more', 2)"
RENAME = "UPDATE sheet SET name = 'else'"
HAND_OVER = "UPDATE sheet SET owner_id = 2"
DELETE = "DELETE FROM sheet"
POLICY = 'new row violates row-level security policy for table "sheet"'
PRIVILEGE = "permission denied for table sheet"


def test_protected_nobody_sees_or_writes_but_the_system(protected):
    be(1)
    assert seen() == set()
    assert refused(INSERT_MINE) == POLICY
    assert (changed(RENAME), changed(DELETE)) == (0, 0)
    with acting_as_system():
        assert seen() == {"mine", "theirs", "nobody's"}
        assert (changed(INSERT_THEIRS), changed(RENAME), changed(DELETE)) == (1, 3, 3)


def test_no_longer_protected_everything_is_seen(protected):
    take_out(rls.protect("sheet"))
    assert seen() == {"mine", "theirs", "nobody's"}
    assert execute(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = 'pg_temp.sheet'::regclass"
    ) == [(False, False)]


def test_a_reason_to_see_a_row_is_one_to_write_it_but_not_to_hand_it_over(protected):
    lay(rls.policy("sheet", "own", MINE))
    be(1)
    assert seen() == {"mine"}
    assert (changed(RENAME), changed(DELETE), changed(INSERT_MINE)) == (1, 1, 1)
    assert refused(HAND_OVER) == POLICY
    assert refused(INSERT_THEIRS) == POLICY
    be(None)
    assert seen() == set()
    take_out(rls.policy("sheet", "own", MINE))
    be(1)
    assert seen() == set()


@pytest.mark.parametrize(
    ("command", "may"),
    [("SELECT", set()), ("UPDATE", {"rename"}), ("DELETE", {"delete"}), ("INSERT", {"insert"})],
)
def test_a_reason_for_one_thing_is_no_reason_for_another(protected, command, may):
    """Read by another policy: what cannot be seen cannot be changed either."""
    lay(rls.policy("sheet", "read", MINE, command="SELECT"))
    if command != "SELECT":
        lay(rls.policy("sheet", "own", MINE, command=command))
    be(1)
    assert seen() == {"mine"}
    rows = {"rename": changed(RENAME), "delete": changed(DELETE), "insert": int(refused(INSERT_MINE) == "")}
    assert rows == dict.fromkeys(rows, 0) | dict.fromkeys(may, 1)
    assert refused(INSERT_THEIRS) == POLICY
    assert refused(HAND_OVER) == (POLICY if command == "UPDATE" else "")


def test_a_reason_of_one_role_is_not_everybodys(protected):
    lay(rls.policy("sheet", "gate", "true", role="emile_gate"))
    assert seen() == set()


@pytest.mark.parametrize(
    ("setting", "sees"),
    [("", set()), ("1", {"mine"}), ("1,2", {"mine", "theirs"}), ("3", set())],
)
def test_a_list_of_ids(protected, setting, sees):
    lay(rls.policy("sheet", "listed", f"owner_id = {rls.ids('app.orgs')}", command="SELECT"))
    be(None, orgs=setting)
    assert seen() == sees


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        (rls.IS_STAFF, "staff"),
        (rls.IS_ADMIN, "admin"),
        (rls.SEES_FIGURES, "figures"),
        (rls.IS_SYSTEM, "system"),
    ],
)
def test_each_switch_opens_when_it_is_on_and_no_other_does(expression, name):
    every = {"staff": "", "admin": "", "figures": "", "system": ""}
    for on in every:
        be(None, **every | {on: "on"})
        assert execute(f"SELECT coalesce({expression}, false)") == [(on == name,)]
    be(None, **every)


class TestWrittenOnce:
    """Two refusals, each enough: the privilege that is not there, the trigger that says no."""

    GIVE_BACK = "GRANT UPDATE, DELETE, TRUNCATE ON sheet TO emile_app"

    @pytest.mark.parametrize("statement", [RENAME, DELETE, "TRUNCATE sheet"])
    def test_without_its_trigger(self, sheet, statement):
        lay(rls.append_only("sheet"))
        execute("DROP TRIGGER append_only ON sheet")
        assert refused(statement) == PRIVILEGE

    @pytest.mark.parametrize(("statement", "word"), [(RENAME, "UPDATE"), (DELETE, "DELETE")])
    def test_with_the_privilege(self, sheet, statement, word):
        lay(rls.append_only("sheet"))
        execute(self.GIVE_BACK)
        assert refused(statement) == f"append-only table sheet: {word} refused"

    def test_reading_and_adding_go_on(self, sheet):
        lay(rls.append_only("sheet"))
        assert len(seen()) == 3
        assert changed(INSERT_MINE) == 1

    def test_taken_out(self, sheet):
        lay(rls.append_only("sheet"))
        take_out(rls.append_only("sheet"))
        assert (changed(RENAME), changed(DELETE)) == (3, 3)


def test_never_deleted_but_corrected(sheet):
    lay(rls.never_deleted("sheet"))
    assert refused(DELETE) == PRIVILEGE
    assert (changed(RENAME), changed(INSERT_MINE)) == (3, 1)
    take_out(rls.never_deleted("sheet"))
    assert changed(DELETE) == 3
