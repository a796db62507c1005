"""Who opened which named file, and why: for the data protection officer alone."""

import re
from datetime import date, datetime, time, timedelta
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from emile.accounts.models import User
from emile.audit.models import OpenedFile
from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import Reason
from tests.clock import TODAY

URL = "/journal/"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def opened(world):
    def open_one(note="Demande du financeur", by=None, household=41, reason=None, until=None) -> OpenedFile:
        by = by or world.manager
        with acting_as(by.pk):
            return OpenedFile.objects.create(
                user=by,
                household_id=household,
                reason=reason or world.reason("manager_access"),
                note=note,
                open_until=until or timezone.now() + timedelta(hours=1),
            )

    return open_one


def test_its_address(world):
    assert reverse("audit:journal") == URL


@pytest.mark.parametrize("role", ["prescriber", "referent", "head", "caseworker", "manager", "partner"])
def test_closed_to_the_others(world, sign_in, role):
    assert sign_in(getattr(world, role)).get(URL).status_code == 403


def test_says_who_when_what_and_why(world, sign_in, opened):
    opening = opened()
    page = sign_in(world.dpo).get(URL).content.decode()
    for word in ("Margot", "nº 41", opening.reason.label.split("'")[0], "Demande du financeur", "encore ouvert"):
        assert word in page.replace("\xa0", " ").replace("&#x27;", "'")


def test_is_escaped(world, sign_in, opened):
    opened(note="<script>alert(1)</script>")
    assert "<script>alert" not in sign_in(world.dpo).get(URL).content.decode()


@pytest.fixture
def rows(world, sign_in):
    """The households of the lines, in the order of the page."""

    def rows(**asked) -> list[int]:
        page = sign_in(world.dpo).get(URL, asked).content.decode()
        return [int(number) for number in re.findall(r"nº.(\d+)</td>", page)]

    return rows


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, [43, 42, 41]),
        ({"q": "echeancier"}, [41]),
        ({"q": "ÉCHÉANCIER revoir"}, [41]),
        ({"q": "échéancier personne"}, []),
        ({"q": "margot"}, [42, 41]),
        ({"q": "service_head"}, [43]),
        ({"q": "margot bilan"}, [42]),
        ({"q": "personne"}, []),
        ({"reason": 0}, [43, 41]),
        ({"reason": 1}, [42]),
        ({"reason": 1, "since": "31/02/2026"}, [42]),
        ({"reason": 1, "q": "echeancier"}, []),
    ],
)
def test_each_question(world, opened, rows, asked, found):
    reasons = list(Reason.objects.filter(kind="manager_access").order_by("order", "label"))[:2]
    opened(note="Échéancier à revoir", household=41)
    opened(note="Bilan", household=42, reason=reasons[1])
    opened(note="Échange", household=43, by=world.head)
    if "reason" in asked:
        asked = asked | {"reason": reasons[asked["reason"]].pk}
    assert rows(**asked) == found


@pytest.mark.parametrize("day", [date(2026, 6, 3), date(2026, 12, 31), date(2026, 3, 29), date(2026, 10, 25)])
def test_a_day_begins_and_ends_at_midnight_in_paris(opened, rows, day):
    """The two last are days of 23 and of 25 hours."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    for household, (date_, time_) in enumerate(
        [(before, time(23, 59, 59)), (day, time(0)), (day, time(23, 59, 59)), (after, time(0))], start=1
    ):
        with time_machine.travel(datetime.combine(date_, time_, PARIS), tick=False):
            opened(household=household)
    assert rows(since=day.isoformat(), until=day.isoformat()) == [3, 2]
    assert rows(since=day.isoformat()) == [4, 3, 2]
    assert rows(until=day.isoformat()) == [3, 2, 1]


@pytest.mark.parametrize(("left", "words"), [(timedelta(0), "fini le"), (timedelta(seconds=1), "encore ouvert")])
def test_says_whether_it_is_still_open(world, sign_in, opened, left, words):
    browser = sign_in(world.dpo)
    now = datetime(2026, 6, 3, 14, 32, tzinfo=PARIS)
    with time_machine.travel(now, tick=False):
        opened(until=now + left)
        page = browser.get(URL).content.decode().replace("\xa0", " ")
    assert [each for each in ("fini le", "encore ouvert") if each in page] == [words]
    assert "3 juin 2026 à 14:32" in page


def noon_in_paris(*, days_ago: int) -> datetime:
    """Half a year ago the hour was another: a number of hours would not do."""
    return datetime.combine(TODAY - timedelta(days=days_ago), time(12), tzinfo=PARIS)


def test_the_accounts_are_counted(world, sign_in, opened):
    """One asleep since six months and a day; a closed account is neither asleep nor waiting for its first visit."""
    visits = {
        world.head: (True, noon_in_paris(days_ago=180)),
        world.caseworker: (True, noon_in_paris(days_ago=181)),
        world.referent: (False, noon_in_paris(days_ago=400)),
        world.prescriber: (False, None),
    }
    browser = sign_in(world.dpo)
    with acting_as_system():
        for person, (active, visit) in visits.items():
            User.objects.filter(pk=person.pk).update(is_active=active, last_login=visit)
    assert browser.get(URL).context["list"].accounts == {"active": 10, "never": 7, "asleep": 1, "closed": 2}


def test_fifty_a_page(world, sign_in, opened, rows):
    for household in range(1, 52):
        opened(household=household)
    assert rows() == list(range(51, 1, -1))
    assert rows(tri="ancien") == list(range(1, 51))
    after = parse_qs(sign_in(world.dpo).get(URL).context["list"].page.after[1:])
    assert rows(**after) == [1]


def test_only_reasons_to_open_a_file_are_proposed(world, sign_in):
    form = sign_in(world.dpo).get(URL).context["list"].form
    assert {reason.kind for reason in form.fields["reason"].queryset} == {"manager_access"}


@pytest.mark.parametrize(
    "asked", [{"q": "\0"}, {"q": "x" * 9999}, {"since": "31/02/2026"}, {"until": "0001-01-01"}, {"reason": "x"}]
)
def test_nonsense_in_the_filters(world, sign_in, asked):
    assert sign_in(world.dpo).get(URL, asked).status_code == 200


def test_as_many_queries_for_three_as_for_one(world, sign_in, opened, django_assert_num_queries):
    """Three of them are the test's own: forgetting who was there, and its savepoint."""
    browser = sign_in(world.dpo)
    opened()
    with django_assert_num_queries(10):
        browser.get(URL)
    opened(household=42)
    opened(household=43)
    with django_assert_num_queries(10):
        browser.get(URL)
