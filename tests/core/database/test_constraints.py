"""Whether a row would be refused, asked in one go; who is refused asks Django why."""

from decimal import Decimal

import pytest

from emile.core.database.constraints import all_hold
from emile.core.database.identity import acting_as_system
from partners.models import Dwelling, RelayFlat

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world_as_it_stands):
    with acting_as_system():
        yield world_as_it_stands


@pytest.fixture
def flat(world) -> Dwelling:
    return world.dwelling()


def test_every_check_in_one_statement(flat, django_assert_num_queries):
    with django_assert_num_queries(3):  # SAVEPOINT, SELECT, RELEASE
        assert all_hold(flat, set())


@pytest.mark.parametrize(
    ("fields", "left_out", "held"),
    [
        ({"surface": Decimal(8)}, set(), False),
        ({"rent": Decimal(-1)}, set(), False),
        ({"surface": Decimal(8)}, {"surface"}, True),
        ({"surface": Decimal(8)}, {"rent"}, False),
        ({"surface": Decimal(8), "rent": Decimal(-1)}, {"surface"}, False),
        ({"surface": None}, set(), True),
    ],
)
def test_a_check_of_a_column_left_out_is_not_asked(flat, fields, left_out, held):
    """And one of what is not known holds, as in the database."""
    for name, value in fields.items():
        setattr(flat, name, value)
    assert all_hold(flat, left_out) is held


@pytest.mark.parametrize(("name", "held"), [("Relais Jordanne", False), ("Relais neuf", True)])
def test_what_may_be_there_once_is_asked_too(world, name, held):
    flat = RelayFlat(territory=world.cantal, name=name, capacity=4, opened_on=world.flat.opened_on)
    assert all_hold(flat, set()) is held
