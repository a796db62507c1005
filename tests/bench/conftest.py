"""Ten thousand invented households, written once for the files of this folder."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import override_settings

from emile.core.database.identity import acting_as_system
from emile.tools.bench import generate as generation
from emile.tools.bench.discovery.explore import Findings, furnish, look_around
from emile.tools.bench.discovery.people import people
from emile.tools.bench.generate import generate
from tests.conftest import empty_the_database

HOUSEHOLDS = 10_000


@pytest.fixture(scope="package")
def bench(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        before = protected()
        generate(HOUSEHOLDS, lambda line: None)
        yield before
        connections["owner"].close()
        empty_the_database()


@pytest.fixture(scope="package")
def found(bench, django_db_blocker, tmp_path_factory) -> Iterator[list[Findings]]:
    """What each person can open and press; the papers put there to be opened go with the other rows."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        furnish()
        yield [look_around(person, variants=False) for person in people()]


def protected() -> dict[str, list]:
    """What keeps the tables safe and sound, as the catalogue tells it."""
    queries = {
        "forced": generation.FORCED,
        "keys": generation.FOREIGN_KEYS,
        "indexes": generation.PLAIN_INDEXES,
        "columns": "SELECT attrelid::regclass::text, attname, atthasdef FROM pg_attribute WHERE attnum > 0"
        " AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)",
        "triggers": "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    }
    with acting_as_system(), connections["default"].cursor() as cursor:
        return {name: sorted(generation.rows(cursor, query)) for name, query in queries.items()}
