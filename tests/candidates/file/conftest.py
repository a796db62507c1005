from collections.abc import Iterator

import pytest

from candidates.models import Journey
from tests.candidates.file.file_pages import arrange
from tests.conftest import forget_everything, undone
from tests.world import World


@pytest.fixture(scope="module")
def reached(standing_world: World, place: str) -> Iterator[Journey]:
    """The file at this place: one for all that is asked about this place."""
    with undone():
        journey = arrange(standing_world, place)
        forget_everything()
        yield journey
