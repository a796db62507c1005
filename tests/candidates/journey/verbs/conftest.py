from collections.abc import Iterator

import pytest

from candidates.journey.table import Action
from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from tests.candidates.journey.verb_answers import CASES
from tests.conftest import forget_everything, undone
from tests.world import World


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """One for the file, never committed: what a test does to it is undone with the test."""
    with django_db_blocker.unblock(), undone():
        with acting_as_system():
            built = World()
        forget_everything()
        yield built


@pytest.fixture(scope="module")
def ready(world: World, action: Action) -> Iterator[Journey]:
    """A file on which the verb can be done: one for all that is asked about this verb."""
    with undone():
        with acting_as_system():
            journey = CASES[action].place(world)
        forget_everything()
        yield journey


@pytest.fixture(autouse=True)
def undone_with_the_test(db) -> None:
    """Those tests, too, that use nothing but the world."""
