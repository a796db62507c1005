"""For how many people a dwelling is: not under-occupied (CCH L.621-2), not too small (CCH R.822-25)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from emile.reference.models import LegalParameter
from emile.reference.querysets import Values
from partners import sizes
from tests.world import TODAY

DAY = date(2026, 11, 21)
LAW = {
    "min_surface_1": Decimal(9),
    "min_surface_2": Decimal(16),
    "min_surface_extra": Decimal(9),
    "min_surface_cap": Decimal(70),
    "min_surface_cap_people": Decimal(8),
    "under_occupation_extra_rooms": Decimal(1),
}
OTHER_LAW = {
    "min_surface_1": Decimal(10),
    "min_surface_2": Decimal(20),
    "min_surface_extra": Decimal(12),
    "min_surface_cap": Decimal(90),
    "min_surface_cap_people": Decimal(9),
    "under_occupation_extra_rooms": Decimal(2),
}


def values(law: dict = LAW) -> Values:
    return Values(DAY, law.items())


@pytest.mark.parametrize(
    ("kind", "rooms"), [("T1", 1), ("T1B", 1), ("T2", 2), ("T3", 3), ("T4", 4), ("T5", 5), ("T6", 6)]
)
def test_a_type_says_its_rooms(kind, rooms):
    assert sizes.rooms_of(kind) == rooms


@pytest.mark.parametrize(
    ("kind", "fewest"), [("T1", 1), ("T1B", 1), ("T2", 1), ("T3", 2), ("T4", 3), ("T5", 4), ("T6", 5)]
)
def test_one_room_more_than_people_is_not_under_occupied(kind, fewest):
    assert sizes.fewest_people(kind, values()) == fewest


def test_when_the_law_admits_two_rooms_more_one_person_has_a_three_room_flat():
    assert [sizes.fewest_people(kind, values(OTHER_LAW)) for kind in ("T2", "T3", "T4")] == [1, 1, 2]


@pytest.mark.parametrize(
    ("surface", "most"),
    [
        ("8.9", 0),
        ("9", 1),
        ("15.9", 1),
        ("16", 2),
        ("24.9", 2),
        ("25", 3),
        ("33.9", 3),
        ("34", 4),
        ("60.9", 6),
        ("61", 7),
        ("69.9", 7),
        ("70", 8),
        ("400", 8),
    ],
)
def test_each_square_metre_of_the_law(surface, most):
    assert sizes.most_people(Decimal(surface), values()) == most


@pytest.mark.parametrize(
    ("surface", "most"),
    [("9.9", 0), ("10", 1), ("19.9", 1), ("20", 2), ("31.9", 2), ("32", 3), ("89.9", 7), ("90", 9)],
)
def test_when_the_law_changes_so_does_the_number(surface, most):
    assert sizes.most_people(Decimal(surface), values(OTHER_LAW)) == most


@pytest.mark.parametrize(
    ("kind", "surface", "words"),
    [
        ("T1", "8.9", "surface trop petite pour sa typologie"),
        ("T1", "15.9", "1 personne"),
        ("T3", "15.9", "surface trop petite pour sa typologie"),
        ("T3", "16", "2 personnes"),
        ("T4", "24.9", "surface trop petite pour sa typologie"),
        ("T4", "25", "3 personnes"),
        ("T2", "16", "1 à 2 personnes"),
        ("T3", "62", "2 à 7 personnes"),
        ("T3", "69.9", "2 à 7 personnes"),
        ("T3", "70", "2 personnes et plus"),
        ("T6", "110", "5 personnes et plus"),
        ("T2", "70", "tout ménage"),
        ("T1", "69.9", "1 à 7 personnes"),
        ("T1B", "15.9", "1 personne"),
    ],
)
def test_the_size_in_words(kind, surface, words):
    assert sizes.suits(kind, Decimal(surface), values()) == words


class TestOnThePages:
    """The list and the sheet follow the value in force today."""

    @pytest.fixture
    def law_changes_today(self, arrange):
        def change():
            rooms = LegalParameter.objects.get(code="under_occupation_extra_rooms")
            LegalParameter.objects.filter(pk=rooms.pk).update(valid_to=TODAY - timedelta(days=1))
            LegalParameter.objects.create(
                code=rooms.code, label=rooms.label, unit=rooms.unit, source="Essai", value=0, valid_from=TODAY
            )

        return lambda: arrange(change)

    def test_yesterday_s_law_no_longer_counts(self, world, sign_in, flat_to_rent, law_changes_today):
        browser = sign_in(world.caseworker)
        pages = [reverse("partners:dwellings"), reverse("partners:dwelling", args=[flat_to_rent.pk])]
        assert [said(browser.get(page)) for page in pages] == ["2 à 7 personnes", "2 à 7 personnes"]
        law_changes_today()
        assert [said(browser.get(page)) for page in pages] == ["3 à 7 personnes", "3 à 7 personnes"]


def said(page) -> str:
    """What stands beside or under « Taille légale pour »."""
    words = page.content.decode().replace("\xa0", " ")
    return next(line for line in words.replace("<", ">").split(">") if line.endswith("personnes"))
