"""Every address × every role × own, foreign, absent object × GET and POST. See ``matrix`` for the contract.

Risks: somebody else's file by its address; a forgotten filter; a 403 that says « it exists ».
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection

from candidates.querysets import HouseholdChildQuerySet, HouseholdQuerySet, JourneyChildQuerySet, JourneyQuerySet
from emile.accounts import backends
from emile.core.database.identity import identify
from emile.core.jobs.querysets import JobQuerySet
from partners.querysets import RelayFlatQuerySet
from tests.security.crawl import Answer, Crowd, Visitor, url_names
from tests.security.interference.canaries import word
from tests.security.interference.whole_world import Planted
from tests.security.matrix import INSIDE, OUTSIDE, Row, all_rows

ROWS = all_rows()


def test_every_address_is_declared_and_every_declaration_is_an_address():
    assert {row.name for row in ROWS} == set(url_names())


def test_no_declaration_stands_twice():
    labels = [row.label for row in ROWS]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.label)
def test_matrix(planted, crowd, row):
    found = list(faults(planted, crowd, row))
    assert not found, "\n".join(found)


def faults(planted: Planted, crowd: Crowd, row: Row) -> Iterator[str]:
    """What is wrong at one address, one sentence each."""
    for letter in row.people:
        for method in ("GET", "POST"):
            yield from faults_of_one(planted, crowd, row, letter, method)


def faults_of_one(planted: Planted, crowd: Crowd, row: Row, letter: str, method: str) -> Iterator[str]:
    visitor, where = crowd[letter], f"{method} {row.label} par {letter}"
    url = row.url(planted.world, letter)
    answer = visitor.ask(method, url)
    yield from faults_of_answer(planted, answer, row.expected(method, letter), letter, f"{where}, le sien")
    if method == "GET" and answer.status == 200 and not shown(planted, row.shows, letter, answer):
        yield f"{where} : ne montre aucun {row.shows}"
    if letter in OUTSIDE:
        return
    if answer.status != 405:
        yield from faults_elsewhere(planted, visitor, row, method, where)
    if method == "GET":
        yield from faults_of_queries(planted, visitor, url, row.queries, where)


def faults_of_queries(
    planted: Planted, visitor: Visitor, url: str, queries: tuple[str, ...], where: str
) -> Iterator[str]:
    for query in queries:
        asked = query.format(**typed(planted))
        answer = visitor.ask("GET", url + asked)
        if leaked := planted.canaries.leaks(visitor.person, without(answer.whole, asked)):
            yield f"{where} {query} : laisse voir {sorted(leaked)[:3]}"


def faults_elsewhere(planted: Planted, visitor: Visitor, row: Row, method: str, where: str) -> Iterator[str]:
    answers = []
    for kind in ("foreign", "absent"):
        url = row.url(planted.world, visitor.letter, kind)
        if url is not None:
            answer = visitor.ask(method, url)
            expected = row.expected_elsewhere(method, visitor.letter)
            yield from faults_of_answer(planted, answer, expected, visitor.letter, f"{where}, {kind}")
            answers.append(answer)
    if len({answer.masked for answer in answers}) > 1:
        yield f"{where} : ce qui existe ailleurs ne se lit pas comme ce qui n'existe pas"


def faults_of_answer(planted: Planted, answer: Answer, expected: int, letter: str, where: str) -> Iterator[str]:
    if answer.status != expected:
        yield f"{where} : {answer.status} au lieu de {expected} {answer.error[-1500:]}"
    if letter in OUTSIDE and answer.status == 302 and not answer.location.startswith("/connexion/"):
        yield f"{where} : mène à {answer.location}"
    person = planted.world.who(letter)
    if leaked := planted.canaries.leaks(person, answer.whole if letter not in OUTSIDE else without_address(answer)):
        yield f"{where} : laisse voir {sorted(leaked)[:3]}"


def without_address(answer: Answer) -> bytes:
    """Sent to sign in, one is told where one wanted to go."""
    return answer.whole.replace(answer.location.encode(), b"") if answer.location else answer.whole


def without(content: bytes, asked: str) -> bytes:
    """What was typed comes back in the search box."""
    return content.replace(asked.partition("=")[2].encode(), b"")


def shown(planted: Planted, shows: str, letter: str, answer: Answer) -> bool:
    field, _, letters = shows.partition(" ")
    if not field or letter not in (letters or INSIDE):
        return True
    label, _, name = field.rpartition(".")
    words = {
        found.encode()
        for found, (of, pk) in planted.canaries.rows.items()
        if of == label and found == word(label, name, pk)
    }
    return any(each in answer.whole.lower() for each in words)


def typed(planted: Planted) -> dict[str, str]:
    """What somebody curious would type: the beginning of a foreign name, a foreign reference; and of one's own."""
    theirs, ours = planted.world.theirs, planted.world.ours
    return {
        "foreign": word("candidates.Household", "name", theirs.household_id)[:7],
        "own": word("candidates.Household", "name", ours.household_id),
        "reference": theirs.reference,
    }


# --- the matrix can fail ----------------------------------------------------------------------------------------------

WALLS = [
    JourneyQuerySet,
    HouseholdQuerySet,
    HouseholdChildQuerySet,
    JourneyChildQuerySet,
    JobQuerySet,
    RelayFlatQuerySet,
]
"""The filters that say who sees what, taken out one address at a time below."""
MUTATED = [
    "candidates:file",
    "candidates:verb",
    "candidates:list",
    "candidates:search",
    "candidates:documents",
    "candidates:document",
    "candidates:member_edit",
    "candidates:topic",
    "placements:board",
    "placements:calendar",
    "jobs:list",
    "jobs:detail",
    "jobs:download",
]


@pytest.mark.parametrize("name", MUTATED)
def test_an_open_door_is_noticed(planted, crowd, monkeypatch, name):
    """Both walls down: ``visible_to`` lets everything through, and the database takes everybody for the system."""
    row = next(row for row in ROWS if row.name == name)
    for queryset in WALLS:
        monkeypatch.setattr(queryset, "visible_to", lambda self, user: self)
    monkeypatch.setattr(backends, "identify", identify_as_system)
    assert next((fault for fault in faults(planted, crowd, replace(row, people="PR")) if "500" not in fault), None)


def identify_as_system(user_id: int) -> dict:
    scope = identify(user_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', 'on', true)")
    return scope


def test_a_403_for_somebody_elses_file_is_noticed(planted, crowd, monkeypatch):
    """« Refused » would say that it exists."""
    monkeypatch.setattr(Visitor, "ask", answering_403_elsewhere(Visitor.ask, planted.world.theirs.reference))
    row = next(row for row in ROWS if row.name == "candidates:file")
    assert list(faults(planted, crowd, replace(row, people="P")))


def answering_403_elsewhere(ask, reference: str):
    def asked(self, method: str, url: str, *args, **kwargs) -> Answer:
        answer = ask(self, method, url, *args, **kwargs)
        return replace(answer, status=403) if reference in url else answer

    return asked
