"""Each figure of « Pilotage » against a slow count of the same files, whoever asks and whatever they filter."""

import pytest

from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from partners.models import Membership
from tests.conftest import forget_everything
from tests.reporting.cohort import FILES, LOST, MOVED, File, count, day, of, write
from tests.reporting.reading import read, words
from tests.world import LONG_AGO


@pytest.fixture
def world(counted_world):
    return counted_world


CANTAL, LOZERE = {"territories": ["cantal"]}, {"territories": ["lozere"]}
ASKED = [
    ("manager", {}, {}),
    ("manager", {"periode": "2014"}, {"year": 2014}),
    ("manager", {"periode": "2023"}, {"year": 2023}),
    ("manager", {"periode": "2024"}, {"year": 2024}),
    ("manager", {"periode": "2025"}, {"year": 2025}),
    ("manager", {"periode": "2026"}, {"year": 2026}),
    ("manager", {"programme": "utue"}, {"programmes": ["utue"]}),
    ("manager", {"programme": "reinstalles"}, {"programmes": ["reinstalles"]}),
    ("manager", {"territoire": "cantal"}, CANTAL),
    ("manager", {"territoire": "savoie"}, {"territories": ["savoie"]}),
    (
        "manager",
        {"programme": "emile", "territoire": "cantal", "periode": "2025"},
        {"programmes": ["emile"], "year": 2025, **CANTAL},
    ),
    ("manager", {"programme": "utue", "periode": "2025"}, {"programmes": ["utue"], "year": 2025}),
    ("head", {}, CANTAL),
    ("head", {"territoire": "cantal"}, CANTAL),
    ("head", {"territoire": "lozere"}, CANTAL),
    ("head", {"periode": "2025"}, {"year": 2025, **CANTAL}),
    ("head", {"programme": "utue"}, {"programmes": ["utue"], **CANTAL}),
    ("other_head", {}, LOZERE),
]


@pytest.mark.parametrize(("who", "asked", "kept"), ASKED)
def test_every_figure_is_what_a_slow_count_finds(page, who, asked, kept):
    expected = count(of(**kept))
    assert int(expected.tiles["Dossiers ouverts"]) > 0
    assert read(page(who, **asked)) == expected


def test_the_cohort_tells_each_figure_from_the_others():
    """Were two figures equal here, one shown in the other's place would go unnoticed."""
    whole = count(FILES)
    figures = list(whole.tiles.values())
    assert len(set(figures)) == len(figures)
    assert len({level for _, level, _ in whole.funnel}) >= 10
    assert [number for _, number in whole.reasons] == ["3", "2", "1", "1"]


def test_the_picture_says_the_same_as_the_table(page):
    text = words(page("manager"))
    for title, pairs in (
        ("Pourquoi des familles retenues n'ont pas été au bout", count(FILES).reasons),
        ("Familles installées par territoire", count(FILES).arrivals),
        ("Du repérage au droit commun", [row[:2] for row in count(FILES).funnel]),
    ):
        told = " ; ".join(f"{label} : {number}" for label, number in pairs)
        assert f"<title>{title}</title><desc>{told}.</desc>" in text


def test_nothing_to_count_says_so(page):
    text = words(page("other_head", periode="2015"))
    assert "Aucun parcours à compter" in text
    assert "<dt>" not in text


def test_nobody_retained_has_no_share(page, world, sign_in):
    with acting_as_system():
        Journey.objects.filter(furthest__gte=4).update(opened_on=day("2016-05-05"))
    forget_everything()
    seen = read(page("head"))
    assert seen.tiles["Part qui n'a pas été au bout"] != "–"
    seen = page("head", periode="2025")
    assert read(seen).tiles["Familles retenues"] == "0"
    assert read(seen).tiles["Part qui n'a pas été au bout"] == "–"
    assert "Aucun abandon" in words(seen)
    assert "Aucune installation" in words(seen)


class TestWhoCountsWhat:
    """A head of service reads some files of others, and counts none of them."""

    def also(self, world, **held) -> None:
        with acting_as_system():
            Membership.objects.create(user=world.head, valid_from=LONG_AGO, **held)
        forget_everything()

    def test_not_those_of_their_own_structure(self, world, page):
        self.also(world, role="prescriber", organisation=world.structure)
        assert read(page("head")) == count(of(**CANTAL))

    def test_not_those_of_their_own_area(self, world, page):
        self.also(world, role="referent", organisation=world.operator, origin_area=world.paris)
        assert read(page("head")) == count(of(**CANTAL))

    def test_not_those_in_their_own_charge_elsewhere(self, world, page):
        with acting_as_system():
            Journey.objects.filter(territory=world.lozere).update(caseworker=world.head)
        forget_everything()
        assert read(page("head")) == count(of(**CANTAL))

    def test_both_of_two_territories(self, world, page):
        self.also(world, role="service_head", organisation=world.operator, territory=world.lozere)
        assert read(page("head")) == count(of(territories=["cantal", "lozere"]))
        assert read(page("head", territoire="lozere")) == count(of(**LOZERE))
        offered = page("head").context["form"].fields["territoire"].choices
        assert [str(label) for _, label in offered] == ["Tous", "Cantal", "Lozère"]

    def test_a_manager_who_leads_a_service_counts_everything(self, world, page):
        self.also(world, role="manager", organisation=world.operator)
        assert read(page("head")) == count(FILES)


class TestOrder:
    def test_the_most_frequent_first_then_by_name(self, world, page):
        """One more of a kind that came second: it comes first."""
        with acting_as_system():
            write(world, [File(day("2025-05-05"), "emile", "savoie", "left", 5, reason) for reason in (LOST, MOVED)])
            write(world, [File(day("2025-05-05"), "emile", "savoie", "support", 11) for _ in range(2)])
        forget_everything()
        seen = read(page("manager"))
        assert seen.reasons == [
            ("Perdu de vue", "4"), ("Autre", "2"), ("Déménagement", "1"), ("Logement trouvé sur place", "1"),
            ("Raisons familiales ou garde d'enfants", "1"),
        ]  # fmt: skip
        assert seen.arrivals == [("Savoie", "5"), ("Cantal", "4"), ("Lozère", "1")]
