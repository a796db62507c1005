"""Makes the compact files of `data/` from the published ones. Same input, same bytes."""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import re
from collections.abc import Iterable
from pathlib import Path

from emile.reference.models.trades import TRADE_CODE

REGIONS = {
    "01": "Guadeloupe",
    "02": "Martinique",
    "03": "Guyane",
    "04": "La Réunion",
    "06": "Mayotte",
    "11": "Île-de-France",
    "24": "Centre-Val de Loire",
    "27": "Bourgogne-Franche-Comté",
    "28": "Normandie",
    "32": "Hauts-de-France",
    "44": "Grand Est",
    "52": "Pays de la Loire",
    "53": "Bretagne",
    "75": "Nouvelle-Aquitaine",
    "76": "Occitanie",
    "84": "Auvergne-Rhône-Alpes",
    "93": "Provence-Alpes-Côte d'Azur",
    "94": "Corse",
}
OVERSEAS = "Collectivités d'outre-mer"


class UnreadableSource(ValueError):
    """A published file is not the expected one: the message says which line and why."""


def read(path: Path, *columns: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        missing = [column for column in columns if column not in (reader.fieldnames or [])]
        if missing:
            raise UnreadableSource(f"{path.name} : colonnes absentes : {', '.join(missing)}.")
        return list(reader)


def written(rows: Iterable[dict[str, str]], *columns: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def departments(path: Path) -> bytes:
    rows = read(path, "code", "name", "region")
    named = ({**row, "region": REGIONS.get(row["region"], OVERSEAS)} for row in rows)
    return written(named, "code", "name", "region")


def communes(path: Path) -> bytes:
    rows = read(path, "code", "name", "postal_codes", "population")
    for line, row in enumerate(rows, start=2):
        if not re.fullmatch(r"\d[\dAB]\d{3}", row["code"]) or not re.fullmatch(r"\d*", row["population"]):
            raise UnreadableSource(f"{path.name}, ligne {line} : code ou population illisible.")
    plain = written(rows, "code", "name", "postal_codes", "population")
    return gzip.compress(plain, compresslevel=9, mtime=0)


def trades(path: Path, *, version: str, valid_from: datetime.date) -> bytes:
    rows = read(path, "code", "label", "domain")
    for line, row in enumerate(rows, start=2):
        if not re.fullmatch(TRADE_CODE, row["code"]):
            raise UnreadableSource(f"{path.name}, ligne {line} : « {row['code']} » n'est pas un code ROME.")
    dated = ({**row, "version": version, "valid_from": valid_from.isoformat(), "valid_to": ""} for row in rows)
    return written(dated, "code", "label", "domain", "version", "valid_from", "valid_to")
