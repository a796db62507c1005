"""Makes the map: the tests are played once under coverage, then only the files of tests that are new or changed."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from coverage import CoverageData

from tests.mutants.choosing.lines import Map
from tests.mutants.copies import ROOT, Copy, drop_database

FOLDER = ROOT / "var" / "mutants" / "map"
PRODUCT = ("emile", "partners", "candidates", "placements")


def up_to_date(copy: Copy, folders: tuple[str, ...], *, anew: bool, say: Callable[[str], None]) -> Map:
    """``folders``: the tests that will be asked for. ``anew``: all of them are played, whatever is known."""
    with alone("-".join(sorted(folders)).replace("/", "_")):
        before = list(FOLDER.glob("layer-*"))
        stale = list(marks(copy)) if anew else [file for file in stale_files(copy) if file.startswith(folders)]
        if stale:
            say(f"Carte des essais : {len(stale)} fichiers joués une fois sous coverage (plusieurs minutes pour tous)…")
            add_layer(copy, stale)
        for layer in before if anew else []:
            shutil.rmtree(layer)
        return Map(FOLDER)


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Two measures at once would each make the same part of the map."""
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    with (FOLDER.parent / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def marks(copy: Copy) -> dict[str, str]:
    """What each file of tests holds, in short."""
    files = sorted((copy.root / "tests").rglob("test_*.py"))
    return {str(file.relative_to(copy.root)): hashlib.sha256(file.read_bytes()).hexdigest()[:16] for file in files}


def stale_files(copy: Copy) -> list[str]:
    known = Map(FOLDER).test_files
    return [file for file, mark in marks(copy).items() if known.get(file) != mark]


def add_layer(copy: Copy, files: list[str]) -> None:
    draft = FOLDER.parent / f"draft-{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    play(copy, files, draft)
    seal(draft, copy, files)
    FOLDER.mkdir(exist_ok=True)
    draft.rename(FOLDER / f"layer-{time.time_ns()}")


def play(copy: Copy, arguments: list[str], draft: Path) -> None:
    workers = ["-n", "2", "--dist", "loadfile"] if len(arguments) != 1 else []
    options = ["-q", "-p", "tests.mutants.plugin", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, *workers, *arguments],
        cwd=copy.root,
        env=copy.env(EMILE_MUTANTS_MAP=str(draft), EMILE_TEST_TEMPLATE=draft.name),
        stdout=(draft / "pytest.log").open("w"),
        stderr=subprocess.STDOUT,
        check=False,
    )
    drop_database(draft.name)  # made anew each time: the migrations have their lines too
    if done.returncode not in {0, 1, 5}:
        raise RuntimeError(f"The tests do not run, see {draft / 'pytest.log'}.")


def seal(draft: Path, copy: Copy, files: list[str]) -> None:
    """One layer out of what each process left."""
    lines = CoverageData(str(draft / "lines"))
    took: dict[str, float] = {}
    failed: set[str] = set()
    for part in draft.glob("lines.*"):
        one = CoverageData(str(part))
        one.read()
        lines.update(one)
    lines.write()
    for part in draft.glob("tests.*.json"):
        said = json.loads(part.read_text())
        failed |= set(said["failed"])
        took |= {name: max(seconds, took.get(name, 0)) for name, seconds in said["took"].items()}
    known = marks(copy)
    kept = {"took": took, "failed": sorted(failed), "test_files": {file: known[file] for file in files}}
    (draft / "tests.json").write_text(json.dumps(kept | {"sources": product(copy.root)}, ensure_ascii=False))
    for part in (*draft.glob("lines.*"), *draft.glob("tests.*.json")):
        part.unlink()


def product(root: Path) -> dict[str, str]:
    files = [file for folder in PRODUCT for file in sorted((root / folder).rglob("*.py"))]
    return {str(file.relative_to(root)): file.read_text() for file in files}
