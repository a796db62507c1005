import datetime
import gzip
import tomllib
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from emile.reference import compact, shipped
from emile.reference.enums import Consequence, ReasonKind, Unit
from emile.reference.loading import load_reference
from emile.reference.models import Commune, Department, LegalParameter, LoadedSource, Reason, Territory, Trade

DAY = datetime.date(2030, 1, 1)


def forget(*names: str) -> None:
    """As if the shipped file had changed since."""
    LoadedSource.objects.filter(name__in=names).update(digest="another")


@pytest.mark.django_db
class TestLoad:
    def test_the_migration_loaded_everything(self):
        assert Department.objects.count() == 109
        assert Commune.objects.count() > 34_000
        assert Trade.objects.count() == 532
        assert set(LoadedSource.objects.values_list("name", flat=True)) == {file.name for file in shipped.FILES}

    def test_a_second_load_does_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert load_reference() == []

    def test_a_changed_file_is_loaded_again_without_duplicates(self):
        before = (Reason.objects.count(), LegalParameter.objects.count())
        forget("reasons", "parameters")
        assert [loaded.name for loaded in load_reference()] == ["reasons", "parameters"]
        assert (Reason.objects.count(), LegalParameter.objects.count()) == before
        assert load_reference() == []

    def test_what_nobody_touched_is_corrected(self):
        Reason.objects.filter(code="decline-french").update(label="Ancien libellé")
        forget("reasons")
        load_reference()
        assert Reason.objects.get(code="decline-french").label.startswith("Niveau de français")

    def test_what_a_manager_wrote_is_kept(self):
        Reason.objects.filter(code="decline-french").update(label="Notre libellé", version=2)
        forget("reasons")
        (loaded,) = load_reference()
        assert Reason.objects.get(code="decline-french").label == "Notre libellé"
        assert loaded.kept == 1

    def test_a_manager_s_value_wins_over_a_shipped_one_of_the_same_days(self):
        shipped_row = LegalParameter.objects.get(code="vacancy_stale_days")
        LegalParameter.objects.filter(pk=shipped_row.pk).update(
            valid_from=datetime.date(2013, 1, 1), value=Decimal(45), version=2
        )
        forget("parameters")
        (loaded,) = load_reference()
        assert LegalParameter.objects.value_on("vacancy_stale_days", DAY) == 45
        assert loaded.kept == 1

    def test_a_territory_s_dates_kept_by_hand(self):
        Territory.objects.filter(code="lot").update(valid_to=datetime.date(2022, 6, 30), version=2)
        forget("places")
        load_reference()
        assert Territory.objects.get(code="lot").valid_to == datetime.date(2022, 6, 30)

    def test_the_command_says_what_it_did(self, capsys):
        call_command("load_reference", database="default")
        assert "déjà à jour" in capsys.readouterr().out
        forget("reasons")
        call_command("load_reference", database="default")
        assert "reasons : 107 lignes" in capsys.readouterr().out


class TestShippedFiles:
    def test_every_file_says_its_source(self):
        written = (shipped.DATA / "SOURCES.md").read_text()
        for file in shipped.FILES:
            about = shipped.sources()[file.name]
            assert about["source"]
            assert about["licence"]
            assert file.filename in written

    def test_files_stay_small(self):
        assert sum(len(file.content()) for file in shipped.FILES) < 900_000

    def test_reasons_are_well_formed(self):
        rows = list(shipped.reasons((shipped.DATA / "reasons.toml").read_bytes()))
        assert len({row["code"] for row in rows}) == len(rows)
        for row in rows:
            assert row["kind"] in ReasonKind
            assert row["consequence"] in Consequence
            assert (row["park_days"] is not None) == (row["consequence"] == Consequence.PARK), row["code"]

    def test_parameters_are_well_formed(self):
        for code, entry in tomllib.loads((shipped.DATA / "parameters.toml").read_text()).items():
            assert entry["unit"] in Unit, code
            assert len(entry["source"]) <= 500, code

    @pytest.mark.parametrize(("commune", "department"), [("15014", "15"), ("2A004", "2A"), ("97411", "974")])
    def test_department_of(self, commune, department):
        assert shipped.department_of(commune) == department


class TestImportSources:
    """The compact files are made again, byte for byte, from published ones."""

    @pytest.fixture
    def folder(self, tmp_path):
        (tmp_path / "departments.csv").write_text("code,name,region,prefecture\n15,Cantal,84,15014\n975,Là,975,\n")
        (tmp_path / "communes.csv").write_text("code,name,postal_codes,population\n15014,Aurillac,15000,26214\n")
        (tmp_path / "rome.csv").write_text("code,label,domain\nF1703,Maçonnerie,Bâtiment\n")
        return tmp_path

    def test_files(self, folder):
        call_command("import_reference_sources", folder, to=folder, rome_version="4")
        regions = (folder / "departments.csv").read_text().splitlines()
        assert regions[1:] == ["15,Cantal,Auvergne-Rhône-Alpes", "975,Là,Collectivités d'outre-mer"]
        communes = gzip.decompress((folder / "communes.csv.gz").read_bytes()).decode()
        assert communes.splitlines()[1] == "15014,Aurillac,15000,26214"
        assert (folder / "rome.csv").read_text().splitlines()[1] == "F1703,Maçonnerie,Bâtiment,4,2009-12-14,"

    def test_same_input_same_bytes(self, folder):
        assert compact.communes(folder / "communes.csv") == compact.communes(folder / "communes.csv")

    @pytest.mark.parametrize(
        ("file", "content", "said"),
        [
            ("rome.csv", "code,label,domain\nZ9999,Rien,Rien\n", "ligne 2 : « Z9999 »"),
            ("communes.csv", "code,name\n1,A\n", "colonnes absentes : postal_codes, population"),
            ("communes.csv", "code,name,postal_codes,population\n15014,A,15000,beaucoup\n", "ligne 2"),
        ],
    )
    def test_an_unexpected_file_is_refused_before_anything_is_written(self, folder, file, content, said):
        (folder / file).write_text(content)
        with pytest.raises(CommandError, match=said):
            call_command("import_reference_sources", folder, to=folder)
        assert not (folder / "communes.csv.gz").exists()
