"""Two people change the same thing in the same second: the second waits for the first, then is told what changed.

Risk: a lock that looks right and is never waited for. Each test proves that the second one waits, in PostgreSQL's own
words, before the first one commits.
"""

import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from html import unescape

import pytest
from django.db import connection, connections
from django.urls import reverse

from candidates.enums import Topic
from candidates.steps import Step
from emile.accounts.signing_in.links import link_for
from emile.core.database.identity import acting_as_system
from emile.reference.models import Reason
from tests.candidates.candidature.candidature_forms import form_of
from tests.conftest import ProductClient
from tests.world import World

PATIENCE = 10.0
CHANGED = "entre-temps"
WAITING_FOR = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE %s = ANY (pg_blocking_pids(pid)))"


@pytest.fixture
def committed(transactional_db) -> World:
    with acting_as_system():
        return World()


@contextmanager
def somebody_has_just_written(statement: str, values: list) -> Iterator[Callable[[], None]]:
    """Another connection has changed the row and not committed yet. Gives what waits until somebody waits for it."""
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', 'on', true), pg_backend_pid()")
        pid = cursor.fetchone()[1]
        cursor.execute(statement, values)
        assert cursor.rowcount == 1

    def until_somebody_waits() -> None:
        deadline = time.monotonic() + PATIENCE
        with connection.cursor() as cursor:
            while time.monotonic() < deadline:
                cursor.execute(WAITING_FOR, [pid])
                if cursor.fetchone()[0]:
                    return
                time.sleep(0.02)
        pytest.fail("nobody waits for the one who was there first")

    try:
        yield until_somebody_waits
        other.commit()
    finally:
        other.close()


def second(client: ProductClient, url: str, data: dict, statement: str, values: list):
    """The answer to whoever sends a form while somebody else writes."""

    def send():
        try:
            return client.post(url, data)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as threads:
        with somebody_has_just_written(statement, values) as until_somebody_waits:
            sent = threads.submit(send)
            until_somebody_waits()
            assert not sent.done()
        return sent.result(timeout=PATIENCE)


def filled(client: ProductClient, url: str, form_id: str | None = None, **typed: str) -> dict:
    return form_of(client.get(url), form_id) | typed


def words(answer) -> str:
    return re.sub(r"\s+", " ", unescape(answer.content.decode()))


def stored(table: str, column: str, pk: int) -> str:
    with acting_as_system(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_the_sheet_of_a_partner(committed):
    world, client = committed, ProductClient().sign_in(committed.head)
    url = reverse("partners:organisation_edit", args=[world.landlord.pk])
    answer = second(
        client, url, filled(client, url, name="Polygone Habitat"),
        "UPDATE partners_organisation SET name = 'Cantal Habitat' WHERE id = %s", [world.landlord.pk],
    )  # fmt: skip
    assert (answer.status_code, CHANGED in words(answer)) == (422, True)
    assert "maintenant « Cantal Habitat »" in words(answer)
    assert stored("partners_organisation", "name", world.landlord.pk) == "Cantal Habitat"


def test_somebody_s_account(committed):
    world, client = committed, ProductClient().sign_in(committed.manager)
    url = reverse("accounts:person_edit", args=[world.head.pk])
    answer = second(
        client, url, filled(client, url, first_name="Léa"),
        "UPDATE accounts_user SET first_name = 'Zoé' WHERE id = %s", [world.head.pk],
    )  # fmt: skip
    assert (answer.status_code, CHANGED in words(answer)) == (422, True)
    assert stored("accounts_user", "first_name", world.head.pk) == "Zoé"


def test_a_row_of_reference(committed):
    """Reference tables outlive the test: the row is one of ours."""
    reason = Reason.objects.filter(kind="decline").first()
    before, client = reason.label, ProductClient().sign_in(committed.manager)
    url = reverse("reference:edit", args=["motifs", reason.pk])
    change = "UPDATE reference_reason SET label = %s, version = version + 1 WHERE id = %s"
    try:
        answer = second(client, url, filled(client, url, label="De moi"), change, ["D'une autre", reason.pk])
        assert (answer.status_code, CHANGED in words(answer)) == (422, True)
        assert stored("reference_reason", "label", reason.pk) == "D'une autre"
    finally:
        Reason.objects.filter(pk=reason.pk).update(label=before, version=reason.version)


def test_a_page_of_a_candidature(committed):
    with acting_as_system():
        journey = committed.journey(Step.DIAGNOSIS)
    client = ProductClient().sign_in(committed.prescriber)
    url = reverse("candidates:topic", args=[journey.reference, Topic.HOUSEHOLD.value])
    change = "UPDATE candidates_household SET address = '3 rue des Carmes' WHERE id = %s"
    typed = filled(client, url, "saisie", **{"menage-address": "12 rue Ordener", "save": "1"})
    answer = second(client, url, typed, change, [journey.household_id])
    assert answer.status_code == 200
    assert "3 rue des Carmes" in words(answer)
    assert "12 rue Ordener" in words(answer)
    assert stored("candidates_household", "address", journey.household_id) == "3 rue des Carmes"


def test_a_link_used_twice_at_once(committed):
    """Whoever chose a password first keeps it: the link was void from then on."""
    with acting_as_system():
        link = link_for(committed.head)
    data = {"new_password": "la traversée du Plomb", "again": "la traversée du Plomb"}
    answer = second(
        ProductClient(), link, data,
        "UPDATE accounts_user SET password = 'chosen by the first' WHERE id = %s", [committed.head.pk],
    )  # fmt: skip
    assert answer.status_code == 410
    assert stored("accounts_user", "password", committed.head.pk) == "chosen by the first"
