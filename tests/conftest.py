"""The suite runs against real PostgreSQL, as the application's own role: a superuser would pass with no policy at all.

The test database is made, migrated and emptied by the owner; everything else goes through ``emile_app``.
"""

import copy
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import Client, TransactionTestCase
from psycopg import sql
from psycopg._preparing import PrepareManager

from emile.core.database.identity import acting_as_system
from tests import clock
from tests.template import copy_of_template
from tests.world import World


def pytest_configure() -> None:
    clock.start()


def owner_connection(name: str = "postgres") -> psycopg.Connection:
    """The owner's own connection, outside Django: it makes, empties and drops the test database."""
    owner = settings.DATABASES["owner"]
    return psycopg.connect(
        host=owner["HOST"],
        port=owner["PORT"] or None,
        user=owner["USER"],
        password=owner["PASSWORD"],
        dbname=name,
        autocommit=True,
    )


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker) -> Iterator[None]:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    name = f"test_emile_{worker}_{os.getpid()}"
    with django_db_blocker.unblock():
        with owner_connection() as server:
            copy_of_template(server, name, migrate)
        use_database(name)
        with owner_connection(name) as owner:
            clock.install(owner, name)
        with plans_outlive_rollbacks(), every_connection() as opened:
            yield
        for connection in opened:
            connection.close()
    with owner_connection() as server:
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


@contextmanager
def every_connection() -> Iterator[set[BaseDatabaseWrapper]]:
    """Those that this thread opens. ``connections`` knows only one by alias, and a test may have put another one there:
    a connection that nobody closes keeps its database from being dropped."""
    opened = set()

    def note(connection: BaseDatabaseWrapper, **_) -> None:
        if threading.current_thread() is threading.main_thread():
            opened.add(connection)

    connection_created.connect(note)
    yield opened
    connection_created.disconnect(note)


def migrate(name: str) -> None:
    use_database(name)
    call_command("migrate", verbosity=0)
    connections.close_all()


def use_database(name: str) -> None:
    for alias in ("default", "owner"):
        settings.DATABASES[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name


@pytest.fixture(scope="session", autouse=True)
def owner_empties_the_database() -> Iterator[None]:
    """After a test that commits, the owner truncates: the application's role may not. Reference data stay."""
    original = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda test_case: empty_the_database()
    yield
    TransactionTestCase._fixture_teardown = original


@contextmanager
def plans_outlive_rollbacks() -> Iterator[None]:
    """Under row security planning costs more than running: the application keeps its plans, but psycopg throws them
    away at each ROLLBACK, in case a table made meanwhile is gone. Here everything is rolled back, and no table made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PrepareManager, "prepared_max", 1000)
        patch.setattr(PrepareManager, "clear", lambda manager: False)
        yield


def empty_the_database() -> None:
    with owner_connection(settings.DATABASES["default"]["NAME"]) as owner:
        tables = owner.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables WHERE schemaname = 'public'"
            " AND tablename NOT LIKE 'reference\\_%' AND tablename NOT LIKE 'django\\_%'"
            " AND tablename NOT LIKE 'auth\\_%'"
        ).fetchone()[0]
        owner.execute(f"TRUNCATE {tables}, django_session RESTART IDENTITY CASCADE")


class ProductClient(Client):
    """The test's own transaction outlives each request: forget who was signed in, as a new connection would."""

    def request(self, **request):
        forget_everything()
        return super().request(**request)

    def sign_in(self, user) -> "ProductClient":
        with acting_as_system():
            self.force_login(user)
        return self


def forget_everything() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', '', true), emile_forget()")


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def client() -> ProductClient:
    return ProductClient()


@pytest.fixture
def sign_in(db):
    """A client signed in as somebody: ``sign_in(world.head).get("/")``."""
    return lambda user: ProductClient().sign_in(user)


@pytest.fixture
def world(db) -> World:
    """Two of everything: what is ours and what is not. Arrange with ``with acting_as_system():``."""
    with acting_as_system():
        built = World()
    forget_everything()
    return built


@pytest.fixture(scope="module")
def standing_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One for the file, never committed. Each test takes a copy (``world_as_it_stands``), and is undone."""
    with django_db_blocker.unblock(), undone():
        with acting_as_system():
            built = World()
        forget_everything()
        yield built


@pytest.fixture
def world_as_it_stands(standing_world, db) -> World:
    """The same rows for each test of the file, as stored, by objects that no other test has touched."""
    return copy.deepcopy(standing_world)


@pytest.fixture(autouse=True)
def media_of_the_test(tmp_path, settings) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
