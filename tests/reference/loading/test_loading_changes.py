"""A shipped file that has changed: what follows it, what is corrected, what is kept, what is added."""

import gzip
import hashlib
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from emile.reference import shipped
from emile.reference.loading import Loaded, load_reference
from emile.reference.models import (
    Basin,
    Commune,
    Department,
    LegalParameter,
    LoadedSource,
    OriginArea,
    Programme,
    ProgrammeTerritory,
    Reason,
    Territory,
    Trade,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    """The shipped files, in a folder of the test's own."""
    folder = tmp_path / "data"
    shutil.copytree(shipped.DATA, folder)
    monkeypatch.setattr(shipped, "DATA", folder)
    return folder


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


def row_of(model, **found) -> dict:
    return model.objects.filter(**found).values().get()


class TestPublished:
    """Departments, communes and trades follow their file; what it no longer has stays, for those who use it."""

    def test_a_department_is_renamed_another_is_new_the_others_stay(self, data):
        (data / "departments.csv").write_text("code,name,region\n15,Haut-Cantal,Massif central\n999,Neuf,Ailleurs\n")
        assert load_reference() == [Loaded("departments", rows=2, kept=0)]
        assert row_of(Department, code="15") == {"code": "15", "name": "Haut-Cantal", "region": "Massif central"}
        assert row_of(Department, code="999") == {"code": "999", "name": "Neuf", "region": "Ailleurs"}
        assert row_of(Department, code="48")["name"] == "Lozère"

    def test_a_commune(self, data):
        lines = "code,name,postal_codes,population\n15014,Aurillac-Ville,15000 15013,27000\n15999,Sainte-Neuve,,\n"
        (data / "communes.csv.gz").write_bytes(gzip.compress(lines.encode()))
        assert load_reference() == [Loaded("communes", rows=2, kept=0)]
        assert row_of(Commune, code="15014") == {
            "code": "15014", "name": "Aurillac-Ville", "department_id": "15", "postal_codes": ["15000", "15013"],
            "population": 27000, "search_name": "aurillac ville 15000 15013",
        }  # fmt: skip
        assert row_of(Commune, code="15999") == {
            "code": "15999", "name": "Sainte-Neuve", "department_id": "15", "postal_codes": [], "population": 0,
            "search_name": "sainte neuve",
        }  # fmt: skip
        assert row_of(Commune, code="48095")["name"] == "Mende"

    def test_a_trade_ends(self, data):
        head = "code,label,domain,version,valid_from,valid_to\n"
        (data / "rome.csv").write_text(f"{head}F1703,Maçonnerie d'art,Bâtiment,4,2009-12-14,2026-12-31\n")
        assert load_reference() == [Loaded("trades", rows=1, kept=0)]
        assert row_of(Trade, code="F1703") == {
            "code": "F1703", "label": "Maçonnerie d'art", "domain": "Bâtiment", "version": "4",
            "valid_from": date(2009, 12, 14), "valid_to": date(2026, 12, 31),
            "search_name": "maconnerie d art f1703",
        }  # fmt: skip
        assert Trade.objects.get(code="A1201").valid_to is None


class TestEdited:
    """The rows managers may edit: corrected while nobody touched them, kept as soon as somebody did."""

    def test_a_date_is_corrected_and_the_row_stays_as_shipped(self, data):
        before = row_of(Territory, code="lozere")
        replace(
            data / "places.toml",
            'department = "48"\nvalid_from',
            'department = "43"\nvalid_to = 2030-06-30\nvalid_from',
        )
        (loaded,) = load_reference()
        corrected = {"department_id": "43", "valid_to": date(2030, 6, 30)}
        assert row_of(Territory, code="lozere") == before | corrected
        assert (loaded.name, loaded.kept, before["version"]) == ("places", 0, 1)
        assert loaded.rows == 17

    def test_what_somebody_touched_is_kept_whole_and_the_rest_is_corrected(self, data):
        Territory.objects.filter(code="lozere").update(name="La Lozère", version=2)
        replace(data / "places.toml", 'name = "Lozère"', 'name = "Pays de Lozère"')
        replace(data / "places.toml", 'name = "Doubs"', 'name = "Pays du Doubs"')
        (loaded,) = load_reference()
        assert (loaded.rows, loaded.kept) == (16, 1)
        names = Territory.objects.filter(code__in=["lozere", "doubs"]).order_by("code")
        assert [row.name for row in names] == ["Pays du Doubs", "La Lozère"]

    def test_the_departments_of_an_area_are_those_of_the_file(self, data):
        replace(data / "places.toml", 'departments = ["69"]', 'departments = ["01", "69"]')
        load_reference()
        areas = {area.code: sorted(each.code for each in area.departments.all()) for area in OriginArea.objects.all()}
        assert areas["lyon"] == ["01", "69"]
        assert areas["premier-asile"] == []
        assert areas["ile-de-france"] == ["75", "77", "78", "91", "92", "93", "94", "95"]

    def test_an_area_somebody_touched_keeps_its_departments(self, data):
        OriginArea.objects.filter(code="lyon").update(version=2)
        replace(data / "places.toml", 'departments = ["69"]', 'departments = ["01", "69"]')
        load_reference()
        assert [each.code for each in OriginArea.objects.get(code="lyon").departments.all()] == ["69"]

    def test_a_new_basin_points_at_its_territory_and_its_commune(self, data):
        new = '\n[[basin]]\nterritory = "lozere"\nname = "Mende"\nmain_commune = "48095"\nvalid_from = 2026-01-01\n'
        with (data / "places.toml").open("a") as file:
            file.write(f'{new}source = "Essai"\n')
        load_reference()
        made = Basin.objects.get(name="Mende")
        assert (made.territory.code, made.main_commune_id, made.version) == ("lozere", "48095", 1)
        assert (made.valid_from, made.valid_to, made.source) == (date(2026, 1, 1), None, "Essai")

    def test_a_new_opening_and_a_rule_of_a_programme(self, data):
        file = data / "programmes.toml"
        replace(file, "support_months = 12", "support_months = 18")
        new = '\n[[opening]]\nprogramme = "reinstalles"\nterritory = "lozere"\nvalid_from = 2026-01-01\n'
        file.write_text(f'{file.read_text()}{new}source = "Essai"\n')
        load_reference()
        programme = Programme.objects.get(code="reinstalles")
        assert programme.support_months == 18
        assert [area.code for area in programme.origin_areas.all()] == ["premier-asile"]
        openings = ProgrammeTerritory.objects.filter(programme=programme).order_by("valid_from")
        assert [(row.territory.code, row.valid_from) for row in openings] == [
            ("cantal", date(2016, 9, 29)),
            ("lozere", date(2026, 1, 1)),
        ]

    def test_two_programmes_open_in_one_territory_on_the_same_day(self, data):
        file = data / "programmes.toml"
        new = (
            '\n[[opening]]\nprogramme = "reinstalles"\nterritory = "doubs"\nvalid_from = 2019-06-14\nsource = "Essai"\n'
        )
        file.write_text(file.read_text() + new)
        load_reference()
        opened = ProgrammeTerritory.objects.filter(territory__code="doubs", valid_from=date(2019, 6, 14))
        assert sorted(opened.values_list("programme__code", flat=True)) == ["emile", "reinstalles"]

    def test_what_was_closed_opens_again_as_another_row(self, data):
        programmes, places = data / "programmes.toml", data / "places.toml"
        again = '\n[[opening]]\nprogramme = "emile"\nterritory = "lot"\nvalid_from = 2027-01-01\nsource = "Essai"\n'
        programmes.write_text(programmes.read_text() + again)
        replace(places, 'name = "Mauriac"\n', 'name = "Mauriac"\nvalid_to = 2026-12-31\n')
        basin = '\n[[basin]]\nterritory = "cantal"\nname = "Mauriac"\nvalid_from = 2028-01-01\nsource = "Essai"\n'
        places.write_text(places.read_text() + basin)
        load_reference()
        openings = ProgrammeTerritory.objects.filter(programme__code="emile", territory__code="lot")
        assert list(openings.order_by("valid_from").values_list("valid_from", "valid_to")) == [
            (date(2019, 6, 14), date(2023, 12, 31)),
            (date(2027, 1, 1), None),
        ]
        basins = Basin.objects.filter(name="Mauriac").order_by("valid_from")
        assert list(basins.values_list("valid_from", "valid_to", "main_commune")) == [
            (date(2020, 1, 1), date(2026, 12, 31), "15120"),
            (date(2028, 1, 1), None, None),
        ]

    def test_a_reason_is_new_another_is_reworded_and_moved(self, data):
        replace(
            data / "reasons.toml",
            'vacancy = { label = "En attente d\'un poste correspondant", consequence = "park", park_days = 60 }',
            'weather = { label = "En attente du printemps", consequence = "park", park_days = 90, note = true }\n'
            'vacancy = { label = "En attente d\'un poste", consequence = "close" }',
        )
        assert load_reference() == [Loaded("reasons", rows=108, kept=0)]
        new, reworded = row_of(Reason, code="waiting-weather"), row_of(Reason, code="waiting-vacancy")
        for row in (new, reworded):
            row.pop("id")
        assert new == {
            "code": "waiting-weather", "kind": "waiting", "label": "En attente du printemps", "order": 10,
            "active": True, "consequence": "park", "park_days": 90, "note_required": True, "version": 1,
        }  # fmt: skip
        assert reworded == {
            "code": "waiting-vacancy", "kind": "waiting", "label": "En attente d'un poste", "order": 20,
            "active": True, "consequence": "close", "park_days": None, "note_required": False, "version": 1,
        }  # fmt: skip

    def test_next_year_s_value_finds_room_behind_the_one_that_the_file_closes(self, data):
        replace(
            data / "parameters.toml",
            '{ from = 2026-01-01, value = "23403" }',
            '{ from = 2026-01-01, to = 2026-12-31, value = "23403" }, { from = 2027-01-01, value = "23600.50" }',
        )
        (loaded,) = load_reference()
        assert (loaded.name, loaded.kept) == ("parameters", 0)
        values = LegalParameter.objects.filter(code="plus_ceiling_cat1").order_by("valid_from")
        assert [(row.valid_from, row.valid_to, row.value) for row in values] == [
            (date(2025, 1, 1), date(2025, 12, 31), 23201),
            (date(2026, 1, 1), date(2026, 12, 31), 23403),
            (date(2027, 1, 1), None, Decimal("23600.50")),
        ]
        last = values.last()
        assert (last.label, last.unit, last.order, last.version) == ("Plafond PLUS, catégorie 1", "eur_year", 30, 1)
        assert last.source.startswith("Arrêté du 29/07/1987")


class TestWhatIsRemembered:
    def test_each_file_with_where_it_comes_from(self, data):
        Reason.objects.filter(code="decline-french").update(version=2)
        file = data / "reasons.toml"
        file.write_text(file.read_text() + "\n")
        replace(data / "sources.toml", 'source = "Listes établies', 'source = "Nos listes établies')
        load_reference()
        row = row_of(LoadedSource, name="reasons")
        assert row.pop("loaded_at") is not None
        assert row == {
            "name": "reasons", "digest": hashlib.sha256(file.read_bytes()).hexdigest(), "rows": 107,
            "source": "Nos listes établies avec la pratique des équipes",
            "licence": "Sans objet : faits publics et choix de la maison", "vintage": "2026-11",
        }  # fmt: skip

    def test_the_command_says_what_was_kept(self, data, capsys):
        Reason.objects.filter(code__in=["decline-french", "decline-papers"]).update(version=2)
        file = data / "reasons.toml"
        file.write_text(file.read_text() + "\n")
        call_command("load_reference", database="default")
        said = "reasons : 105 lignes, 2 gardées telles qu'un gestionnaire les a écrites\n"
        assert capsys.readouterr().out == said
        call_command("load_reference", database="default")
        assert capsys.readouterr().out == "Référentiel déjà à jour.\n"

    def test_only_what_changed_is_read_again_in_the_order_of_their_links(self, data):
        for name in ("programmes.toml", "rome.csv", "departments.csv", "places.toml"):
            file = data / name
            file.write_text(file.read_text() + "\n")
        assert [loaded.name for loaded in load_reference()] == ["departments", "trades", "places", "programmes"]

    def test_a_file_that_cannot_be_loaded_leaves_nothing_half_done(self, data):
        replace(data / "places.toml", 'name = "Cantal"', 'name = "Haut-Cantal"')
        replace(data / "places.toml", 'main_commune = "15187"', 'main_commune = "99999"')
        with pytest.raises(KeyError):
            load_reference()
        assert Territory.objects.get(code="cantal").name == "Cantal"
