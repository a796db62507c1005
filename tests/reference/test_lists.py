"""The list of each table: its order, the state of each line, its filters."""

import re
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs

import pytest
from django.urls import reverse

from emile.reference.models import Commune, LegalParameter, ProgrammeTerritory, Reason, Territory
from emile.reference.tables import BY_SLUG
from tests.reference.reading import line, names, table, words
from tests.world import TODAY

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class TestOrder:
    def test_territories_by_name_whatever_the_accents(self, ask):
        Territory.objects.filter(code="lot").update(name="Écrins")
        assert names(ask("territoires")) == [
            "Ain", "Allier", "Cantal", "Cher", "Doubs", "Écrins", "Indre", "Lozère", "Maine-et-Loire", "Savoie",
            "Seine-Maritime",
        ]  # fmt: skip

    def test_basins_as_they_opened(self, ask):
        assert names(ask("bassins")) == ["Aurillac", "Mauriac", "Saint-Flour"]

    def test_programmes_as_they_began(self, ask):
        assert names(ask("programmes")) == ["UTUE", "Réinstallés", "EMILE"]

    def test_values_of_one_parameter_the_latest_first(self, ask):
        dates = [row[2] for row in table(ask("parametres")) if row[0] == "Plafond PLUS, catégorie 1"]
        assert dates == ["01/01/2026", "01/01/2025"]
        assert names(ask("parametres"))[:3] == [
            "Surface minimale pour une personne", "Surface minimale pour deux personnes",
            "Surface minimale par personne au-delà de deux",
        ]  # fmt: skip

    def test_reasons_by_moment_then_as_they_are_offered(self, ask):
        found = names(ask("motifs", moment="waiting"))
        assert found == [
            "En attente d'un poste correspondant", "En attente d'un logement adapté", "En attente d'une pièce",
            "En attente d'un rendez-vous", "En attente de la fin de l'année scolaire",
            "Plus de place dans le territoire pour l'instant", "Autre",
        ]  # fmt: skip

    def test_trades_by_code_fifty_a_page(self, ask):
        page = ask("metiers")
        first = names(page)
        second = names(ask("metiers", **parse_qs(page.context["list"].page.after[1:])))
        assert (len(first), len(second)) == (50, 50)
        assert [*first, *second] == sorted({*first, *second})


class TestStates:
    """One row a day: over yesterday, on its last day, begun today, to begin tomorrow."""

    @pytest.fixture(autouse=True)
    def rows(self):
        Territory.objects.update(valid_from=date(2014, 11, 1), valid_to=date(2015, 1, 1))
        for code, start, end in (
            ("ain", None, YESTERDAY),
            ("allier", None, TODAY),
            ("cantal", TODAY, None),
            ("cher", TODAY, TODAY),
            ("indre", TOMORROW, None),
            ("savoie", TOMORROW, TOMORROW),
        ):
            Territory.objects.filter(code=code).update(valid_from=start or date(2014, 11, 1), valid_to=end)

    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("en-cours", ["Allier", "Cantal", "Cher"]),
            ("a-venir", ["Indre", "Savoie"]),
            ("ferme", ["Ain", "Doubs", "Lot", "Lozère", "Maine-et-Loire", "Seine-Maritime"]),
        ],
    )
    def test_which_are_listed(self, ask, state, expected):
        assert names(ask("territoires", etat=state)) == expected

    def test_each_line_says_its_own(self, ask):
        said = {row[0]: row[-1] for row in table(ask("territoires"))[1:]}
        assert said == {
            "Ain": "Fermé", "Allier": "En vigueur", "Cantal": "En vigueur", "Cher": "En vigueur", "Doubs": "Fermé",
            "Indre": "À venir", "Lot": "Fermé", "Lozère": "Fermé", "Maine-et-Loire": "Fermé", "Savoie": "À venir",
            "Seine-Maritime": "Fermé",
        }  # fmt: skip

    def test_what_follows_a_published_file_is_always_current(self):
        assert BY_SLUG["communes"].state(Commune.objects.get(pk="15014"), TODAY) == "en-cours"

    def test_and_in_its_colour(self, ask):
        looks = re.findall(
            r'data-label="État"><span class="badge[^"]*is-(\w+)', words(ask("territoires", etat="a-venir"))
        )
        assert looks == ["info", "info"]


