from collections.abc import Iterator

import pytest

from candidates.models import Journey
from candidates.steps import Step
from candidates.todo.pile_rows import statement
from emile.core.database.identity import acting_as_system
from tests.conftest import undone


@pytest.fixture(autouse=True)
def piles_are_stated_anew() -> None:
    """A statement is kept for whoever asks again: each test has its piles state theirs, so that what a test runs is
    the same whatever was played before it."""
    statement.cache_clear()


@pytest.fixture(scope="module")
def presented(standing_world, django_db_blocker) -> Iterator[Journey]:
    """One file for the module, which others are made like (``file_steps.twin``)."""
    with django_db_blocker.unblock(), undone():
        with acting_as_system():
            journey = standing_world.journey(Step.PRESENTED)
        yield journey
