from collections.abc import Iterator

import pytest

from emile.tools.demo.loading import load
from tests.clock import TODAY
from tests.conftest import empty_the_database


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once for the module, by the application's own role, then truncated by the owner."""
    with django_db_blocker.unblock():
        assert load(TODAY)
        yield
        empty_the_database()
