import datetime as dt

import pytest
from django.db import OperationalError
from django.utils import timezone

from emile.core.jobs.models import WorkerBeat

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(monkeypatch):
    state = {"up": True}
    monkeypatch.setattr("emile.core.health.broker_answers", lambda: state["up"])
    return state


def beat(seconds_ago: int) -> None:
    WorkerBeat.objects.create(name="w", beat_at=timezone.now() - dt.timedelta(seconds=seconds_ago))


def test_all_is_well(client, broker):
    beat(3)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "broker": "ok", "worker": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_a_worker_silent_for_fifteen_seconds_is_down(client, broker):
    beat(16)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["worker"]) == (503, "down")


def test_no_worker_at_all(client, broker):
    assert client.get("/healthz").status_code == 503


def test_no_broker(client, broker):
    beat(3)
    broker["up"] = False
    response = client.get("/healthz")
    assert (response.status_code, response.json()["broker"]) == (503, "down")


def test_no_database(client, broker, monkeypatch):
    def down(*args):
        raise OperationalError("connection to host db-prod-1 refused")

    monkeypatch.setattr(WorkerBeat.objects, "fresh", down)
    monkeypatch.setattr("emile.core.health.connection.close", lambda: None)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["database"]) == (503, "down")
    assert "db-prod-1" not in response.content.decode()
