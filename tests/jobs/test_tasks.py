"""What Celery is told to do, and how often: names that messages carry, so that they never change by accident."""

import uuid

import pytest

from emile.celery import app
from emile.core.jobs import tasks  # noqa: F401  (registers the tasks)
from emile.core.jobs.running import execution
from emile.core.jobs.upkeep import purge, sweeper


@pytest.fixture
def done(monkeypatch) -> list:
    noted = []
    monkeypatch.setattr(execution, "run", lambda job_id: noted.append(("run", job_id)))
    monkeypatch.setattr(sweeper, "sweep", lambda: noted.append("sweep"))
    monkeypatch.setattr(purge, "purge", lambda: noted.append("purge"))
    return noted


def test_a_message_names_its_job(done):
    job = uuid.uuid4()
    app.tasks["jobs.run_job"](str(job))
    assert done == [("run", job)]


def test_what_beat_asks_for_exists_and_is_done(done):
    rhythm = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert rhythm == {"jobs.sweep": 10.0, "jobs.purge": 86_400.0}
    for name in rhythm:
        app.tasks[name]()
    assert done == ["sweep", "purge"]
