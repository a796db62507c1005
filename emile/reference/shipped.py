"""The files of `data/`, read into plain rows. Nothing here touches the database."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from emile.reference.text import searchable

DATA = Path(__file__).parent / "data"
SEARCH_LENGTH = 250
Row = dict[str, Any]
Rows = Iterator[Row]


@dataclass(frozen=True)
class Table:
    """Rows of one model. `key` finds the row again; `links` are foreign keys given by a code; `sets` are
    many-to-many given by codes. An `official` table follows its file; the others belong to the managers."""

    model: str
    key: tuple[str, ...]
    read: Callable[[bytes], Rows]
    official: bool = False
    links: dict[str, str] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Shipped:
    """One file and the tables it fills, in order."""

    name: str
    filename: str
    tables: tuple[Table, ...]

    def content(self) -> bytes:
        return (DATA / self.filename).read_bytes()


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def csv_rows(content: bytes) -> Rows:
    return iter(csv.DictReader(io.StringIO(content.decode())))


def departments(content: bytes) -> Rows:
    return csv_rows(content)


def department_of(commune: str) -> str:
    """« 15014 » is in 15, « 2A004 » in 2A, « 97411 » in 974."""
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]


def communes(content: bytes) -> Rows:
    for row in csv_rows(gzip.decompress(content)):
        yield {
            "code": row["code"],
            "name": row["name"],
            "department_id": department_of(row["code"]),
            "postal_codes": row["postal_codes"].split(),
            "population": int(row["population"] or 0),
            "search_name": f"{searchable(row['name'])} {row['postal_codes']}".strip()[:SEARCH_LENGTH],
        }


def trades(content: bytes) -> Rows:
    for row in csv_rows(content):
        yield {
            **row,
            "valid_to": row["valid_to"] or None,
            "search_name": searchable(f"{row['label']} {row['code']}"),
        }


def of_table(name: str) -> Callable[[bytes], Rows]:
    """The `[[name]]` entries of a TOML file."""
    return lambda content: iter(tomllib.loads(content.decode()).get(name, []))


def reasons(content: bytes) -> Rows:
    for kind, entries in tomllib.loads(content.decode()).items():
        for place, (code, entry) in enumerate(entries.items(), start=1):
            yield {
                "code": f"{kind.replace('_', '-')}-{code}",
                "kind": kind,
                "label": entry["label"],
                "order": place * 10,
                "consequence": entry.get("consequence", "none"),
                "park_days": entry.get("park_days"),
                "note_required": entry.get("note", False),
            }


def parameters(content: bytes) -> Rows:
    for code, entry in tomllib.loads(content.decode()).items():
        for dated in entry["values"]:
            yield {
                "code": code,
                **{name: entry[name] for name in ("label", "unit", "order", "source")},
                "source_url": entry.get("source_url", ""),
                "value": Decimal(dated["value"]),
                "valid_from": dated["from"],
                "valid_to": dated.get("to"),
            }


FILES = (
    Shipped("departments", "departments.csv", (Table("Department", ("code",), departments, official=True),)),
    Shipped("communes", "communes.csv.gz", (Table("Commune", ("code",), communes, official=True),)),
    Shipped("trades", "rome.csv", (Table("Trade", ("code",), trades, official=True),)),
    Shipped(
        "places",
        "places.toml",
        (
            Table("Territory", ("code",), of_table("territory"), links={"department": "Department"}),
            Table(
                "Basin",
                ("territory_id", "name", "valid_from"),
                of_table("basin"),
                links={"territory": "Territory", "main_commune": "Commune"},
            ),
            Table("OriginArea", ("code",), of_table("origin_area"), sets={"departments": "Department"}),
        ),
    ),
    Shipped(
        "programmes",
        "programmes.toml",
        (
            Table("Programme", ("code",), of_table("programme"), sets={"origin_areas": "OriginArea"}),
            Table(
                "ProgrammeTerritory",
                ("programme_id", "territory_id", "valid_from"),
                of_table("opening"),
                links={"programme": "Programme", "territory": "Territory"},
            ),
        ),
    ),
    Shipped("reasons", "reasons.toml", (Table("Reason", ("code",), reasons),)),
    Shipped("parameters", "parameters.toml", (Table("LegalParameter", ("code", "valid_from"), parameters),)),
)
"""Every shipped file, in the order in which they point at each other."""


def sources() -> dict[str, Row]:
    return tomllib.loads((DATA / "sources.toml").read_text())
