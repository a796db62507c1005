"""The shipped files read into rows, and the compact files made from published ones: whole rows, field by field."""

import csv
import datetime
import gzip
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from emile.reference import shipped

REGIONS = {
    "01": "Guadeloupe", "02": "Martinique", "03": "Guyane", "04": "La Réunion", "06": "Mayotte", "11": "Île-de-France",
    "24": "Centre-Val de Loire", "27": "Bourgogne-Franche-Comté", "28": "Normandie", "32": "Hauts-de-France",
    "44": "Grand Est", "52": "Pays de la Loire", "53": "Bretagne", "75": "Nouvelle-Aquitaine", "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes", "93": "Provence-Alpes-Côte d'Azur", "94": "Corse", "975": "Collectivités d'outre-mer",
}  # fmt: skip


class TestRows:
    @pytest.mark.parametrize(
        ("commune", "department"),
        [("01004", "01"), ("15014", "15"), ("2A004", "2A"), ("97411", "974"), ("98735", "987"), ("96000", "96")],
    )
    def test_the_department_of_a_commune(self, commune, department):
        assert shipped.department_of(commune) == department

    def test_communes(self):
        lines = "code,name,postal_codes,population\n15187,St-Flour,15100,6700\n97411,Saint-Denis,97400 97417,\n"
        assert list(shipped.communes(gzip.compress(lines.encode()))) == [
            {
                "code": "15187", "name": "St-Flour", "department_id": "15", "postal_codes": ["15100"],
                "population": 6700, "search_name": "saint flour 15100",
            },
            {
                "code": "97411", "name": "Saint-Denis", "department_id": "974", "postal_codes": ["97400", "97417"],
                "population": 0, "search_name": "saint denis 97400 97417",
            },
        ]  # fmt: skip

    def test_a_commune_of_many_postal_codes_is_still_searchable(self):
        codes = " ".join(str(75_000 + number) for number in range(60))
        (row,) = shipped.communes(gzip.compress(f"code,name,postal_codes,population\n75056,Paris,{codes},1\n".encode()))
        assert row["search_name"] == f"paris {codes}"[:250]
        assert len(row["postal_codes"]) == 60

    def test_trades(self):
        lines = "code,label,domain,version,valid_from,valid_to\nF1703,Maçonnerie,BTP,3,2009-12-14,\n"
        ended = "F1703,Maçonnerie,BTP,3,2009-12-14,2026-12-31\n"
        expected = {"code": "F1703", "label": "Maçonnerie", "domain": "BTP", "version": "3"}
        expected |= {"valid_from": "2009-12-14", "search_name": "maconnerie f1703"}
        assert list(shipped.trades((lines + ended).encode())) == [
            expected | {"valid_to": None},
            expected | {"valid_to": "2026-12-31"},
        ]

    def test_reasons(self):
        lines = '[exit_before_move_in]\nlost = { label = "Perdu de vue", consequence = "close" }\n'
        lines += 'later = { label = "Plus tard", consequence = "park", park_days = 30, note = true }\n'
        lines += '[waiting]\nplain = { label = "Sans effet" }\n'
        assert list(shipped.reasons(lines.encode())) == [
            {
                "code": "exit-before-move-in-lost", "kind": "exit_before_move_in", "label": "Perdu de vue",
                "order": 10, "consequence": "close", "park_days": None, "note_required": False,
            },
            {
                "code": "exit-before-move-in-later", "kind": "exit_before_move_in", "label": "Plus tard",
                "order": 20, "consequence": "park", "park_days": 30, "note_required": True,
            },
            {
                "code": "waiting-plain", "kind": "waiting", "label": "Sans effet", "order": 10,
                "consequence": "none", "park_days": None, "note_required": False,
            },
        ]  # fmt: skip

    def test_parameters(self):
        lines = """
            [a]
            label = "A"
            unit = "day"
            order = 3
            source = "Ici"
            source_url = "https://exemple.fr/"
            values = [{ from = 2025-01-01, to = 2025-12-31, value = "1.5" }, { from = 2026-01-01, value = "2" }]
            [b]
            label = "B"
            unit = "m2"
            order = 4
            source = "Là"
            values = [{ from = 2014-01-01, value = "9" }]
        """
        first = {"code": "a", "label": "A", "unit": "day", "order": 3, "source": "Ici"}
        first |= {"source_url": "https://exemple.fr/"}
        days = [datetime.date(2025, 1, 1), datetime.date(2025, 12, 31), datetime.date(2026, 1, 1)]
        assert list(shipped.parameters(lines.encode())) == [
            first | {"value": Decimal("1.5"), "valid_from": days[0], "valid_to": days[1]},
            first | {"value": Decimal(2), "valid_from": days[2], "valid_to": None},
            {
                "code": "b", "label": "B", "unit": "m2", "order": 4, "source": "Là", "source_url": "",
                "value": Decimal(9), "valid_from": datetime.date(2014, 1, 1), "valid_to": None,
            },
        ]  # fmt: skip

    def test_a_table_of_a_file_that_has_none(self):
        assert list(shipped.of_table("basin")(b'[[territory]]\ncode = "cantal"\n')) == []


