"""What was measured: kept in a file from one step to the next, so that a long measure can be taken in several goes."""

import json
import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from emile.tools.bench.budgets import Budget, budget_of


@dataclass
class Line:
    """A page or a write, as one person. Milliseconds; ``sql`` is the middle of the rounds."""

    person: str
    name: str
    title: str
    is_write: bool
    p50: float = 0
    p95: float = 0
    sql: float = 0
    queries: int = 0
    octets: int = 0
    """Compressed, as sent."""
    http_p50: float = 0
    http_p95: float = 0
    """Zero: not measured through HTTP."""

    def budget(self, households: int) -> Budget:
        return budget_of(self.name, self.title, households=households, is_write=self.is_write)

    def faults(self, households: int) -> list[str]:
        """What is over its budget, in words."""
        budget, found = self.budget(households), []
        if self.p95 > budget.milliseconds:
            found.append(f"{self.p95:.0f} ms")
        if self.http_p95 > budget.over_http:
            found.append(f"{self.http_p95:.0f} ms par HTTP")
        if self.queries > budget.queries:
            found.append(f"{self.queries} requêtes")
        return found


@dataclass
class Name:
    """One name typed in the search box by one person: the middle of a few openings."""

    person: str
    name: str
    milliseconds: float


@dataclass
class Cold:
    """The first page after a restart, and the second one."""

    title: str
    first: float
    second: float


@dataclass
class Load:
    """What one instance costs: its processes and the database's."""

    todo_web: float = 0
    """Processor milliseconds of one « À faire »."""
    todo_database: float = 0
    web: float = 0
    """Megabytes, shared memory counted once."""
    backends: float = 0
    number_of_backends: int = 0
    at_once: int = 0
    paper: float = 0
    """Processor milliseconds of one paper."""

    def requests_a_second(self, cores: int) -> float:
        cost = self.todo_web + self.todo_database
        return cores * 1000 / cost if cost else 0

    def papers_a_minute(self, cores: int) -> float:
        return cores * 60_000 / self.paper if self.paper else 0


@dataclass
class Figures:
    households: int
    rounds: int = 0
    lines: list[Line] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    cold: list[Cold] = field(default_factory=list)
    load: Load = field(default_factory=Load)
    machine: str = ""
    load_average: float = 0

    def line(self, person: str, name: str, title: str, *, is_write: bool) -> Line:
        """The one known, or a new one."""
        known = next(
            (line for line in self.lines if (line.person, line.title, line.is_write) == (person, title, is_write)), None
        )
        if known is None:
            known = Line(person, name, title, is_write)
            self.lines.append(known)
        return known

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(asdict(self), ensure_ascii=False, indent=1))


def read(path: Path, households: int) -> Figures:
    """What earlier steps measured, of as many households; nothing yet if there is none."""
    if not path.exists():
        return Figures(households)
    kept = json.loads(path.read_text())
    if kept["households"] != households:
        return Figures(households)
    kept["lines"] = [Line(**line) for line in kept["lines"]]
    kept["names"] = [Name(**name) for name in kept["names"]]
    kept["cold"] = [Cold(**cold) for cold in kept["cold"]]
    kept["load"] = Load(**kept["load"])
    return Figures(**kept)


def percentile(values: Iterable[float], percent: int) -> float:
    """The smallest value that ``percent`` of the values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]


def middle(values: Iterable[float]) -> float:
    return statistics.median(values)
