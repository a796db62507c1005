"""Lists, forms and pictures of the components: pages, filters, errors, calendar, board."""

import datetime as dt
import html as entities
import re

import pytest
import time_machine
from django import forms
from django.core.paginator import Paginator
from django.test import RequestFactory

from emile.core.pages import parts
from emile.core.pages.forms import ProductForm
from tests.core.pages.drawing import drawn, words

TODAY = dt.date(2026, 6, 3)


class TestPages:
    def links(self, number: int, *, of: int, address: str = "/dossiers/", param: str = "") -> list[str]:
        page = Paginator(range(of), 10).page(number)
        html = drawn(f"{{% pagination page {param} %}}", page=page, address=address)
        return [entities.unescape(link) for link in re.findall(r'href="([^"]+)"', html)]

    def test_one_page_needs_no_links(self):
        assert self.links(1, of=10) == []
        assert self.links(1, of=11) == ["?page=1", "?page=2", "?page=2"]

    def test_the_first_the_last_and_those_around(self):
        assert self.links(5, of=90) == [f"?page={number}" for number in (4, 1, 4, 5, 6, 9, 6)]

    def test_what_was_asked_is_asked_again_but_not_the_page(self):
        assert self.links(1, of=11, address="/dossiers/?q=%C3%A9&page=7&etat=a&etat=b") == [
            f"?q=%C3%A9&etat=a&etat=b&page={number}" for number in (1, 2, 2)
        ]

    def test_two_lists_on_a_page_have_two_names(self):
        assert self.links(1, of=11, address="/d/?page=3&suite=2", param="'suite'") == [
            f"?page=3&suite={number}" for number in (1, 2, 2)
        ]

    def test_says_which_rows_are_shown(self):
        page = Paginator(range(1_234), 25).page(2)
        assert words(drawn("{% pagination page noun='dossier' %}", page=page)).startswith("26 à 50 sur 1 234 dossiers")
        assert words(drawn("{% pagination page %}", page=page)).startswith("26 à 50 sur 1 234 ")


class Filter(ProductForm):
    q = forms.CharField(label="Nom", required=False)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), ("clos", "Clos")])
    tri = forms.CharField(required=False, widget=forms.HiddenInput)


class TestFilters:
    def bar(self, address: str, **options) -> str:
        source = "{% filter_bar form count=count noun='dossier' %}" if options else "{% filter_bar form %}"
        return drawn(source, form=Filter(RequestFactory().get(address).GET), address=address, **options)

    @pytest.mark.parametrize(
        ("asked", "active"),
        [("", False), ("?q=", False), ("?tri=nom", False), ("?page=2", False), ("?q=a", True), ("?etat=clos", True)],
    )
    def test_everything_is_offered_again_once_something_is_asked(self, asked, active):
        html = self.bar(f"/dossiers/{asked}")
        assert ('<a class="btn btn-link" href="/dossiers/">Tout afficher</a>' in html) is active
        assert 'action="/dossiers/"' in html

    def test_counts_what_was_found(self):
        assert "0 dossier" in words(self.bar("/dossiers/", count=0))
        assert "2 dossiers" in words(self.bar("/dossiers/", count=2))
        assert "filters-count" not in self.bar("/dossiers/")

    def test_a_list_looks_like_a_list(self):
        html = self.bar("/dossiers/?q=a&etat=clos")
        assert re.search(r'<input type="text" name="q" value="a"[^>]*class="form-control"', html)
        assert re.search(r'<select name="etat" class="form-select"', html)
        assert '<option value="clos" selected>' in html


def test_crumbs_lead_back_and_end_here():
    html = re.sub(r"\s*\n\s*", "", drawn("{% crumbs 'Comptes' '/comptes/' 'Hélène' %}"))
    assert '<li><a href="/comptes/">Comptes</a></li><li aria-current="page">Hélène</li>' in html


class TestErrors:
    class Form(ProductForm):
        name = forms.CharField(label="Nom. :")
        french = forms.ChoiceField(label="Français", choices=[("a1", "A1")], widget=forms.RadioSelect)

        def clean(self):
            raise forms.ValidationError("Ces réponses ne vont pas ensemble.")

    def test_each_leads_to_its_field(self):
        html = drawn("{% error_summary form %}", form=self.Form({}))
        assert words(html) == (
            "2 champs à corriger Ces réponses ne vont pas ensemble. Nom : Renseignez ce champ."
            " Français : Choisissez une réponse."
        )
        assert re.findall(r'href="#([^"]+)"', html) == ["id_name", "div_id_french"]

    def test_those_of_several_forms_stand_together(self):
        one = self.Form({"un-name": "a", "un-french": "a1"}, prefix="un")
        html = drawn("{% error_summary un deux %}", un=one, deux=self.Form({"deux-french": "a1"}, prefix="deux"))
        assert words(html).startswith("1 champ à corriger")
        assert html.count("ne vont pas ensemble") == 2
        assert re.findall(r'href="#([^"]+)"', html) == ["id_deux-name"]

    def test_without_a_wrong_field_the_whole_is_not_saved(self):
        html = drawn("{% error_summary form %}", form=self.Form({"name": "a", "french": "a1"}))
        assert words(html) == "Ce n'est pas encore enregistré Ces réponses ne vont pas ensemble."


class TestPictures:
    def test_the_calendar_groups_its_days_by_month(self):
        days = [dt.date(2026, 6, 29) + dt.timedelta(days=number) for number in range(5)]
        row = parts.CalendarRow("Relais Jordanne", [parts.Booking(days[0], days[2], "Diallo", url="/d/1/")])
        html = drawn("{% calendar_strip rows days today=today %}", rows=[row], days=days, today=days[1])
        assert re.findall(r'colspan="(\d+)" class="calendar-month">([^<]+)<', html) == [
            ("4", "juin 2026"), ("6", "juillet 2026"),
        ]  # fmt: skip
        assert html.count("is-today") == 1
        assert "mardi 30 juin (aujourd&#x27;hui)" in html

    def test_the_same_month_of_another_year_is_another_month(self):
        days = [dt.date(2026, 6, 30), dt.date(2027, 6, 30)]
        html = drawn("{% calendar_strip rows days %}", rows=[], days=days)
        assert html.count("calendar-month") == 2

    def test_without_a_day_given_it_is_today(self):
        with time_machine.travel(dt.datetime(2026, 6, 2, 22, 30, tzinfo=dt.UTC)):  # 00:30 on the 3rd in Paris
            html = drawn("{% calendar_strip rows days %}", rows=[], days=[TODAY - dt.timedelta(days=1), TODAY])
        assert "mercredi 3 juin (aujourd&#x27;hui)" in html

    def test_a_chart_has_its_figures_in_a_table(self):
        html = drawn(
            "{% chart_with_table svg headers rows 'Présentées' %}",
            svg="", headers=["Territoire", "Ménages"], rows=[("Cantal", 1234), ("Lozère", 0.5)],
        )  # fmt: skip
        assert words(html.split("<table")[1]).endswith("Territoire Ménages Cantal 1 234 Lozère 0,5")
        assert '<details class="chart-figures">' in html
        assert " open>" in drawn("{% chart_with_table '' headers rows 'P' open=True %}", headers=[], rows=[])

    def test_the_board_counts_its_columns(self):
        columns = [
            parts.Column("Présentées", [parts.Card("Diallo", badge="urgent")], count=12, more_url="/dossiers/"),
            parts.Column("Retenues"),
        ]
        text = words(drawn("{% board columns %}", columns=columns))
        assert text == "Présentées 12 Diallo urgent Voir les 12 Retenues 0 Aucun dossier ici."