class TestCompactFiles:
    @pytest.fixture
    def folder(self, tmp_path):
        regions = "".join(f"{code},Département {code},{code},\n" for code in REGIONS)
        (tmp_path / "departments.csv").write_text(f"code,name,region,prefecture\n{regions}")
        (tmp_path / "communes.csv").write_text(
            "code,name,mayor,postal_codes,population\n2A004,Ajaccio,X,20000 20090,75000\n15014,Aurillac,Y,15000,\n"
        )
        (tmp_path / "rome.csv").write_text("\ufeffcode,label,domain\nF1703,Maçonnerie,BTP\nA1201,Bûcheronnage,Forêt\n")
        return tmp_path

    def made(self, folder, **options) -> dict[str, list[dict]]:
        target = folder / "made"
        target.mkdir()
        call_command("import_reference_sources", folder, to=target, **options)
        plain = {name: (target / name).read_bytes() for name in ("departments.csv", "communes.csv.gz", "rome.csv")}
        plain["communes.csv.gz"] = gzip.decompress(plain["communes.csv.gz"])
        return {name: list(csv.DictReader(content.decode().splitlines())) for name, content in plain.items()}

    def test_every_region_has_its_name(self, folder):
        assert {row["code"]: row["region"] for row in self.made(folder)["departments.csv"]} == REGIONS

    def test_what_is_not_used_is_left_out(self, folder):
        made = self.made(folder, rome_version="4", rome_valid_from=datetime.date(2027, 1, 1))
        assert made["departments.csv"][0] == {"code": "01", "name": "Département 01", "region": "Guadeloupe"}
        assert made["communes.csv.gz"] == [
            {"code": "2A004", "name": "Ajaccio", "postal_codes": "20000 20090", "population": "75000"},
            {"code": "15014", "name": "Aurillac", "postal_codes": "15000", "population": ""},
        ]
        dated = {"version": "4", "valid_from": "2027-01-01", "valid_to": ""}
        assert made["rome.csv"] == [
            {"code": "F1703", "label": "Maçonnerie", "domain": "BTP", **dated},
            {"code": "A1201", "label": "Bûcheronnage", "domain": "Forêt", **dated},
        ]

    def test_rome_version_3_began_on_14_december_2009(self, folder):
        assert self.made(folder)["rome.csv"][0] | {"code": ""} == {
            "code": "", "label": "Maçonnerie", "domain": "BTP", "version": "3", "valid_from": "2009-12-14",
            "valid_to": "",
        }  # fmt: skip

    def test_the_weight_of_each_is_said(self, folder, capsys):
        call_command("import_reference_sources", folder, to=folder)
        said = capsys.readouterr().out.splitlines()
        assert said == ["departments.csv : 1 ko", "communes.csv.gz : 0 ko", "rome.csv : 0 ko"]

    def test_the_same_bytes_on_another_day(self, folder):
        """No clock in the compressed file: bytes 4 to 8 of its head are a date, left empty."""
        call_command("import_reference_sources", folder, to=folder)
        assert (folder / "communes.csv.gz").read_bytes()[4:8] == b"\0\0\0\0"

    @pytest.mark.parametrize(
        ("file", "content", "said"),
        [
            (
                "rome.csv", "code,label,domain\nF1703,A,B\nF170,A,B\n",
                "rome.csv, ligne 3 : « F170 » n'est pas un code ROME.",
            ),
            ("rome.csv", "code,label,domain\nO1703,A,B\n", "rome.csv, ligne 2 : « O1703 » n'est pas un code ROME."),
            ("rome.csv", "code,label\nF1703,A\n", "rome.csv : colonnes absentes : domain."),
            ("departments.csv", "code,name\n15,Cantal\n", "departments.csv : colonnes absentes : region."),
            (
                "communes.csv", "code,name,postal_codes,population\n15014,A,,1\n1501,B,,1\n",
                "communes.csv, ligne 3 : code ou population illisible.",
            ),
            (
                "communes.csv", "code,name,postal_codes,population\n2C014,A,,1\n",
                "communes.csv, ligne 2 : code ou population illisible.",
            ),
            (
                "communes.csv", "code,name,postal_codes,population\n15014,A,,-1\n",
                "communes.csv, ligne 2 : code ou population illisible.",
            ),
        ],
    )  # fmt: skip
    def test_an_unexpected_file_is_refused_with_its_line(self, folder, file, content, said):
        (folder / file).write_text(content)
        with pytest.raises(CommandError) as refused:
            call_command("import_reference_sources", folder, to=folder)
        assert str(refused.value) == said

    def test_a_folder_without_the_files(self, tmp_path):
        with pytest.raises(CommandError, match=r"departments\.csv"):
            call_command("import_reference_sources", tmp_path, to=tmp_path)

    def test_a_file_in_another_alphabet(self, folder):
        (folder / "rome.csv").write_bytes("code,label,domain\nF1703,Maçonnerie,BTP\n".encode("latin-1"))
        with pytest.raises(CommandError, match="utf-8"):
            call_command("import_reference_sources", folder, to=folder)
