from collections.abc import Callable

import pytest
from django.test import Client

from candidates.models import Journey
from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from tests.world import World


@pytest.fixture
def world(world_as_it_stands: World) -> World:
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def journey(world: World) -> Journey:
    with acting_as_system():
        return world.journey()


@pytest.fixture
def prune(world: World, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(world.prescriber)
