"""Dwellings and relay flats: which, in which order, with rows on both sides of each boundary."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict

from emile.core.database.identity import acting_as_system
from emile.reference.models import Commune
from partners.lists.dwellings import DwellingList
from partners.models import Dwelling, RelayFlat
from tests.partners.reading import line, lines
from tests.world import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class TestDwellings:
    @pytest.fixture(autouse=True)
    def rows(self, world, arrange):
        def make():
            mende = {"commune": Commune.objects.get(code="48095"), "territory": world.lozere}
            habitat = world.organisation("Cantal Habitat", kind="landlord", territory=world.cantal)
            flat = {"landlord": world.landlord, "commune": world.commune, "territory": world.cantal, "kind": "T3"}
            flat |= {"surface": Decimal(62), "rent": Decimal(410), "available_from": YESTERDAY}
            Dwelling.objects.bulk_create(
                Dwelling(**flat | more)
                for more in (
                    {"address": "1 rue Mende", **mende},
                    {"address": "2 rue Chère", "rent": Decimal("410.01")},
                    {"address": "3 rue Donnée", "rent": Decimal("409.99")},
                    {"address": "4 rue Petite", "kind": "T1", "landlord": habitat, "rent": Decimal(700)},
                    {"address": "5 rue Prête", "available_from": TODAY},
                    {"address": "6 rue Prochaine", "available_from": TOMORROW},
                    {"address": "7 rue Finie", "withdrawn_on": YESTERDAY},
                    {"address": "8 rue Reprise", "withdrawn_on": TODAY},
                    {"address": "9 rue Bientôt", "withdrawn_on": TOMORROW},
                    {"address": "10 rue Vaine", "available_from": TOMORROW, "withdrawn_on": TODAY},
                    {"address": "11 rue Brève", "available_from": TOMORROW, "withdrawn_on": TOMORROW},
                )
            )

        arrange(make)

    TO_RENT = [
        "T3, 5 rue Prête", "T3, 9 rue Bientôt", "T1, 4 rue Petite", "T3, 3 rue Donnée", "T3, 2 rue Chère",
        "T3, 1 rue Mende",
    ]  # fmt: skip

    BY_COMMUNE = [
        "T1, 4 rue Petite", "T3, 3 rue Donnée", "T3, 5 rue Prête", "T3, 6 rue Prochaine", "T3, 7 rue Finie",
        "T3, 8 rue Reprise", "T3, 9 rue Bientôt", "T3, 10 rue Vaine", "T3, 11 rue Brève", "T3, 2 rue Chère",
        "T3, 1 rue Mende",
    ]  # fmt: skip

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, TO_RENT),
            ({"state": "bientot"}, ["T3, 11 rue Brève", "T3, 6 rue Prochaine"]),
            ({"state": "retires"}, ["T3, 10 rue Vaine", "T3, 8 rue Reprise", "T3, 7 rue Finie"]),
            ({"state": "loues"}, []),
            ({"state": "tous", "tri": "commune"}, BY_COMMUNE),
            ({"size": "T1"}, ["T1, 4 rue Petite"]),
            ({"size": "T1", "state": "retires"}, []),
            ({"territory": "lozere"}, ["T3, 1 rue Mende"]),
            ({"territory": "lozere", "size": "T1"}, []),
            ({"q": "chere"}, ["T3, 2 rue Chère"]),
            ({"q": "mende"}, ["T3, 1 rue Mende"]),
            ({"q": "habitat"}, ["T1, 4 rue Petite"]),
            ({"q": "reprise"}, []),
            ({"size": "T9", "state": "retires"}, ["T3, 10 rue Vaine", "T3, 8 rue Reprise", "T3, 7 rue Finie"]),
            ({"size": "T9"}, TO_RENT),
            (
                {"tri": "loyer", "size": "T3", "q": "aurillac"},
                ["T3, 3 rue Donnée", "T3, 5 rue Prête", "T3, 9 rue Bientôt", "T3, 2 rue Chère"],
            ),
            ({"tri": "surface", "size": "T3", "territory": "lozere"}, ["T3, 1 rue Mende"]),
        ],
    )
    def test_which_and_in_which_order(self, ask, filters, expected):
        assert lines(ask("dwellings", **filters)) == expected

    def test_what_an_export_would_write_of_each(self, world):
        with acting_as_system():
            titles, rows = DwellingList(user=world.manager, query=QueryDict("q=petite"), today=TODAY).table()
            assert titles == [
                "Logement", "Commune", "Bailleur", "Taille légale pour", "Surface", "Loyer et charges", "Accès",
                "Disponibilité",
            ]  # fmt: skip
            assert [row[:3] + row[4:] for row in rows] == [
                [
                    "T1, 4 rue Petite", "Aurillac", "Cantal Habitat", Decimal("62.0"), Decimal("700.00"),
                    "rez-de-chaussée", YESTERDAY,
                ]
            ]  # fmt: skip

    def test_a_line_says_when_it_is_free(self, ask):
        page = ask("dwellings", state="tous")
        free = "T3, 5 rue Prête Aurillac · Polygone 2 à 7 personnes 62 m² 410 € rez-de-chaussée libre"
        assert line(page, "T3, 5 rue Prête") == free
        assert line(page, "T3, 9 rue Bientôt").endswith("libre")
        assert line(page, "T3, 8 rue Reprise").endswith("retiré")
        assert line(page, "T3, 10 rue Vaine").endswith("retiré")
        assert line(page, "T3, 6 rue Prochaine").endswith(str(TOMORROW.year))

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"floor": -1, "lift": True}, "sous-sol, ascenseur libre"),
            ({"floor": 0, "lift": True}, "rez-de-chaussée libre"),
            ({"floor": 1}, "1er étage libre"),
            ({"floor": 2, "lift": True}, "2e étage, ascenseur libre"),
            ({"floor": 2, "accessible": True}, "accessible libre"),
            ({"charges": Decimal("60.50")}, "410 € + 60,50 € rez-de-chaussée libre"),
        ],
    )
    def test_a_line_says_how_one_gets_in_and_what_it_costs(self, ask, arrange, fields, said):
        arrange(lambda: Dwelling.objects.filter(address="5 rue Prête").update(**fields))
        assert line(ask("dwellings"), "T3, 5 rue Prête").endswith(said)


class TestRelayFlats:
    @pytest.fixture(autouse=True)
    def rows(self, world, arrange):
        def make():
            for name, fields in {
                "Relais Cère": {"closed_on": YESTERDAY, "address": "3 rue du Buis"},
                "Relais Alagnon": {"closed_on": TODAY},
                "Relais Truyère": {"closed_on": TOMORROW, "landlord": world.landlord},
                "Relais Futur": {"opened_on": TOMORROW},
            }.items():
                flat = world.relay_flat(name, world.cantal)
                RelayFlat.objects.filter(pk=flat.pk).update(**fields)

        arrange(make)

    OPEN = ["Relais Futur", "Relais Jordanne", "Relais Truyère", "Relais Mende"]

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, OPEN),
            ({"state": "fermes"}, ["Relais Alagnon", "Relais Cère"]),
            ({"state": "tous"}, ["Relais Alagnon", "Relais Cère", *OPEN]),
            ({"territory": "lozere"}, ["Relais Mende"]),
            ({"territory": "cantal"}, OPEN[:3]),
            ({"q": "jordanne"}, ["Relais Jordanne"]),
            ({"q": "buis", "state": "tous"}, ["Relais Cère"]),
            ({"q": "polygone"}, ["Relais Truyère"]),
            ({"state": "nonsense", "territory": "lozere"}, ["Relais Mende"]),
            ({"state": "nonsense"}, OPEN),
        ],
    )
    def test_which_and_in_which_order(self, ask, filters, expected):
        assert lines(ask("relay_flats", **filters)) == expected

    def test_it_is_closed_from_the_very_day(self, ask):
        page = ask("relay_flats", state="tous")
        assert "Relais Alagnon fermé Cantal" in line(page, "Relais Alagnon")
        assert "Relais Truyère Cantal 6 Polygone" in line(page, "Relais Truyère")
