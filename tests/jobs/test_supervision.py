import pytest
from django.utils import timezone

from emile.core.identity import acting_as
from emile.core.jobs import actions, execution, supervision
from tests.jobs.conftest import change


@pytest.fixture
def clock(monkeypatch):
    now = [1_000.0]
    monkeypatch.setattr(supervision.time, "monotonic", lambda: now[0])
    return now


@pytest.fixture
def waiting(person, calls):
    """A job that was called and that nobody takes."""
    with acting_as(person.pk):
        job = actions.enqueue("test_paper", args={}, by=person)
    change(job, woken_at=timezone.now())
    return job


@pytest.fixture
def deaf_after(clock):
    dog = supervision.Watchdog()

    def deaf_after(seconds: float, queues=("default", "pdf")) -> bool:
        dog.is_deaf(queues=list(queues))
        clock[0] += seconds
        return dog.is_deaf(queues=list(queues))

    return deaf_after


def test_jobs_wait_and_nothing_is_consumed(waiting, deaf_after):
    assert not deaf_after(44)
    assert deaf_after(1)


def test_an_idle_worker_without_jobs_is_well(committed, calls, deaf_after):
    assert not deaf_after(1_000)


def test_a_worker_that_received_something_is_well(waiting, clock, monkeypatch):
    dog, received = supervision.Watchdog(), {"jobs.run_job": 0}
    monkeypatch.setattr(supervision.worker_state, "total_count", received)
    for _ in range(20):
        received["jobs.run_job"] += 1
        clock[0] += 5
        assert not dog.is_deaf(queues=["default"])


def test_a_busy_worker_is_well(waiting, deaf_after, monkeypatch):
    monkeypatch.setattr(supervision.worker_state, "active_requests", {"a request"})
    assert not deaf_after(1_000)


def test_without_redis_there_is_nothing_to_hear(waiting, deaf_after, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.wake.broker_answers", lambda: False)
    assert not deaf_after(1_000)


def test_the_jobs_of_other_queues_are_for_others(waiting, deaf_after):
    assert not deaf_after(1_000, queues=["pdf"])


def test_a_job_taken_ends_the_suspicion(waiting, deaf_after):
    assert not deaf_after(44)
    execution.run(waiting.pk)
    assert not deaf_after(44)
