"""One fault, put into a copy of the product, and what the tests make of it."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from tests.mutants.copies import Copy
from tests.mutants.faults.operators import Mutant
from tests.mutants.play import NO_TEST, Plan, Said, play

GREEN, RED = 0, 1
LONG = 600.0


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
class Result:
    mutant: Mutant
    outcome: Outcome
    played: int
    seconds: float
    by: str = ""


def attempt(mutant: Mutant, plan: Plan, copy: Copy) -> Result:
    start = time.monotonic()
    if is_seen_by_migrations(mutant, copy):
        return Result(mutant, Outcome.KILLED, 0, time.monotonic() - start, "makemigrations --check")
    with fault_in(mutant, copy):
        said = play(plan, copy)
    return Result(mutant, outcome_of(said, plan, copy), said.played, time.monotonic() - start, said.first_failed)


@contextmanager
def fault_in(mutant: Mutant, copy: Copy) -> Iterator[None]:
    before = copy.read(mutant.file)
    copy.write(mutant.file, mutant.apply(before))
    try:
        yield
    finally:
        copy.write(mutant.file, before)


def is_seen_by_migrations(mutant: Mutant, copy: Copy) -> bool:
    """`make test` asks whether a migration is missing: of a column, and of the codes that it may hold."""
    if "/models" not in mutant.file and not mutant.file.endswith(("/enums.py", "/steps.py")):
        return False
    with fault_in(mutant, copy):
        return copy.python("manage.py", "makemigrations", "--check", "--dry-run").returncode != 0


def red_anyway(tests: set[str], copy: Copy) -> set[str]:
    """A test that fails without any fault has noticed nothing: somebody may be writing it at this moment."""
    return set(play(Plan.of(sorted(tests), limit=LONG, to_the_end=True), copy).failed)


def outcome_of(said: Said, plan: Plan, copy: Copy) -> Outcome:
    """What is neither green nor a test that failed may be ours: before the fault is blamed, the same tests must be
    green on the product as it is."""
    if said.code == RED and said.failed:
        return Outcome.KILLED
    if said.code in {GREEN, NO_TEST}:
        return Outcome.SURVIVED
    if said.code == -signal.SIGXCPU:
        return Outcome.TIMED_OUT
    if play(plan, copy).code != GREEN:
        return Outcome.NOT_MEASURED
    return Outcome.TIMED_OUT if said.code == -signal.SIGKILL else Outcome.CRASHED
