"""What the second wall is made of besides who reads what: privileges, triggers, and the check of a row after a change.

Risk: a row rewritten, deleted, or handed over to somebody else's file. Each stone is tried, then taken out: the trial
must notice.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.db.utils import DatabaseError

from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from tests.conftest import owner_connection
from tests.security.full_world import FullWorld
from tests.security.spec import TO_JOURNEY, model_of
from tests.security.walls import Undo

WRITTEN_ONCE = {
    *(f"candidates_{name}" for name in ("journeyevent", "eventnote", "consent")),
    *(f"placements_{name}" for name in ("projectmeeting", "immersionwaiver", "agreement", "exit")),
    "audit_openedfile",
}
NEVER_DELETED = {
    *(f"candidates_{name}" for name in ("household", "journey", "diagnosis", "candidature", "complement")),
    *(f"candidates_{name}" for name in ("document", "member")),
    *(f"placements_{name}" for name in ("jobcontact", "contract", "lease", "supportact", "stay", "privatenote")),
    *(f"reference_{name}" for name in ("basin", "commune", "department", "legalparameter", "originarea", "programme")),
    *(f"reference_{name}" for name in ("programmeterritory", "reason", "territory", "trade")),
    "accounts_user",
    "partners_membership",
}
MAY_BE_DELETED = {
    *(f"candidates_{name}" for name in ("wish", "housingsituation", "socialhousingrequest", "debt")),
    *(f"candidates_{name}" for name in ("stayright", "income", "workprofile", "membertrade", "healthneeds")),
    "candidates_schooling",
    *(f"partners_{name}" for name in ("contact", "dwelling", "organisation", "relayflat", "vacancy")),
    *(f"reference_{name}" for name in ("loadedsource", "originarea_departments", "programme_origin_areas")),
    "accounts_signinfailure",
    "core_formuse",
    "jobs_job",
    "jobs_workerbeat",
    *(f"auth_{name}" for name in ("group", "group_permissions", "permission")),
    *(f"django_{name}" for name in ("content_type", "migrations", "session")),
}
"""Lines of a sheet that somebody takes off, what machines leave behind, and Django's own."""


@pytest.fixture
def unblocked(django_db_blocker, full_world):
    with django_db_blocker.unblock():
        yield


@contextmanager
def the_owner() -> Iterator[psycopg.Connection]:
    """It has every privilege on its tables, and sees their rows as the system does."""
    with owner_connection(settings.DATABASES["default"]["NAME"]) as owner:
        owner.execute("SELECT set_config('app.system', 'on', false)")
        yield owner


# --- Privileges -------------------------------------------------------------------------------------------------


def privileges() -> dict[str, set[str]]:
    """Of the application, on each table, beyond reading and adding."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, word FROM pg_tables, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS word"
            " WHERE schemaname = 'public' AND (has_table_privilege('emile_app', quote_ident(tablename), word)"
            " OR (word = 'UPDATE' AND has_any_column_privilege('emile_app', quote_ident(tablename), word)))"
        )
        held: dict[str, set[str]] = {}
        for table, word in cursor.fetchall():
            held.setdefault(table, set()).add(word)
    return held


def wanted_privileges() -> dict[str, set[str]]:
    return {table: {"UPDATE"} for table in NEVER_DELETED} | {table: {"UPDATE", "DELETE"} for table in MAY_BE_DELETED}


def test_the_application_may_change_and_delete_this_and_nothing_else(unblocked):
    assert privileges() == wanted_privileges()


def test_every_table_is_named_above(unblocked):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        assert {table for (table,) in cursor.fetchall()} == WRITTEN_ONCE | NEVER_DELETED | MAY_BE_DELETED


@pytest.mark.parametrize(
    ("table", "word"),
    [
        *((table, word) for table in sorted(WRITTEN_ONCE) for word in ("UPDATE", "DELETE", "TRUNCATE")),
        *((table, "DELETE") for table in sorted(NEVER_DELETED)),
    ],
)
def test_a_privilege_given_back_is_noticed(unblocked, table, word):
    with the_owner() as owner:
        owner.execute(f"GRANT {word} ON {table} TO emile_app")
        try:
            assert privileges() != wanted_privileges()
        finally:
            owner.execute(f"REVOKE {word} ON {table} FROM emile_app")


# --- Triggers ---------------------------------------------------------------------------------------------------


def answer_to(owner: psycopg.Connection, statement: str) -> str:
    """In PostgreSQL's words, or how many rows would have changed. Undone."""
    with owner.transaction(force_rollback=True):
        try:
            return f"{owner.execute(statement).rowcount} rows"
        except psycopg.Error as error:
            return error.diag.message_primary


@pytest.mark.parametrize("table", sorted(WRITTEN_ONCE))
def test_who_has_the_privilege_meets_the_trigger(unblocked, table):
    change, delete = f"UPDATE {table} SET id = id", f"DELETE FROM {table}"
    with the_owner() as owner:
        assert answer_to(owner, change) == f"append-only table {table}: UPDATE refused"
        assert answer_to(owner, delete) == f"append-only table {table}: DELETE refused"
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
        try:
            assert answer_to(owner, change) not in ("0 rows", f"append-only table {table}: UPDATE refused")
        finally:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


