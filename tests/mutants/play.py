"""pytest, in a copy of the product, on chosen tests."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from tests.mutants.choosing.lines import file_of
from tests.mutants.copies import Copy, drop_database

OPTIONS = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.mutants.choosing.chosen", "--no-header"]
TEMPLATE = "emile_mutants"
"""The migrated database that all these runs copy."""
PATIENCE, ON_A_BUSY_MACHINE, PROCESSOR = 240.0, 9, 60.0
"""Seconds, and how many times the limit, before a run is cut; and seconds of processor besides the limit."""
NO_TEST = 5


@dataclass(frozen=True)
class Plan:
    """``tests`` by name, or whole ``files`` when none is named."""

    files: list[str]
    tests: list[str] = field(default_factory=list)
    limit: float = 45.0
    migrates: bool = False
    """The fault is in what makes the database."""
    to_the_end: bool = False
    """Whatever fails on the way."""
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tests: list[str], **options) -> "Plan":
        return cls(list(dict.fromkeys(file_of(test) for test in tests)), tests, **options)

    def without(self, out: set[str]) -> "Plan":
        return replace(self, left_out=self.left_out | out)


@dataclass(frozen=True)
class Said:
    """``code`` is pytest's own; negative when a signal ended it."""

    code: int
    played: int = 0
    failed: tuple[str, ...] = ()

    @property
    def first_failed(self) -> str:
        return self.failed[0] if self.failed else ""


def play(plan: Plan, copy: Copy) -> Said:
    if not plan.files:
        return Said(NO_TEST)
    choice = copy.root.with_suffix(".json")
    said = choice.with_suffix(".said")
    said.unlink(missing_ok=True)
    more = {"left_out": sorted(plan.left_out), "processor": int(plan.limit + PROCESSOR)}
    choice.write_text(json.dumps(asdict(plan) | more))
    template = f"emile_mutant_{copy.root.name}" if plan.migrates else TEMPLATE
    code = run(plan, copy, EMILE_MUTANTS_CHOICE=str(choice), EMILE_TEST_TEMPLATE=template)
    if plan.migrates:
        drop_database(template)
    return read(code, said)


def run(plan: Plan, copy: Copy, **env: str) -> int:
    """What it writes is kept beside the copy until the next run."""
    with copy.root.with_suffix(".log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *OPTIONS, *([] if plan.to_the_end else ["-x"]), *plan.files],
            cwd=copy.root,
            env=copy.env(**env),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        process.wait(ON_A_BUSY_MACHINE * plan.limit + PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    if process.returncode not in {0, 1}:
        drop_database(f"test_emile_main_{process.pid}")
    return process.returncode


def read(code: int, said: Path) -> Said:
    if not said.exists():
        return Said(code)
    told = json.loads(said.read_text())
    return Said(code, told["played"], tuple(told["failed"]))
