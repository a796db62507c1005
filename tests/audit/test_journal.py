"""Who opened which named file, and why: for the data protection officer alone."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from emile.audit.models import OpenedFile
from emile.core.identity import acting_as

URL = "/journal/"


@pytest.fixture
def opened(world):
    def open_one(note="Demande du financeur", by=None, household=41) -> OpenedFile:
        by = by or world.manager
        with acting_as(by.pk):
            return OpenedFile.objects.create(
                user=by,
                household_id=household,
                reason=world.reason("manager_access"),
                note=note,
                open_until=timezone.now() + timedelta(hours=1),
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


def test_filters(world, sign_in, opened):
    opened(note="Échéancier à revoir")
    browser = sign_in(world.dpo)
    tomorrow = timezone.localdate() + timedelta(days=1)
    for asked, found in (
        ({"q": "echeancier"}, True),
        ({"q": "margot"}, True),
        ({"q": "personne"}, False),
        ({"since": tomorrow.isoformat()}, False),
        ({"until": timezone.localdate().isoformat()}, True),
        ({"reason": world.reason("manager_access").pk}, True),
    ):
        assert ("Échéancier" in browser.get(URL, asked).content.decode().split("<tbody>")[-1]) is found, asked


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
