"""Opens each page again and again through the whole Django stack, in this process.

The test client runs every middleware, the view, the template and the compression, against the real database, as
the application's role. What it leaves out is the network and gunicorn, which do not depend on the number of files.
"""

import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection
from django.test import Client

from emile.core.database.identity import acting_as_system
from emile.core.memory import settle
from emile.tools.bench.pages import Page, Person, pages_of

WARM_UP = 5
"""Rounds not counted: a connection keeps the plan of a statement from its third use on."""


@dataclass(frozen=True)
class Figures:
    page: Page
    p50: float
    p95: float
    sql: float
    """Milliseconds spent in the database, middle of the rounds."""
    queries: int
    octets: int
    """Compressed, as sent."""

    @property
    def too_slow(self) -> bool:
        return self.p95 > self.page.budget


class Statements:
    """Counts and times what is sent to the database."""

    def __init__(self) -> None:
        self.number, self.seconds = 0, 0.0

    def __call__(self, execute, sql, params, many, context):
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.number += 1
            self.seconds += time.perf_counter() - began


def signed_in(person: Person) -> tuple[Client, Client]:
    """One client that reads plain pages, one that asks for them compressed, on the same session."""
    plain = Client()
    user = person.user()
    with acting_as_system():
        plain.force_login(user)
    browser = Client(headers={"accept-encoding": "gzip"})
    browser.cookies = plain.cookies
    return plain, browser


def measure(
    people: Iterable[Person], rounds: int, *, warm_up: int = WARM_UP, say: Callable[[str], None] = lambda words: None
) -> dict[Person, list[Figures]]:
    """Each page is opened by everybody in turn, round after round: a machine that slows down for a while slows down
    for all, and one role can be compared with another."""
    visits: dict[str, dict[Person, Visits]] = defaultdict(dict)
    for person in people:
        plain, browser = signed_in(person)
        for page in pages_of(person, plain):
            visits[page.title][person] = Visits(page, browser)
    settle()  # as emile/wsgi.py does
    figures: dict[Person, list[Figures]] = defaultdict(list)
    for title, by_person in visits.items():
        say(f"{title}…")
        for number in range(warm_up + rounds):
            for visit in by_person.values():
                visit.open(counted=number >= warm_up)
        for person, visit in by_person.items():
            figures[person].append(visit.figures())
    return figures


class Visits:
    """One person's openings of one page."""

    def __init__(self, page: Page, browser: Client) -> None:
        self.page, self.browser = page, browser
        self.took: list[float] = []
        self.sql: list[float] = []
        self.queries = self.octets = 0

    def open(self, *, counted: bool) -> None:
        """:raises LookupError: the page does not answer 200."""
        statements = Statements()
        with connection.execute_wrapper(statements):
            began = time.perf_counter()
            response = self.browser.get(self.page.path)
            elapsed = time.perf_counter() - began
        if response.status_code != 200:
            raise LookupError(f"{self.page.path} répond {response.status_code}.")
        if counted:
            self.took.append(elapsed * 1000)
            self.sql.append(statements.seconds * 1000)
            self.queries, self.octets = statements.number, len(response.content)

    def figures(self) -> Figures:
        return Figures(
            page=self.page,
            p50=statistics.median(self.took),
            p95=percentile(self.took, 95),
            sql=statistics.median(self.sql),
            queries=self.queries,
            octets=self.octets,
        )


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that ``percent`` of the values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]
