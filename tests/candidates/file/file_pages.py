"""The page of a file, asked; how many queries an answer took."""

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from tests.candidates.file.file_steps import PLACES
from tests.world import World

MOST_QUERIES = 12
SLUGS = ["resume", "diagnostic", "projet", "immersion", "logement", "suivi", "documents", "historique"]
each_place = pytest.mark.parametrize("place", PLACES, scope="module")


def arrange(world: World, place: str) -> Journey:
    with acting_as_system():
        return Journey.objects.get(pk=PLACES[place](world).pk)


def now(journey: Journey) -> Journey:
    with acting_as_system():
        return Journey.objects.get(pk=journey.pk)


def address(journey: Journey, panel: str = "resume") -> str:
    return f"/dossiers/{journey.reference}/volet/{panel}/"


def queries(client: Client, url: str) -> int:
    client.get(url)  # what is loaded once a process (content types, caches) is not the page's
    return queries_of_one_answer(client, url)


def queries_of_one_answer(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    ours = [query["sql"] for query in captured if not is_the_tests_own(query["sql"])]
    return len(ours)


def opens_in_a_dozen_queries(client: Client, url: str) -> bool:
    """Asked again only when the first answer took more: it may have loaded what is loaded once a process."""
    return queries_of_one_answer(client, url) <= MOST_QUERIES or queries_of_one_answer(client, url) <= MOST_QUERIES


def is_the_tests_own(sql: str) -> bool:
    """The transaction of the test, and its forgetting of who was signed in."""
    return sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) or "emile_forget()" in sql


def text_of(response: HttpResponse) -> str:
    return " ".join(strip_tags(response.content.decode()).split())
