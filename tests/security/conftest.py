import pytest
from django.db import connections

from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from tests.conftest import empty_the_database
from tests.security.crawl import crowd  # noqa: F401
from tests.security.full_world import FullWorld
from tests.security.interference.whole_world import planted, planted_once  # noqa: F401
from tests.security.walls import truth


@pytest.fixture(scope="module")
def full_world(django_db_setup, django_db_blocker):
    """Committed, for the tests that change the walls themselves from the owner's connection."""
    with django_db_blocker.unblock():
        with acting_as_system():
            world = FullWorld()
        yield world
        connections.close_all()
        empty_the_database()


@pytest.fixture(scope="module")
def known(full_world) -> dict:
    rows = truth(full_world)
    with acting_as_system():
        rows["every journey"] = set(Journey.objects.values_list("pk", flat=True))
    return rows
