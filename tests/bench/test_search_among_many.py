"""The search among more files than its first windows hold: it finds what a plain reading finds, and reads little."""

import pytest
from django.db import connection

from candidates.models import Journey, Member
from candidates.overview.search import find_journeys
from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from emile.tools.bench.discovery.people import Person, people
from emile.tools.bench.discovery.reach import Reach

pytestmark = pytest.mark.django_db

MOST = 21
TITLES = ["Prescripteur (une structure)", "Chef de service (Cantal)", "Référente nationale (toutes les origines)"]
NAMES = ["martin", "traore", "morin", "henry", "nicolas henry", "awa martin", "ba"]
"""From one household in ten to one in two hundred; some are a part of another, or of a first name."""


def person_of(title: str) -> Person:
    return next(person for person in people() if person.title == title)


@pytest.fixture(params=TITLES)
def user(bench: object, request: pytest.FixtureRequest) -> User:
    found = Reach(person_of(request.param)).user
    assert found is not None
    return found


def read_plainly(user: User, name: str) -> list[int]:
    """Every file within reach of somebody who bears all the words, a word of two letters being a whole one."""
    named = Member.objects.all()
    for word in name.split():
        whole = rf"(^| ){word} "
        named = named.filter(search_name__contains=word) if len(word) > 2 else named.filter(search_name__regex=whole)
    with acting_as(user.pk):
        files = Journey.objects.visible_to(user).filter(household__in=named.values("household"))
        return list(files.order_by("-opened_on", "-pk").values_list("pk", flat=True)[:MOST])


@pytest.mark.parametrize("name", NAMES)
def test_it_finds_the_most_recent_of_all_within_reach(user: User, name: str) -> None:
    expected = read_plainly(user, name)
    with acting_as(user.pk):
        assert find_journeys(name, user=user, most=MOST).ids == expected


def members_read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_get_xact_tuples_fetched('candidates_member'::regclass)")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize(("name", "most"), [("martin", 2_500), ("traore", 12_000)])
def test_the_more_common_a_name_the_less_is_read(bench: object, name: str, most: int) -> None:
    """Among thirty thousand people, all within reach."""
    user = Reach(person_of(TITLES[-1])).user
    assert user is not None
    with acting_as_system():
        assert Member.objects.count() > 25_000
    with acting_as(user.pk):
        before = members_read()
        assert len(find_journeys(name, user=user, most=MOST).ids) == MOST
        assert members_read() - before < most
