from collections.abc import Callable

import pytest

from emile.core.database.identity import acting_as_system
from emile.reference.models import Programme, Territory
from tests.conftest import forget_everything
from tests.reporting.cohort import FILES, write

DASHBOARD = "/pilotage/"


@pytest.fixture(scope="module")
def standing_files(standing_world):
    with acting_as_system():
        write(standing_world, FILES)
    forget_everything()


@pytest.fixture
def counted_world(standing_files, world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def page(counted_world, sign_in) -> Callable:
    """The page as somebody; a programme and a territory are asked for by their code."""

    def shown(who: str, **asked):
        with acting_as_system():
            if "programme" in asked:
                asked["programme"] = Programme.objects.get(code=asked["programme"]).pk
            if "territoire" in asked:
                asked["territoire"] = Territory.objects.get(code=asked["territoire"]).pk
        forget_everything()
        return sign_in(getattr(counted_world, who)).get(DASHBOARD, asked)

    return shown
