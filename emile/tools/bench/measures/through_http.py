"""The same pages and writes through the shipped server, at one connection; then its first pages after a restart, what
« À faire » costs, and what an instance weighs with all its places taken."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from emile.accounts.enums import Role
from emile.tools.bench.discovery.browsers import OverHttp
from emile.tools.bench.discovery.explore import Findings, elsewhere
from emile.tools.bench.discovery.pages import Page
from emile.tools.bench.discovery.people import Person
from emile.tools.bench.discovery.writes import NobodyAccepts, Write, accepted, learn
from emile.tools.bench.figures import Cold, Figures, middle, percentile
from emile.tools.bench.measures.server import Server, at_once, megabytes, processor_ms, shipped_server

WARM_UP = 4
WRITES, ROWS_TRIED = 10, 40
"""Each on another row, when it can be done once a row."""
COUNTED = 150
"""Openings of « À faire » over which the processor's clock, of ten milliseconds, is precise enough."""
COLD = ("core:todo", "candidates:list", "candidates:file", "candidates:search nom courant, martin", "placements:board")
Say = Callable[[str], None]


def measure_http(findings: list[Findings], figures: Figures, *, rounds: int, log: Path, say: Say) -> None:
    with shipped_server(log) as server:
        for found in findings:
            say(f"Par HTTP, {found.person.title}…")
            browser = OverHttp(found.person, server.address)
            for page in found.pages:
                line = figures.line(found.person.title, page.address.name, page.title, is_write=False)
                took = [opened(browser, page) for _ in range(WARM_UP + rounds)][WARM_UP:]
                line.http_p50, line.http_p95 = middle(took), percentile(took, 95)
        for found in findings:
            say(f"Écritures par HTTP, {found.person.title}…")
            for write in sorted(found.writes.values(), key=lambda write: write.kind.name != "candidates:verb"):
                press_again_and_again(write, found, server, figures)


def opened(browser: OverHttp, page: Page) -> float:
    began = time.perf_counter()
    answer = browser.get(page.path)
    elapsed = (time.perf_counter() - began) * 1000
    if answer.status != 200:
        raise LookupError(f"{page.path} répond {answer.status} par HTTP.")
    return elapsed


def press_again_and_again(write: Write, found: Findings, server: Server, figures: Figures) -> None:
    """Nothing is written down when the writes before have left no row that takes this one; the report says which."""
    took: list[float] = []
    for nth in range(ROWS_TRIED):
        shown_on = elsewhere(write, found.reach, nth)
        if shown_on is None or len(took) == WRITES:
            break
        with suppress(NobodyAccepts):
            took.append(pressed(write, shown_on.path, found.person, server))
    if took:
        line = figures.line(found.person.title, write.kind.name, write.kind.title, is_write=True)
        line.http_p50, line.http_p95 = middle(took), percentile(took, 95)


def pressed(write: Write, path: str, person: Person, server: Server) -> float:
    """For good. The session is new: what was written before may have ended it."""
    browser = OverHttp(person, server.address)
    sent = write.sent(browser, path)
    began = time.perf_counter()
    answer = browser.post(sent)
    elapsed = (time.perf_counter() - began) * 1000
    if not accepted(write, answer):
        learn(write, browser, path)  # a name or an address that may not be given twice: written, not timed
        raise NobodyAccepts(f"{write.kind.title} sur {path} : {answer.status} la première fois")
    return elapsed


# --- after a restart, and under load -----------------------------------------------------------------------------


def measure_cold(findings: list[Findings], figures: Figures, *, log: Path, say: Say) -> None:
    """A server for each page: nothing is warm, the page is the first that it is asked."""
    figures.cold = []
    head = next(found for found in findings if found.person.role == Role.SERVICE_HEAD)
    for page in head.pages:
        if page.title not in COLD:
            continue
        say(f"Après un redémarrage, {page.title}…")
        with shipped_server(log) as server:
            browser = OverHttp(head.person, server.address)
            first, second = opened(browser, page), opened(browser, page)
            figures.cold.append(Cold(page.title, first, second))


def measure_load(findings: list[Findings], figures: Figures, *, log: Path, say: Say) -> None:
    say("Une instance, toutes ses places prises…")
    with shipped_server(log) as server:
        fill_every_place(findings, server)
        weigh(server, figures)
        count_todo(findings, server, figures)


def fill_every_place(findings: list[Findings], server: Server) -> None:
    """As many people at once as the instance takes, each opening all their pages: every thread and every connection
    has done everything."""

    def walk(number: int) -> None:
        found = findings[number % len(findings)]
        browser = OverHttp(found.person, server.address)
        for page in found.pages[number % 3 :: 3]:
            with suppress(LookupError):  # written away meanwhile: what is counted here is memory
                opened(browser, page)

    with ThreadPoolExecutor(at_once()) as places:
        list(places.map(walk, range(3 * len(findings))))


def weigh(server: Server, figures: Figures) -> None:
    backends = server.backends()
    figures.load.web = megabytes(server.processes, "Pss")
    figures.load.backends = megabytes(backends, "Private")
    figures.load.number_of_backends, figures.load.at_once = len(backends), at_once()


def count_todo(findings: list[Findings], server: Server, figures: Figures) -> None:
    """Everybody who follows files opens « À faire » in turn."""
    browsers = [OverHttp(found.person, server.address) for found in findings if follows_files(found)]
    for browser in browsers * 2 * at_once():
        browser.get("/")
    web, database = processor_ms(server.processes), processor_ms(server.backends())
    openings = [browser.get("/").status for browser in browsers * (COUNTED // len(browsers))]
    figures.load.todo_web = (processor_ms(server.processes) - web) / len(openings)
    figures.load.todo_database = (processor_ms(server.backends()) - database) / len(openings)


def follows_files(found: Findings) -> bool:
    user = found.reach.user
    return user is not None and any(page.address.name == "candidates:file" for page in found.pages)
