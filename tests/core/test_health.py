"""``/healthz``: well only when a person's work would be done; otherwise, which part is missing."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from emile.core.jobs.models import WorkerBeat
from tests.jobs.conftest import INSTANT, NOON, noon, seconds  # noqa: F401 (a fixture)

pytestmark = pytest.mark.usefixtures("noon")


@pytest.fixture
def broker(monkeypatch):
    state = {"up": True}
    monkeypatch.setattr("emile.core.health.broker_answers", lambda: state["up"])
    return state


def beat(ago: timedelta = timedelta(seconds=3)) -> None:
    WorkerBeat.objects.create(name=f"w{ago}", beat_at=NOON - ago)


def test_all_is_well(client, broker):
    beat()
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "broker": "ok", "worker": "ok"})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("ago", "status", "worker"), [(seconds(15) - INSTANT, 200, "ok"), (seconds(15), 503, "down")])
def test_a_worker_silent_for_fifteen_seconds_is_down(client, broker, ago, status, worker):
    beat(ago)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["worker"]) == (status, worker)


def test_one_worker_alive_is_enough(client, broker):
    beat(seconds(3_600))
    beat()
    assert client.get("/healthz").status_code == 200


def test_looking_is_enough_and_writing_is_refused(client, broker):
    beat()
    assert client.head("/healthz").status_code == 200
    assert client.post("/healthz").status_code == 405


def test_no_worker_at_all(client, broker):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "broker": "ok", "worker": "down"})


def test_no_broker(client, broker):
    beat()
    broker["up"] = False
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "broker": "down", "worker": "ok"})


def test_no_database(client, broker, monkeypatch):
    def down(*args):
        raise OperationalError("connection to host db-prod-1 refused")

    monkeypatch.setattr(WorkerBeat.objects, "fresh", down)
    monkeypatch.setattr("emile.core.health.connection.close", lambda: None)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"database": "down", "broker": "ok", "worker": "unknown"})
    assert "db-prod-1" not in response.content.decode()
