"""Who opens the manager's pages, and what their lists show."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from emile.accounts.enums import Role
from emile.reference.enums import State
from emile.reference.models import Territory
from emile.reference.tables import BY_SLUG, TABLES
from tests.reference.sending import SLUGS, a_territory, add, close, edit, post

pytestmark = pytest.mark.django_db


class TestWhoMayCome:
    def pages(self) -> list[str]:
        row = Territory.objects.first()
        return [
            reverse("reference:index"),
            *(reverse("reference:list", args=[slug]) for slug in SLUGS),
            add("territoires"),
            edit("territoires", row),
            close("territoires", row),
        ]

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.MANAGER])
    def test_the_others_are_refused(self, signed_in, role):
        browser = signed_in(role)
        for page in self.pages():
            assert browser.get(page).status_code == 403, page
        assert post(browser, add("territoires"), a_territory()).status_code == 403
        assert not Territory.objects.filter(code="correze").exists()

    def test_strangers_sign_in_first(self, client):
        for page in self.pages():
            assert client.get(page).status_code == 302, page

    def test_the_manager_opens_every_page(self, manager):
        for page in self.pages():
            assert manager.get(page).status_code == 200, page

    def test_what_follows_a_published_file_is_read_only(self, manager):
        for slug in ("communes", "metiers"):
            assert manager.get(add(slug)).status_code == 404
            assert "Modifier" not in manager.get(reverse("reference:list", args=[slug])).text

    def test_an_unknown_table(self, manager):
        assert manager.get(reverse("reference:list", args=["nuages"])).status_code == 404
        assert manager.get(reverse("reference:edit", args=["motifs", 10**30])).status_code == 404


class TestLists:
    def test_index_has_a_card_a_table(self, manager):
        page = manager.get(reverse("reference:index")).text
        for table in TABLES:
            assert escape(table.title) in page

    @pytest.mark.parametrize("slug", SLUGS)
    def test_few_queries_whatever_the_number_of_rows(self, manager, slug, django_assert_max_num_queries):
        with django_assert_max_num_queries(12):
            manager.get(reverse("reference:list", args=[slug]))

    def test_search_and_source(self, manager):
        page = manager.get(reverse("reference:list", args=["communes"]), {"q": "saint flour"}).text
        assert "Saint-Flour" in page
        assert "INSEE" in page
        assert "Licence Ouverte" in page

    def test_a_closed_row_says_so(self, manager):
        page = reverse("reference:list", args=["territoires"])
        assert "Doubs" in manager.get(page, {"etat": "ferme"}).text
        assert "Doubs" not in manager.get(page, {"etat": "en-cours"}).text

    @pytest.mark.parametrize(
        ("start", "end", "state"),
        [(-9, None, "en-cours"), (-9, 0, "en-cours"), (0, 0, "en-cours"), (1, None, "a-venir"), (-9, -1, "ferme")],
    )
    def test_state_of_a_row_and_of_a_list_agree(self, manager, start, end, state):
        def in_days(number):
            return None if number is None else timezone.localdate() + datetime.timedelta(days=number)

        cher = Territory.objects.filter(code="cher")
        cher.update(valid_from=in_days(start), valid_to=in_days(end))
        table = BY_SLUG["territoires"]
        assert table.state(cher.get(), timezone.localdate()) == state
        for asked in State:
            listed = table.filtered(table.rows(), {"etat": asked}, timezone.localdate())
            assert listed.filter(code="cher").exists() == (asked == state)
        page = manager.get(reverse("reference:list", args=["territoires"]), {"etat": state}).text
        assert State(state).label in page

    def test_reasons_of_one_moment(self, manager):
        page = manager.get(reverse("reference:list", args=["motifs"]), {"moment": "stay_exception"}).text
        assert "Horaires de train" in page
        assert "Perdu de vue" not in page

    @pytest.mark.parametrize(
        "query",
        [
            {"page": "99999999999999999999"},
            {"page": "-1"},
            {"page": "\x00"},
            {"etat": "\x00"},
            {"etat": "nonsense"},
            {"moment": "😀"},
            {"q": "\x00"},
            {"q": "x" * 7_000},
        ],
    )
    @pytest.mark.parametrize("slug", ["communes", "motifs", "parametres"])
    def test_odd_queries(self, manager, slug, query):
        assert manager.get(reverse("reference:list", args=[slug]), query).status_code == 200
