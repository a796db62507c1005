"""A list of rows, declared: filters, chips, counts, sorts, cells; what an export and a choice get of it."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.test import RequestFactory

from emile.core.database import counting
from emile.core.jobs.models import Job
from emile.core.pages.listing import cells
from emile.core.pages.listing.columns import Column, in_words
from emile.core.pages.listing.page import list_page
from tests.core.pages.drawing import words
from tests.core.pages.listing.specimen import OTHERS, Chosen, Specimen, kinds, page_of, specimen
from tests.world import TODAY


@pytest.fixture
def three():
    return [
        Job.objects.create(kind="papier", progress=80),
        Job.objects.create(kind="export", progress=89),
        Job.objects.create(kind="paie", progress=80, queue=OTHERS),
        Job.objects.create(kind="lettre", progress=5),
    ]


@pytest.mark.usefixtures("three")
class TestFilters:
    @pytest.mark.parametrize(
        ("address", "found"),
        [
            ("", ["lettre", "export", "papier"]),
            ("?progress=80", ["papier"]),
            ("?q=pa", ["papier"]),
            ("?q=pa&progress=5", []),
            ("?etat=running", []),
            ("?etat=queued&q=e", ["lettre", "export", "papier"]),
        ],
    )
    def test_each_keeps_its_rows(self, address, found):
        assert kinds(specimen(address).page.rows) == found

    @pytest.mark.parametrize(
        ("address", "field", "found"),
        [
            ("?progress=beaucoup&q=pa", "progress", ["papier"]),
            ("?etat=nonsense&progress=5", "etat", ["lettre"]),
            ("?q=" + "x" * 11 + "&progress=80", "q", ["papier"]),
            ("?q=%00&progress=80", "q", ["papier"]),
            ("?du=31/02/2026&q=let", "du", ["lettre"]),
        ],
    )
    def test_a_wrong_value_is_said_beside_its_field_and_left_out(self, address, field, found):
        listing = specimen(address)
        assert kinds(listing.page.rows) == found
        assert list(listing.form.errors) == [field]
        said = words(page_of(listing).partition(f'id="div_id_{field}"')[2].partition("</div>")[0])
        assert listing.form.errors[field][0] in said

    def test_a_chip_for_each_filter_and_its_address_without(self):
        listing = specimen("?q=pa&etat=queued&du=2026-06-01&progress=&tri=nom&apres=x")
        assert [(chip.label, chip.url) for chip in listing.chips] == [
            ("Travail : pa", "?etat=queued&du=2026-06-01&progress=&tri=nom"),
            ("État : En attente", "?q=pa&du=2026-06-01&progress=&tri=nom"),
            ("Depuis le : 1er\xa0juin\xa02026", "?q=pa&etat=queued&progress=&tri=nom"),
        ]

    def test_a_list_may_take_some_fields_of_a_filter_only(self):
        class Short(Specimen):
            asked = ("q",)

        assert list(specimen("", Short).form.fields) == ["q", "tri"]

    def test_one_sort_needs_no_choice(self):
        class Plain(Specimen):
            sorts = {"recent": Specimen.sorts["recent"]}

        assert "tri" not in specimen("", Plain).form.fields


@pytest.mark.usefixtures("three")
class TestCounts:
    def test_in_words(self):
        assert specimen().count == "3\xa0spécimens"
        assert specimen("?q=pa").count == "1\xa0spécimen"

    def test_they_stop_at_a_thousand(self, monkeypatch):
        monkeypatch.setattr(counting, "MOST", 2)
        assert specimen().count == "plus de\xa02\xa0spécimens"

    @pytest.mark.parametrize(("most", "sort", "refused"), [(3, "nom", False), (2, "recent", True)])
    def test_a_sort_that_reads_everything_is_for_what_is_counted(self, monkeypatch, most, sort, refused):
        monkeypatch.setattr(counting, "MOST", most)
        listing = specimen("?tri=nom")
        assert (listing.sort, listing.too_many_to_sort) == (sort, refused)
        assert ("Trop de lignes pour les trier ainsi" in page_of(listing)) is refused
        assert specimen("?tri=avancement").sort == "avancement"


@pytest.mark.usefixtures("three")
class TestThePage:
    def test_a_line_is_named_by_its_first_cell(self):
        html = page_of(specimen("?q=papier"))
        assert '<th scope="row"><a href="/t/papier/">papier</a></th>' in html
        assert '<td class="num" data-label="Avancement">80</td>' in html
        assert '<td data-label="Pourquoi">rien à dire</td>' in html
        assert '<td><a href="/suite/">Suivre</a></td>' in html
        assert "default" not in html

    def test_it_says_what_it_is(self):
        text = words(page_of(specimen("?q=pa")))
        assert "1 spécimen pour ces filtres." in text.replace(" .", ".")
        assert "Travail : pa : retirer ce filtre" in text
        assert "3 spécimens ." in words(page_of(specimen()))

    def test_a_title_sorts_and_says_which_way(self):
        listing = specimen("?tri=avancement&q=e&apres=1")
        assert [(head.title, head.url, head.icon) for head in listing.heads()] == [
            ("Travail", "?tri=nom&q=e", ""),
            ("Avancement", "?tri=avancement&q=e", "arrow-down"),
            ("Pourquoi", "", ""),
            ("Suite", "", ""),
        ]
        html = page_of(listing)
        assert html.count("aria-sort=") == 1
        assert '<th scope="col" class="num" aria-sort="descending">' in html
        assert [head.icon for head in specimen("?tri=nom").heads()] == ["arrow-up", "", "", ""]
        assert '<th scope="col" aria-sort="ascending">' in page_of(specimen("?tri=nom"))

    def test_none_at_all_is_not_none_under_these_filters(self):
        assert "Aucun pour ces filtres" in page_of(specimen("?q=zzz"))
        assert "Aucun spécimen" not in page_of(specimen("?q=zzz"))
        Job.objects.all().delete()
        assert "Aucun spécimen" in page_of(specimen())
        assert "Il y en aura." in page_of(specimen())
        assert "Tout afficher" not in page_of(specimen())

    @pytest.mark.parametrize("number", [1, 3])
    def test_two_statements_whatever_the_length(self, django_assert_num_queries, number):
        Job.objects.filter(kind__in=["lettre", "export"][: 3 - number]).delete()
        with django_assert_num_queries(2):
            page_of(specimen())

    def test_who_may_not_is_refused(self):
        class Closed(Specimen):
            def allowed(self) -> bool:
                return False

        request = RequestFactory().get("/specimens/")
        request.user = None
        with pytest.raises(PermissionDenied):
            list_page(Closed)(request)
        assert list_page(Closed)(RequestFactory().post("/specimens/")).status_code == 405


@pytest.mark.usefixtures("three")
class TestOutside:
    """What other pages ask of a list."""

    def test_an_export_gets_every_row_as_values_under_the_same_filters(self):
        titles, rows = specimen("?etat=queued&tri=avancement&apres=5&apres=lettre").table()
        assert titles == ["Travail", "Avancement", "Pourquoi", "File"]
        expected = [["export", 89, "", "default"], ["papier", 80, "", "default"], ["lettre", 5, "", "default"]]
        assert list(rows) == expected
        assert list(specimen("?q=let").table()[1]) == [["lettre", 5, "", "default"]]

    def test_an_export_goes_past_the_pages(self):
        Job.objects.bulk_create(Job(kind=f"n{number:02}") for number in range(20))
        assert len(list(specimen().table()[1])) == 23

    def test_a_box_before_each_row_sends_its_id_and_the_filters(self, three):
        html = page_of(specimen("?q=pa&tri=nom", Chosen))
        papier = three[0]
        assert re.findall(r'name="choix" value="([^"]+)" form="selection"\s+aria-label="([^"]+)"', html) == [
            (str(papier.pk), "Choisir papier")
        ]
        assert '<form id="selection" class="actions" method="post" action="/relancer/">' in html
        assert '<input type="hidden" name="filtres" value="q=pa&amp;tri=nom">' in html
        assert "choix" not in page_of(specimen("?q=pa"))

    def test_what_is_chosen_is_within_rights_and_filters(self, three):
        papier, export, out_of_reach, lettre = three
        sent = QueryDict(mutable=True)
        sent["filtres"] = "progress=80"
        sent.setlist("choix", [str(job.pk) for job in (papier, export, out_of_reach)] + ["x", "", "\0", "9" * 40])
        chosen = Chosen.of_selection(user=None, sent=sent, today=TODAY)
        assert kinds(chosen) == ["papier"]
        sent["filtres"] = ""
        sent.setlist("choix", [str(lettre.pk), str(out_of_reach.pk)])
        assert kinds(Chosen.of_selection(user=None, sent=sent, today=TODAY)) == ["lettre"]
        assert kinds(Chosen.of_selection(user=None, sent=QueryDict(), today=TODAY)) == []


class TestCells:
    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (None, "rien"),
            ("", "rien"),
            (0, "0"),
            (1234, "1\u202f234"),
            (Decimal("2.5"), "2,5"),
            (True, "oui"),
            (False, "non"),
            (date(2026, 6, 3), "3\xa0juin\xa02026"),
            (datetime(2026, 6, 3, 8, 5, tzinfo=UTC), "3\xa0juin\xa02026 à 10:05"),
            ("Aurillac", "Aurillac"),
            (["a"], "['a']"),
        ],
    )
    def test_a_value_reads_in_french(self, value, said):
        assert in_words(value, "rien") == said

    def test_a_name_is_followed_through_relations_and_methods(self):
        job = Job(kind="k", state="queued")
        listing = specimen()
        assert Column("", "get_state_display").read(job, listing) == "En attente"
        assert Column("", "requested_by.full_name").read(job, listing) is None
        assert Column("", lambda job, jobs: (job.kind, jobs.today)).read(job, listing) == ("k", TODAY)

    def test_what_is_given_is_escaped(self):
        assert cells.link("/a?b=1&c", "<b>") == '<a href="/a?b=1&amp;c">&lt;b&gt;</a>'
        assert cells.stacked(cells.quiet("<b>"), "", "<i>") == '<span class="text-quiet">&lt;b&gt;</span><br>&lt;i&gt;'
        assert cells.paragraphs(["<b>", "c"]) == "<div>&lt;b&gt;</div><div>c</div>"
        assert cells.spaced("a", "", cells.detail("<b>")) == 'a <span class="person-detail">&lt;b&gt;</span>'