class TestStatesOfReasons:
    """A reason has no dates: it is offered, or no longer; it never is to come."""

    @pytest.fixture(autouse=True)
    def one_withdrawn(self):
        Reason.objects.filter(code="waiting-document").update(active=False)

    OFFERED = [
        "En attente d'un poste correspondant", "En attente d'un logement adapté", "En attente d'un rendez-vous",
        "En attente de la fin de l'année scolaire", "Plus de place dans le territoire pour l'instant", "Autre",
    ]  # fmt: skip

    @pytest.mark.parametrize(
        ("state", "expected"), [("en-cours", OFFERED), ("ferme", ["En attente d'une pièce"]), ("a-venir", [])]
    )
    def test_which_are_listed(self, ask, state, expected):
        assert names(ask("motifs", moment="waiting", etat=state)) == expected

    def test_each_line_says_its_own(self, ask):
        page = ask("motifs", moment="waiting")
        assert line(page, "En attente d'une pièce")[-1] == "Fermé"
        assert line(page, "En attente d'un rendez-vous")[-1] == "En vigueur"


class TestFilters:
    def test_one_moment(self, ask):
        moments = {row[1] for row in table(ask("motifs", moment="stay_exception"))[1:]}
        assert moments == {"Séjour hors des règles"}

    @pytest.mark.parametrize(
        ("slug", "typed", "expected"),
        [
            ("metiers", "macon", ["F1703"]),
            ("metiers", "f1610", ["F1610"]),
            ("communes", "saint flour 15100", ["Saint-Flour", "Anglards-de-Saint-Flour"]),
            ("communes", "urillac", []),
            ("metiers", "z" * 100, []),
        ],
    )
    def test_search(self, ask, slug, typed, expected):
        assert names(ask(slug, q=typed)) == expected

    def test_a_text_too_long_to_be_a_search_shows_everything(self, ask):
        assert names(ask("metiers", q="z" * 101)) == names(ask("metiers"))

    @pytest.mark.parametrize("reference_table", list(BY_SLUG.values()), ids=list(BY_SLUG))
    def test_each_list_asks_for_what_makes_sense(self, ask, reference_table):
        search, moment, state = ["q"], ["moment", "etat"], ["etat"]
        asked = {"communes": search, "metiers": search, "motifs": moment}.get(reference_table.slug, state)
        assert [field.name for field in ask(reference_table.slug).context["list"].form] == asked

    def test_a_filter_that_means_nothing_shows_everything(self, ask):
        assert names(ask("territoires", etat="nonsense")) == names(ask("territoires"))

    def test_a_filter_that_means_nothing_leaves_the_others(self, ask):
        assert names(ask("motifs", moment="waiting", etat="nonsense")) == names(ask("motifs", moment="waiting"))
        assert len(names(ask("motifs", moment="waiting", etat="nonsense"))) == 7

    @pytest.mark.parametrize("reference_table", list(BY_SLUG.values()), ids=list(BY_SLUG))
    def test_an_export_would_write_what_is_read(self, ask, reference_table):
        """The same titles, and words rather than objects."""
        listing = ask(reference_table.slug).context["list"]
        titles, rows = listing.table()
        assert titles == [title for title in table(ask(reference_table.slug))[0] if title]
        first = next(rows)
        assert len(first) == len(titles)
        assert {type(value) for value in first} <= {str, int, Decimal, bool, date, type(None)}

    def test_a_published_list_says_its_source_and_an_edited_one_does_not(self, ask):
        assert re.search(
            r"Source : Répertoire opérationnel.*ROME version 3\.\s+Chargé le \d\d/\d\d/\d{4}\.", words(ask("metiers"))
        )
        assert "Chargé le" in words(ask("communes"))
        assert "Chargé le" not in words(ask("parametres"))


def test_the_index_counts_each_table(manager):
    page = words(manager.get(reverse("reference:index")))
    counts = re.findall(r'<p class="text-quiet">([\d\u202f ]+ lignes?(?:, en lecture seule)?)</p>', page)
    assert [said.replace("\u202f", " ") for said in counts] == [
        "11 lignes", "3 lignes", "3 lignes", "3 lignes", f"{_number(ProgrammeTerritory)} lignes", "107 lignes",
        f"{_number(LegalParameter)} lignes", "532 lignes, en lecture seule",
        f"{_number(Commune):_} lignes, en lecture seule".replace("_", " "),
    ]  # fmt: skip


def _number(model) -> int:
    return sum(1 for _ in model.objects.values_list("pk"))
