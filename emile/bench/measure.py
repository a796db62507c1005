"""Opens each page again and again through the whole Django stack, in this process.

The test client runs every middleware, the view, the template and the compression, against the real database, as
the application's role. What it leaves out is the network and gunicorn, which do not depend on the number of files.
"""

import statistics
import time
from dataclasses import dataclass

from django.db import connection
from django.test import Client

from emile.bench.pages import Page, Person, pages_of
from emile.core.identity import acting_as_system
from emile.core.memory import settle

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


def measure_person(person: Person, rounds: int, *, warm_up: int = WARM_UP) -> list[Figures]:
    plain, browser = signed_in(person)
    settle()  # as emile/wsgi.py does
    return [measure_page(page, browser, rounds, warm_up) for page in pages_of(person, plain)]


def measure_page(page: Page, browser: Client, rounds: int, warm_up: int) -> Figures:
    """:raises LookupError: the page does not answer 200."""
    took, sql, seen = [], [], Statements()
    response = None
    for number in range(warm_up + rounds):
        statements = Statements()
        with connection.execute_wrapper(statements):
            began = time.perf_counter()
            response = browser.get(page.path)
            elapsed = time.perf_counter() - began
        if response.status_code != 200:
            raise LookupError(f"{page.path} répond {response.status_code}.")
        if number >= warm_up:
            took.append(elapsed * 1000)
            sql.append(statements.seconds * 1000)
            seen = statements
    return Figures(
        page=page,
        p50=statistics.median(took),
        p95=percentile(took, 95),
        sql=statistics.median(sql),
        queries=seen.number,
        octets=len(response.content),
    )


def percentile(values: list[float], percent: int) -> float:
    """The smallest value that ``percent`` of the values do not exceed."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]
