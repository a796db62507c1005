"""Opens each page and presses each button again and again through the whole Django stack, in this process.

Every middleware, the view, the template and the compression are run, against the real database, as the application's
role. What is left out, the network and gunicorn, is measured apart (``through_http``).
"""

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection

from emile.core.memory import settle
from emile.tools.bench.discovery.browsers import Answer, InProcess, Sent
from emile.tools.bench.discovery.explore import Findings, check_as_at_the_end, plans_outlive_rollbacks, undone
from emile.tools.bench.discovery.pages import search_page
from emile.tools.bench.discovery.writes import Write, accepted
from emile.tools.bench.figures import Figures, Name, middle, percentile
from emile.tools.bench.generate import common_names

WARM_UP = 5
"""Rounds not counted: a connection keeps the plan of a statement from its third use on."""
OPENINGS_OF_A_NAME = 3
Say = Callable[[str], None]


class Statements:
    """Counts and times what is sent to the database."""

    def __init__(self) -> None:
        self.number, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., object], sql: str, params: object, many: bool, context: object) -> object:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.number += 1
            self.seconds += time.perf_counter() - began


@dataclass
class Visits:
    """One person's openings of one page, or pressings of one button."""

    person: str
    name: str
    title: str
    browser: InProcess
    path: str = ""
    write: Write | None = None
    sent: Sent | None = None
    took: list[float] = field(default_factory=list)
    sql: list[float] = field(default_factory=list)
    queries: int = 0
    octets: int = 0

    def once(self, *, counted: bool) -> None:
        """:raises LookupError: the page does not open, or the form is refused."""
        statements = Statements()
        if self.write is None:
            answer, elapsed = self.open(statements)
        else:
            answer, elapsed = self.press(self.write, statements)
        if counted:
            self.took.append(elapsed * 1000)
            self.sql.append(statements.seconds * 1000)
            ours = 2 if self.write else 0  # the transaction that undoes it makes a savepoint of the request's own
            self.queries, self.octets = statements.number - ours, len(answer.content)

    def open(self, statements: Statements) -> tuple[Answer, float]:
        with connection.execute_wrapper(statements):
            began = time.perf_counter()
            answer = self.browser.get(self.path)
            elapsed = time.perf_counter() - began
        if answer.status != 200:
            raise LookupError(f"{self.path} répond {answer.status}.")
        return answer, elapsed

    def press(self, write: Write, statements: Statements) -> tuple[Answer, float]:
        self.sent = self.sent or write.sent(self.browser, self.path)  # undone each time: the same form serves again
        with undone():
            began = time.perf_counter()
            with connection.execute_wrapper(statements):
                answer = self.browser.post(self.sent)
            check_as_at_the_end()
            elapsed = time.perf_counter() - began
        if not accepted(write, answer):
            raise LookupError(f"{write.kind.title} : refusé ({answer.status}).")
        return answer, elapsed


def measure(findings: list[Findings], figures: Figures, *, rounds: int, warm_up: int = WARM_UP, say: Say) -> None:
    """Each page is opened by everybody in turn, round after round: a machine that slows down for a while slows down
    for all, and one role can be compared with another."""
    settle()  # as emile/wsgi.py does
    with plans_outlive_rollbacks():
        for title, visits in grouped(findings).items():
            say(f"{title}…")
            for number in range(warm_up + rounds):
                for visit in visits:
                    visit.once(counted=number >= warm_up)
            for visit in visits:
                write_down(visit, figures)


def grouped(findings: list[Findings]) -> dict[str, list[Visits]]:
    by_title: dict[str, list[Visits]] = defaultdict(list)
    for found in findings:
        browser = InProcess(found.person)
        for page in found.pages:
            visit = Visits(found.person.title, page.address.name, page.title, browser, page.path)
            by_title[page.title].append(visit)
        for kind, write in found.writes.items():
            visit = Visits(found.person.title, kind.name, kind.title, browser, write.shown_on.path, write)
            by_title[f"→ {kind.title}"].append(visit)
    return by_title


def write_down(visit: Visits, figures: Figures) -> None:
    line = figures.line(visit.person, visit.name, visit.title, is_write=visit.write is not None)
    line.p50, line.p95 = middle(visit.took), percentile(visit.took, 95)
    line.sql, line.queries, line.octets = middle(visit.sql), visit.queries, visit.octets


def measure_names(findings: list[Findings], figures: Figures, say: Say) -> None:
    """Every name that the generated people bear often, typed by everybody who may search."""
    figures.names = []
    for found in findings:
        if not any(page.address.name == "candidates:search" for page in found.pages):
            continue
        if found.reach.user is None or found.reach.user.scope.sees_figures:
            continue
        browser = InProcess(found.person)
        say(f"Tous les noms, {found.person.title}…")
        for name in common_names():
            took = [open_once(browser, search_page(name)) for _ in range(OPENINGS_OF_A_NAME)]
            figures.names.append(Name(found.person.title, name, middle(took)))


def open_once(browser: InProcess, path: str) -> float:
    began = time.perf_counter()
    answer = browser.get(path)
    elapsed = (time.perf_counter() - began) * 1000
    if answer.status != 200:
        raise LookupError(f"{path} répond {answer.status}.")
    return elapsed
