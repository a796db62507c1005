"""The directory: who is in it, in which order, with rows on both sides of each boundary; and its pages of fifty."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict

from emile.core.database.identity import acting_as_system
from emile.reference.models import Commune
from partners.lists.organisations import OrganisationList
from partners.models import Organisation
from tests.partners.reading import line, lines
from tests.world import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class TestOrganisations:
    @pytest.fixture(autouse=True)
    def rows(self, world, arrange):
        def make():
            mauriac = Commune.objects.get(code="15120")
            world.organisation("Épicerie Vidal", kind="employer", territory=world.cantal, closed_on=YESTERDAY)
            world.organisation("Boulangerie Roques", kind="employer", territory=world.lozere, closed_on=TODAY)
            world.organisation("Ferme Bru", short_name="GAEC", kind="work", closed_on=TOMORROW, commune=mauriac)
            world.organisation("Polygone", kind="employer", territory=world.lozere)

        arrange(make)

    EVERYONE_STILL_THERE = [
        "Aurore", "Boulangerie Roques", "Charonne", "Ferme Bru", "Le Mas", "Menuiserie Delmas", "Polygone", "Polygone",
        "Samusocial",
    ]  # fmt: skip

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, EVERYONE_STILL_THERE),
            ({"state": "finis"}, ["Épicerie Vidal"]),
            ({"state": "tous"}, [*EVERYONE_STILL_THERE[:3], "Épicerie Vidal", *EVERYONE_STILL_THERE[3:]]),
            ({"kind": "employer"}, ["Boulangerie Roques", "Menuiserie Delmas", "Polygone"]),
            ({"kind": "employer", "state": "finis"}, ["Épicerie Vidal"]),
            ({"territory": "cantal"}, ["Menuiserie Delmas", "Polygone"]),
            ({"territory": "lozere"}, ["Boulangerie Roques", "Polygone"]),
            ({"territory": "cantal", "kind": "landlord"}, ["Polygone"]),
            ({"territory": "lozere", "kind": "landlord"}, []),
            ({"q": "delmas"}, ["Menuiserie Delmas"]),
            ({"q": "gaec"}, ["Ferme Bru"]),
            ({"q": "mauriac"}, ["Ferme Bru"]),
            ({"q": "polyg", "kind": "employer"}, ["Polygone"]),
            ({"q": "epicerie"}, []),
            ({"q": "vidal epicerie", "state": "tous"}, ["Épicerie Vidal"]),
            ({"q": "vidal roques", "state": "tous"}, []),
            ({"state": "nonsense", "kind": "landlord"}, ["Polygone"]),
            ({"q": "x" * 100}, []),
            ({"q": "x" * 101}, EVERYONE_STILL_THERE),
            (
                {"tri": "type"},
                [
                    "Boulangerie Roques",
                    "Menuiserie Delmas",
                    "Polygone",
                    "Polygone",
                    "Aurore",
                    "Charonne",
                    "Le Mas",
                    "Samusocial",
                    "Ferme Bru",
                ],
            ),
        ],
    )
    def test_which_and_in_which_order(self, ask, filters, expected):
        assert lines(ask("organisations", **filters)) == expected

    def test_two_of_the_same_name_stand_as_they_came(self, ask):
        kinds = [row.kind for row in ask("organisations", q="polygone").context["list"].page.rows]
        assert kinds == ["landlord", "employer"]

    def test_a_partnership_is_over_the_day_after_its_last(self, ask):
        page = ask("organisations", state="tous")
        over = [name for name in ("Épicerie Vidal", "Boulangerie Roques", "Ferme Bru") if "terminé" in line(page, name)]
        assert over == ["Épicerie Vidal"]

    def test_a_line_says_what_kind_and_where(self, ask):
        page = ask("organisations", state="tous")
        assert line(page, "Menuiserie Delmas") == "Menuiserie Delmas Employeur Cantal 1 0"
        assert line(page, "Ferme Bru") == "Ferme Bru Emploi, formation Mauriac 0 0"
        assert line(page, "Samusocial") == "Samusocial Structure prescriptrice Île-de-France 0 0"


class TestPages:
    """Fifty lines a page."""

    @pytest.fixture
    def sixty_employers(self, arrange):
        arrange(
            lambda: Organisation.objects.bulk_create(
                Organisation(name=f"Ferme {number:02}", kind="employer") for number in range(60)
            )
        )

    def test_fifty_then_the_rest(self, ask, sixty_employers):
        first = ask("organisations", q="ferme")
        assert lines(first) == [f"Ferme {number:02}" for number in range(50)]
        second = ask("organisations", **parse_qs(first.context["list"].page.after[1:]))
        assert lines(second) == [f"Ferme {number:02}" for number in range(50, 60)]

    @pytest.mark.parametrize("place", ["3", "0", "x"])
    def test_a_place_that_is_not_one(self, ask, sixty_employers, place):
        assert lines(ask("organisations", q="ferme", apres=place))[0] == "Ferme 00"


def test_what_an_export_would_write_of_each(world):
    with acting_as_system():
        titles, rows = OrganisationList(user=world.manager, query=QueryDict("q=delmas"), today=TODAY).table()
        assert titles == ["Organisation", "Type", "Où", "Postes ouverts", "Logements"]
        assert list(rows) == [["Menuiserie Delmas", "Employeur", "Cantal", 1, 0]]
