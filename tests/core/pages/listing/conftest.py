import pytest

from emile.core.database.identity import acting_as_system


@pytest.fixture(autouse=True)
def as_system(db):
    with acting_as_system():
        yield
