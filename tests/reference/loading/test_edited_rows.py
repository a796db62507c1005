"""What the pages of the reference data write, column by column."""

from datetime import date
from decimal import Decimal

import pytest

from emile.reference.models import (
    Basin,
    LegalParameter,
    OriginArea,
    Programme,
    ProgrammeTerritory,
    Reason,
    Territory,
)
from tests.reference.answers import CORREZE, PROGRAMME, REASON, VALUE
from tests.reference.reading import written

pytestmark = pytest.mark.django_db


class TestWritten:
    def test_a_territory(self, send):
        send("add", "territoires", **CORREZE, valid_to="2026-12-31", source="Essai")
        assert written(Territory, code="correze") == {
            "code": "correze", "name": "Corrèze", "department_id": "19", "valid_from": date(2026, 1, 1),
            "valid_to": date(2026, 12, 31), "source": "Essai", "version": 1,
        }  # fmt: skip

    def test_a_basin(self, send):
        cantal = Territory.objects.get(code="cantal")
        day = {"valid_from": "01/02/2026", "source": "Essai"}
        send("add", "bassins", territory=cantal.pk, name="Murat", main_commune="Murat (15300)", **day)
        assert written(Basin, name="Murat") == {
            "territory_id": cantal.pk, "name": "Murat", "main_commune_id": "15138", "valid_from": date(2026, 2, 1),
            "valid_to": None, "source": "Essai", "version": 1,
        }  # fmt: skip

    def test_an_origin_area(self, send):
        send("add", "origines", code="lille", name="Lille", departments=["59", "62"], valid_from="2026-01-01")
        made = OriginArea.objects.get(code="lille")
        assert [each.code for each in made.departments.all()] == ["59", "62"]
        assert written(OriginArea, code="lille") == {
            "code": "lille", "name": "Lille", "valid_from": date(2026, 1, 1), "valid_to": None, "source": "",
            "version": 1,
        }  # fmt: skip

    def test_a_programme(self, send):
        area = OriginArea.objects.get(code="lyon")
        more = {"description": "Un essai.", "diagnosis_required": "on", "support_months": "9"}
        send("add", "programmes", **PROGRAMME, origin_areas=[area.pk], **more, source="Essai")
        assert written(Programme, code="essai") == {
            "code": "essai", "name": "Programme d'essai", "short_name": "Essai", "description": "Un essai.",
            "diagnosis_required": True, "immersion_required": False, "job_before_move_in": False,
            "support_months": 9, "support_starts": "move_in", "stay_min_days": 2, "stay_max_days": 7,
            "valid_from": date(2026, 1, 1), "valid_to": None, "source": "Essai", "version": 1,
        }  # fmt: skip
        assert list(Programme.objects.get(code="essai").origin_areas.all()) == [area]

    def test_an_opening(self, send):
        utue, lozere = Programme.objects.get(code="utue"), Territory.objects.get(code="lozere")
        send("add", "ouvertures", programme=utue.pk, territory=lozere.pk, valid_from="2026-01-01", source="Essai")
        assert written(ProgrammeTerritory, programme=utue, territory=lozere) == {
            "programme_id": utue.pk, "territory_id": lozere.pk, "valid_from": date(2026, 1, 1), "valid_to": None,
            "source": "Essai", "version": 1,
        }  # fmt: skip

    def test_a_reason(self, send):
        send(
            "add",
            "motifs",
            **REASON | {"consequence": "park", "park_days": "45", "note_required": "on", "active": "on"},
        )
        assert written(Reason, code="decline-essai") == {
            "code": "decline-essai", "kind": "decline", "label": "Essai", "order": 5, "active": True,
            "consequence": "park", "park_days": 45, "note_required": True, "version": 1,
        }  # fmt: skip

    def test_a_value(self, send):
        send("add", "parametres", **VALUE, source_url="exemple.fr/arrete", valid_to="2026-12-31")
        assert written(LegalParameter, code="essai") == {
            "code": "essai", "label": "Essai", "value": Decimal("1250.50"), "unit": "eur_year", "order": 100,
            "source": "Arrêté d'essai", "source_url": "https://exemple.fr/arrete", "valid_from": date(2026, 1, 1),
            "valid_to": date(2026, 12, 31), "version": 1,
        }  # fmt: skip

    def test_a_change_is_one_row_and_one_version(self, send):
        row = LegalParameter.objects.get(code="silent_file_days")
        before = list(LegalParameter.objects.order_by("pk").values())
        kept = {"code": row.code, "label": row.label, "unit": row.unit, "source": row.source, "order": row.order}
        send("edit", "parametres", row, **kept, value="45", valid_from="2014-01-01")
        changed = {"value": Decimal(45), "version": 2}
        assert list(LegalParameter.objects.order_by("pk").values()) == [
            old | changed if old["id"] == row.pk else old for old in before
        ]

    @pytest.mark.parametrize(
        ("slug", "model", "code", "changed"),
        [
            ("territoires", Territory, "ain", {"valid_to": date(2026, 12, 31), "version": 2}),
            ("motifs", Reason, "decline-mobility", {"active": False, "version": 2}),
        ],
    )
    def test_closing_changes_nothing_else(self, send, slug, model, code, changed):
        before = written(model, code=code)
        send("close", slug, model.objects.get(code=code), valid_to="2026-12-31", valid_from="2001-01-01", label="Autre")
        assert written(model, code=code) == before | changed