# --- A row after its change -------------------------------------------------------------------------------------

OWN = {"placements.PrivateNote": "author", "core.FormUse": "user", "jobs.Job": "requested_by"}
"""Model → whose a row is."""
OF_A_FILE = [label for label in TO_JOURNEY if label not in {"candidates.Journey", "candidates.Household"}]
"""A household says nothing of whose it is: its files do."""
CHANGEABLE = [label for label in [*OF_A_FILE, *OWN] if model_of(label)._meta.db_table not in WRITTEN_ONCE]
NOT_YOURS = "new row violates row-level security policy"


class Trial:
    """Somebody rewrites one row as it is, then hands over all that they may change.

    Without a condition: with one PostgreSQL also asks that they may read the row after its change.
    """

    def __init__(self, person: User, table: str, row: dict, elsewhere: dict) -> None:
        self.person, self.table, self.row, self.elsewhere = person, table, row, elsewhere

    def rewritten(self) -> str:
        key = next(iter(self.row))
        return self._answer({name: self.row[name] for name in self.elsewhere}, f" WHERE {key} = {self.row[key]!r}")

    def handed_over(self) -> str:
        return self._answer(self.elsewhere)

    def _answer(self, values: dict, where: str = "") -> str:
        """In PostgreSQL's words, or how many rows. Undone."""
        assignments = ", ".join(f"{column} = %s" for column in values)
        try:
            with acting_as(self.person.pk), connection.cursor() as cursor:
                cursor.execute(f"UPDATE {self.table} SET {assignments}{where}", list(values.values()))
                raise Undo(cursor.rowcount)
        except Undo as undone:
            return f"{undone} rows"
        except DatabaseError as error:
            return str(error).splitlines()[0]


def row_of(label: str, **conditions) -> dict:
    """Its columns, the key first."""
    model = model_of(label)
    key = model._meta.pk.column
    with acting_as_system():
        values = model.objects.filter(**conditions).values().first()
    return {key: str(values[key])} | {name: value for name, value in values.items() if name != key}


def trial_of(world: FullWorld, label: str) -> Trial:
    table = model_of(label)._meta.db_table
    if label in OWN:
        column = f"{OWN[label]}_id"
        row = row_of(label, **{OWN[label]: world.caseworker})
        return Trial(world.caseworker, table, row, {column: world.other_caseworker.pk})
    column = f"{TO_JOURNEY[label].split('__')[0]}_id"
    ours, theirs = (row_of(label, **{TO_JOURNEY[label]: journey}) for journey in (world.ours, world.theirs))
    return Trial(world.head, table, ours, {column: theirs[column]})


def trials_of_files(world: FullWorld) -> list[Trial]:
    """For each reason to work on a file, somebody who has no other."""
    theirs = row_of("candidates.Journey", pk=world.theirs.pk)
    elsewhere = {
        name: theirs[name] for name in ("prescriber_id", "origin_area_id", "territory_id", "caseworker_id")
    }  # fmt: skip
    return [
        Trial(person, "candidates_journey", row_of("candidates.Journey", pk=journey.pk), elsewhere)
        for person, journey in (
            (world.prescriber, world.ours),
            (world.referent, world.ours),
            (world.head, world.ours),
            (world.caseworker, world.far_but_assigned),
        )
    ]


@contextmanager
def unchecked(table: str) -> Iterator[None]:
    """Each reason to change a row of this table no longer looks at the row after the change."""
    with the_owner() as owner:
        policies = owner.execute(
            "SELECT policyname, with_check FROM pg_policies"
            " WHERE tablename = %s AND cmd IN ('ALL', 'UPDATE') AND policyname <> 'system' AND with_check <> ''",
            [table],
        ).fetchall()
        try:
            for policy, _ in policies:
                owner.execute(f"ALTER POLICY {policy} ON {table} WITH CHECK (true)")
            yield
        finally:
            for policy, check in policies:
                owner.execute(f"ALTER POLICY {policy} ON {table} WITH CHECK ({check})")


@pytest.mark.parametrize("label", CHANGEABLE)
def test_a_row_is_changed_but_not_handed_over(unblocked, full_world, label):
    trial = trial_of(full_world, label)
    assert trial.rewritten() == "1 rows"
    assert trial.handed_over().startswith(NOT_YOURS)
    with unchecked(trial.table):
        assert not trial.handed_over().startswith(NOT_YOURS)


def test_a_file_is_changed_but_not_handed_over(unblocked, full_world):
    trials = trials_of_files(full_world)
    assert [trial.rewritten() for trial in trials] == ["1 rows"] * 4
    assert [trial.handed_over().startswith(NOT_YOURS) for trial in trials] == [True] * 4
    with unchecked("candidates_journey"):
        assert [trial.handed_over().startswith(NOT_YOURS) for trial in trials] == [False] * 4


def test_every_policy_judges_a_row_after_its_change_as_before(unblocked):
    """Of those that let one change what one sees."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename || '.' || policyname FROM pg_policies"
            " WHERE schemaname = 'public' AND cmd IN ('ALL', 'UPDATE') AND coalesce(with_check, qual) <> qual"
        )
        assert cursor.fetchall() == []
