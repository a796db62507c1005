"""What a manager writes, one table after the other, through the same views."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.urls import reverse

from emile.reference.models import Basin, LegalParameter, OriginArea, Programme, ProgrammeTerritory, Reason, Territory
from tests.reference.sending import EDITABLE, a_reason, a_territory, a_value, add, close, edit, errors, post, stamp_of

pytestmark = pytest.mark.django_db


class TestAdd:
    def test_a_territory_then_its_basin_and_programme(self, manager):
        assert post(manager, add("territoires"), a_territory()).status_code == 302
        correze = Territory.objects.get(code="correze")
        basin = {"territory": correze.pk, "name": "Tulle", "main_commune": "Tulle (19000)", "valid_from": "01/02/2026"}
        assert post(manager, add("bassins"), basin).status_code == 302
        assert Basin.objects.get(name="Tulle").main_commune_id == "19272"
        opening = {
            "programme": Programme.objects.get(code="emile").pk,
            "territory": correze.pk,
            "valid_from": "2026-02-01",
        }
        assert post(manager, add("ouvertures"), opening).status_code == 302

    def test_an_origin_area(self, manager):
        data = {"code": "lille", "name": "Lille", "departments": ["59", "62"], "valid_from": "2026-01-01"}
        assert post(manager, add("origines"), data).status_code == 302
        assert [each.code for each in OriginArea.objects.get(code="lille").departments.all()] == ["59", "62"]

    def test_a_programme(self, manager):
        data = {
            "code": "essai",
            "name": "Programme d'essai",
            "short_name": "Essai",
            "origin_areas": [OriginArea.objects.get(code="lyon").pk],
            "support_starts": "move_in",
            "stay_min_days": "2",
            "stay_max_days": "7",
            "valid_from": "2026-01-01",
        }
        assert post(manager, add("programmes"), data).status_code == 302
        programme = Programme.objects.get(code="essai")
        assert not programme.immersion_required
        assert programme.support_months is None

    def test_a_value_with_a_french_comma(self, manager):
        assert post(manager, add("parametres"), a_value()).status_code == 302
        assert LegalParameter.objects.value_on("essai", datetime.date(2026, 6, 1)) == Decimal("1250.50")

    def test_a_reason(self, manager):
        assert (
            post(manager, add("motifs"), a_reason(consequence="park", park_days="45", active="on")).status_code == 302
        )
        assert Reason.objects.get(code="decline-essai").park_days == 45

    def test_the_new_row_is_announced(self, manager):
        page = post(manager, add("territoires"), a_territory(), follow=True)
        assert [str(message) for message in page.context["messages"]] == ["« Corrèze » est enregistré."]


class TestErrorsBesideTheField:
    def test_overlapping_values(self, manager):
        answer = post(manager, add("parametres"), a_value(code="vacancy_stale_days"))
        assert "fermez-la d'abord la veille" in errors(answer)["valid_from"][0]
        assert "fermez-la d&#x27;abord la veille" in answer.text

    def test_end_before_start(self, manager):
        answer = post(manager, add("territoires"), {**a_territory(), "valid_to": "2025-12-31"})
        assert errors(answer) == {"valid_to": ["La fin ne peut pas précéder le début."]}

    def test_a_code_already_taken(self, manager):
        assert set(errors(post(manager, add("territoires"), {**a_territory(), "code": "cantal"}))) == {"code"}

    def test_a_bad_code(self, manager):
        assert set(errors(post(manager, add("parametres"), a_value(code="Mon Code")))) == {"code"}

    def test_parking_without_days(self, manager):
        assert set(errors(post(manager, add("motifs"), a_reason(consequence="park")))) == {"park_days"}
        assert set(errors(post(manager, add("motifs"), a_reason(consequence="close", park_days="3")))) == {"park_days"}

    def test_a_label_already_in_the_list(self, manager):
        assert set(
            errors(post(manager, add("motifs"), a_reason(label="Perdu de vue", kind="exit_before_move_in")))
        ) == {"label"}

    def test_stay_bounds(self, manager):
        emile = Programme.objects.get(code="emile")
        data = {"stay_min_days": "6", "stay_max_days": "5"}
        assert "stay_max_days" in errors(post(manager, edit("programmes", emile), data))

    def test_a_programme_opened_twice(self, manager):
        row = ProgrammeTerritory.objects.get(programme__code="emile", territory__code="cantal")
        data = {"programme": row.programme_id, "territory": row.territory_id, "valid_from": "2026-01-01"}
        assert errors(post(manager, add("ouvertures"), data)) == {
            "valid_from": ["Ce programme est déjà ouvert dans ce territoire à ces dates."]
        }

    def test_a_programme_opened_before_its_territory(self, manager):
        ain = Territory.objects.get(code="ain")
        data = {"programme": Programme.objects.get(code="utue").pk, "territory": ain.pk, "valid_from": "2020-01-01"}
        assert set(errors(post(manager, add("ouvertures"), data))) == {"valid_from"}

    def test_an_ambiguous_commune(self, manager):
        data = {"territory": Territory.objects.get(code="cantal").pk, "name": "Essai", "valid_from": "2026-01-01"}
        answer = post(manager, add("bassins"), {**data, "main_commune": "Mauriac"})
        assert "Mauriac (15200), Mauriac (33540)" in errors(answer)["main_commune"][0]

    def test_what_was_typed_is_kept(self, manager):
        answer = post(manager, add("territoires"), {**a_territory(), "valid_from": "31/02/2026"})
        assert set(errors(answer)) == {"valid_from"}
        assert 'value="Corrèze"' in answer.text


class TestEdit:
    def data(self, row: LegalParameter, **fields) -> dict:
        return {**a_value(label=row.label, unit=row.unit, valid_from="2014-01-01"), **fields}

    def test_a_value_is_corrected_and_its_version_grows(self, manager):
        row = LegalParameter.objects.get(code="silent_file_days")
        assert post(manager, edit("parametres", row), self.data(row, value="45")).status_code == 302
        row.refresh_from_db()
        assert (row.value, row.version) == (45, 2)

    def test_a_code_never_changes(self, manager):
        row = LegalParameter.objects.get(code="silent_file_days")
        post(manager, edit("parametres", row), self.data(row, code="autre"))
        row.refresh_from_db()
        assert row.code == "silent_file_days"

    def test_the_figure_is_shown_without_needless_zeros(self, manager):
        row = LegalParameter.objects.get(code="min_surface_cap")
        assert 'value="70"' in manager.get(edit("parametres", row)).text

    @pytest.mark.parametrize("stamp", [None, "", "1", "a-b", "\x00", "9" * 5_000])
    def test_two_people_on_the_same_row(self, manager, stamp):
        row = LegalParameter.objects.get(code="silent_file_days")
        shown = stamp_of(manager, edit("parametres", row)) if stamp is None else {"stamp": stamp}
        LegalParameter.objects.filter(pk=row.pk).update(version=2, value=31)
        answer = post(manager, edit("parametres", row), self.data(row, value="99", **shown))
        assert answer.status_code == 422
        row.refresh_from_db()
        assert row.value == 31

    def test_the_stale_page_says_what_changed_and_may_be_sent_again(self, manager):
        row = LegalParameter.objects.get(code="silent_file_days")
        shown = stamp_of(manager, edit("parametres", row))
        LegalParameter.objects.filter(pk=row.pk).update(value=31, version=2)
        told = post(manager, edit("parametres", row), self.data(row, value="99", **shown))
        assert "a modifié cette fiche entre-temps : Valeur, maintenant « 31" in str(errors(told))
        again = {bound.name: bound.value() or "" for bound in told.context["form"]}
        assert post(manager, edit("parametres", row), again).status_code == 302
        row.refresh_from_db()
        assert (row.value, row.version) == (99, 3)


class TestDoubleClick:
    def test_the_second_click_lands_on_the_first_result(self, manager):
        data = {**a_territory(), "token": uuid.uuid4()}
        first, second = post(manager, add("territoires"), data), post(manager, add("territoires"), data)
        assert first.url == second.url == reverse("reference:list", args=["territoires"])
        assert Territory.objects.filter(code="correze").count() == 1

    def test_the_same_for_a_change(self, manager):
        row = Territory.objects.get(code="ain")
        data = {"valid_to": "2026-12-31", "token": uuid.uuid4()}
        assert [post(manager, close("territoires", row), data).status_code for _ in range(2)] == [302, 302]
        row.refresh_from_db()
        assert row.version == 2

    def test_a_refused_form_may_be_sent_again(self, manager):
        token = uuid.uuid4()
        refused = post(manager, add("territoires"), {**a_territory(), "code": "", "token": token})
        assert str(token) in refused.text
        assert post(manager, add("territoires"), {**a_territory(), "token": token}).status_code == 302

    @pytest.mark.parametrize("token", ["", "\x00", "nonsense", "x" * 100_000])
    def test_a_bad_token_shows_the_form_again(self, manager, token):
        answer = post(manager, add("territoires"), {**a_territory(), "token": token})
        assert "ouverte depuis trop longtemps" in errors(answer)["__all__"][0]
        assert not Territory.objects.filter(code="correze").exists()


class TestClose:
    def test_a_territory_is_closed_on_a_date(self, manager):
        row = Territory.objects.get(code="ain")
        assert manager.get(close("territoires", row)).status_code == 200
        answer = post(manager, close("territoires", row), {"valid_to": "2026-12-31"}, follow=True)
        assert "jusqu&#x27;au 31/12/2026 compris" in answer.text
        row.refresh_from_db()
        assert (row.valid_to, row.version) == (datetime.date(2026, 12, 31), 2)

    def test_not_before_it_began(self, manager):
        row = Territory.objects.get(code="ain")
        answer = post(manager, close("territoires", row), {"valid_to": "2020-01-01"})
        assert errors(answer) == {"valid_to": ["La fin ne peut pas précéder le début."]}

    def test_a_date_is_needed(self, manager):
        row = Territory.objects.get(code="ain")
        assert set(errors(post(manager, close("territoires", row), {}))) == {"valid_to"}

    def test_closing_later_over_the_next_value_is_refused_in_words(self, manager):
        row = LegalParameter.objects.valid_on(datetime.date(2025, 6, 1)).get(code="plus_ceiling_cat1")
        answer = post(manager, close("parametres", row), {"valid_to": "2026-06-30"})
        assert "fermez-la d'abord la veille" in str(errors(answer))

    def test_a_reason_is_no_longer_offered(self, manager):
        row = Reason.objects.get(code="decline-mobility")
        assert post(manager, close("motifs", row), {}).status_code == 302
        row.refresh_from_db()
        assert not row.active

    def test_closing_makes_room_for_the_next_value(self, manager):
        row = LegalParameter.objects.get(code="vacancy_stale_days")
        post(manager, close("parametres", row), {"valid_to": "2026-12-31"})
        data = a_value(code=row.code, value="60", unit="day", valid_from="2027-01-01")
        assert post(manager, add("parametres"), data).status_code == 302
        assert LegalParameter.objects.value_on(row.code, datetime.date(2026, 12, 31)) == 90
        assert LegalParameter.objects.value_on(row.code, datetime.date(2027, 1, 1)) == 60


ODD = [
    "\x00",
    "a\x00b",
    "😀",
    "x" * 1_000_000,
    "31/02/2026",
    "0001-01-01",
    "9999-12-31",
    "-1",
    "1e400",
    "NaN",
    "٣",
    "' OR 1=1",
]


class TestOddInput:
    """Whatever comes, a sentence: never a 500."""

    @pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
    @pytest.mark.parametrize("table", EDITABLE, ids=lambda table: table.slug)
    def test_the_same_odd_value_in_every_field(self, manager, table, value):
        data = dict.fromkeys(table.form.base_fields, value[:100_000])
        assert post(manager, add(table.slug), data).status_code == 422
        row = table.model.objects.first()
        assert post(manager, edit(table.slug, row), data).status_code == 422

    @pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
    @pytest.mark.parametrize("name", ["code", "name", "department", "valid_from", "valid_to", "source"])
    def test_one_odd_field_among_good_ones(self, manager, name, value):
        assert post(manager, add("territoires"), {**a_territory(), name: value}).status_code in {302, 422}

    @pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
    @pytest.mark.parametrize("name", ["code", "value", "unit", "order", "source_url", "valid_to", "stamp"])
    def test_one_odd_field_of_a_value(self, manager, name, value):
        assert post(manager, add("parametres"), a_value(**{name: value})).status_code in {302, 422}

    def test_an_empty_form(self, manager):
        for table in EDITABLE:
            assert post(manager, add(table.slug), {}).status_code == 422

    @pytest.mark.parametrize("value", ODD, ids=range(len(ODD)))
    def test_closing(self, manager, value):
        row = Territory.objects.get(code="ain")
        answer = post(manager, close("territoires", row), {"valid_to": value, "stamp": value})
        assert answer.status_code == 422
