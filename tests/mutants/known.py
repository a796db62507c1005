"""Faults that somebody once put in and nobody noticed (known.toml), tried again with the tests of whole folders."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from tests.mutants.asked import Asked
from tests.mutants.choosing.choose import LAST
from tests.mutants.copies import Copy
from tests.mutants.faults.operators import Mutant
from tests.mutants.play import Plan

LIST = Path(__file__).with_name("known.toml")
LIMIT = 90.0
MAKES_THE_DATABASE = ("/migrations/", "emile/core/database/rls.py")


class NotThere(ValueError):
    """The product has changed: the fault cannot be put where it was."""


def faults(asked: Asked) -> Iterator[dict]:
    for fault in tomllib.loads(LIST.read_text())["fault"]:
        if asked.only in fault["name"] and fault["file"].startswith(asked.file):
            yield fault


def plan_for(fault: dict, copy: Copy) -> Plan:
    migrates = any(part in fault["file"] for part in MAKES_THE_DATABASE)
    return Plan(files_in(fault["tests"], copy), [], LIMIT, migrates)


def mutant_of(fault: dict, copy: Copy) -> Mutant:
    """The whole text of ``old`` stands once in its file."""
    text, old = copy.read(fault["file"]), fault["old"]
    if text.count(old) != 1:
        times = f"{text.count(old)} fois dans {fault['file']}"
        raise NotThere(f"Faute connue introuvable : « {fault['name']} » ({times} au lieu d'une)\n{old}")
    start = text.index(old)
    line = text.count("\n", 0, start) + 1
    return Mutant(fault["file"], line, start, start + len(old), old, fault["new"], fault["name"])


def files_in(folders: list[str], copy: Copy) -> list[str]:
    """Those that changed last come first: they were perhaps written for this very fault."""
    paths = [path for folder in folders for path in (copy.root / folder).rglob("test_*.py")]
    names = {str(path.relative_to(copy.root)): path.stat().st_mtime for path in paths}
    return sorted(names, key=lambda name: (name.startswith(LAST), -names[name]))
