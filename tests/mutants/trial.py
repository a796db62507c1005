"""One fault, put into a copy of the product, and what the tests make of it."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from tests.mutants.copies import Copy, drop_database
from tests.mutants.operators import Mutant

OPTIONS = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.mutants.chosen", "--no-header"]
PATIENCE = 240.0
PROCESSOR = 60
NO_TEST = 5
ON_A_BUSY_MACHINE = 4
TEMPLATE = "emile_mutants"


class Outcome(StrEnum):
    KILLED = "tué"
    CRASHED = "ne démarre plus"
    TIMED_OUT = "trop long"
    SURVIVED = "survivant"
    NOT_MEASURED = "non mesuré"

    @property
    def is_killed(self) -> bool:
        return self in {Outcome.KILLED, Outcome.CRASHED, Outcome.TIMED_OUT}


@dataclass(frozen=True)
class Plan:
    """``tests`` by name, or whole ``files`` (or folders) when there are none."""

    files: list[str]
    tests: list[str] = field(default_factory=list)
    limit: float = 45.0
    migrates: bool = False
    """The fault is in what makes the database."""


@dataclass(frozen=True)
class Result:
    mutant: Mutant
    outcome: Outcome
    played: int
    seconds: float
    by: str = ""


def attempt(mutant: Mutant, plan: Plan, copy: Copy) -> Result:
    """The copy is given back as it was."""
    choice_file(copy).with_suffix(".played").unlink(missing_ok=True)
    before = copy.read(mutant.file)
    start = time.monotonic()
    copy.write(mutant.file, mutant.apply(before))
    try:
        code, said = (1, "makemigrations --check") if is_seen_by_migrations(mutant, copy) else play(plan, copy)
    finally:
        copy.write(mutant.file, before)
    outcome = outcome_of(code, plan, copy)
    return Result(mutant, outcome, how_many_played(copy), time.monotonic() - start, by=said)


def is_seen_by_migrations(mutant: Mutant, copy: Copy) -> bool:
    if "/models" not in mutant.file:
        return False
    return copy.python("manage.py", "makemigrations", "--check", "--dry-run").returncode != 0


def outcome_of(code: int, plan: Plan, copy: Copy) -> Outcome:
    """pytest's 1 is a test that failed, 5 that no test was left. Anything else may be ours: the same tests must be
    green on the product as it is before the fault is blamed."""
    if code == 1:
        return Outcome.KILLED
    if code in {0, NO_TEST}:
        return Outcome.SURVIVED
    if code == -signal.SIGXCPU:
        return Outcome.TIMED_OUT
    if play(plan, copy)[0] != 0:
        return Outcome.NOT_MEASURED
    return Outcome.TIMED_OUT if code == -signal.SIGKILL else Outcome.CRASHED


def play(plan: Plan, copy: Copy) -> tuple[int, str]:
    """pytest's code, and the first test that failed."""
    if not plan.files:
        return NO_TEST, ""
    choice = choice_file(copy)
    choice.with_suffix(".played").unlink(missing_ok=True)
    asked = {"tests": plan.tests, "files": plan.files, "limit": plan.limit, "processor": int(plan.limit) + PROCESSOR}
    choice.write_text(json.dumps(asked))
    template = f"emile_mutant_{copy.root.name}" if plan.migrates else TEMPLATE
    env = copy.env(EMILE_MUTANTS_CHOICE=str(choice), EMILE_TEST_TEMPLATE=template)
    log = choice.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", *OPTIONS, *plan.files],
            cwd=copy.root,
            env=env,
            stdout=output,
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
    if plan.migrates:
        drop_database(template)
    return process.returncode, first_failure(log.read_text())


def first_failure(output: str) -> str:
    lines = [line for line in output.splitlines() if line.startswith(("FAILED tests/", "ERROR tests/"))]
    return lines[0].split(" - ")[0].split(" ", 1)[1] if lines else ""


def choice_file(copy: Copy) -> Path:
    return copy.root.with_suffix(".json")


def how_many_played(copy: Copy) -> int:
    path = choice_file(copy).with_suffix(".played")
    return int(path.read_text()) if path.exists() else 0
