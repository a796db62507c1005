"""The small thread of a worker: it says "alive", sweeps, purges now and then, and notices that it is deaf."""

from types import SimpleNamespace

import pytest
from celery import signals
from django.utils import timezone

from emile.core.database.identity import acting_as
from emile.core.jobs import actions
from emile.core.jobs.models import WorkerBeat
from emile.core.jobs.running import execution
from emile.core.jobs.upkeep import supervision
from tests.jobs.conftest import NOON, change, seconds


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


def test_a_job_that_nobody_was_called_for_is_no_sign_of_it(waiting, deaf_after):
    change(waiting, woken_at=None)
    assert not deaf_after(1_000)


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
    monkeypatch.setattr("emile.core.jobs.running.wake.broker_answers", lambda: False)
    assert not deaf_after(1_000)


def test_the_jobs_of_other_queues_are_for_others(waiting, deaf_after):
    assert not deaf_after(1_000, queues=["pdf"])


def test_a_job_taken_ends_the_suspicion(waiting, deaf_after):
    assert not deaf_after(44)
    execution.run(waiting.pk)
    assert not deaf_after(44)


class TestTheThread:
    @pytest.fixture
    def supervisor(self, noon, clock, monkeypatch):
        """Of the process 71 on the machine ``a``."""
        monkeypatch.setattr(supervision.os, "getpid", lambda: 71)
        monkeypatch.setattr(supervision, "connection", SimpleNamespace(close=lambda: None))
        queues = SimpleNamespace(consume_from={"default": None, "pdf": None})
        made = supervision.Supervisor(
            SimpleNamespace(hostname="celery@a", app=SimpleNamespace(amqp=SimpleNamespace(queues=queues)))
        )
        yield made
        signals.worker_shutdown.disconnect(made._say_goodbye)

    @pytest.fixture
    def steps(self, supervisor, monkeypatch):
        """What a round does, in order, none of it for real."""
        done = []
        for name in ("_beat", "_watch", "_purge_now_and_then"):
            monkeypatch.setattr(supervisor, name, lambda name=name: done.append(name))
        monkeypatch.setattr(supervision.sweeper, "sweep", lambda: done.append("sweep"))
        return done

    def beats(self) -> set[tuple]:
        return set(WorkerBeat.objects.values_list("name", "beat_at"))

    def test_says_that_it_is_alive_now(self, supervisor):
        WorkerBeat.objects.create(name="celery@a:71", beat_at=NOON - seconds(5))
        WorkerBeat.objects.create(name="celery@b:71", beat_at=NOON - seconds(5))
        supervisor._beat()
        assert self.beats() == {("celery@a:71", NOON), ("celery@b:71", NOON - seconds(5))}

    def test_a_stopping_worker_takes_back_its_own_sign_of_life_and_no_other(self, supervisor):
        for name in ("celery@a:71", "celery@a:72", "celery@b:71"):
            WorkerBeat.objects.create(name=name, beat_at=NOON)
        signals.worker_shutdown.send(sender=None)
        assert {name for name, _ in self.beats()} == {"celery@a:72", "celery@b:71"}

    def test_then_makes_no_other_round(self, supervisor, steps):
        signals.worker_shutdown.send(sender=None)
        supervisor.run()
        assert steps == []

    def test_a_goodbye_that_cannot_be_said_is_no_breakdown(self, supervisor, monkeypatch, caplog):
        monkeypatch.setattr(WorkerBeat, "objects", None)
        supervisor._say_goodbye()
        assert [record.levelname for record in caplog.records] == ["WARNING"]

    def test_two_seconds_after_the_start_then_every_five(self, supervisor, steps, monkeypatch):
        waits = []

        class Stopping:
            def is_set(self) -> bool:
                return len(waits) > 3

            def wait(self, time: float) -> None:
                waits.append((time, len(steps)))

        monkeypatch.setattr(supervisor, "_stopping", Stopping())
        supervisor.run()
        assert waits == [(2.0, 0), (5.0, 4), (5.0, 8), (5.0, 12)]
        assert steps == ["_beat", "sweep", "_watch", "_purge_now_and_then"] * 3

    @pytest.mark.parametrize("broken", ["_beat", "_watch"])
    def test_what_fails_does_not_stop_the_rest(self, supervisor, steps, monkeypatch, broken):
        def fail():
            raise OSError(28, "No space left on device")

        fail.__name__ = broken
        monkeypatch.setattr(supervisor, broken, fail)
        supervisor._one_round()
        assert steps == [name for name in ("_beat", "sweep", "_watch", "_purge_now_and_then") if name != broken]

    def test_the_connection_is_given_back_after_each_round(self, supervisor, steps, monkeypatch):
        monkeypatch.setattr(supervision, "connection", SimpleNamespace(close=lambda: steps.append("closed")))
        supervisor._one_round()
        assert steps[-1] == "closed"

    def test_purges_after_a_minute_then_every_hour(self, supervisor, clock, monkeypatch):
        purges = []
        monkeypatch.setattr(supervision.purge, "purge", lambda: purges.append(clock[0]))
        for moment in (1_000, 1_059, 1_060, 1_065, 4_659, 4_660, 4_665, 8_260):
            clock[0] = moment
            supervisor._purge_now_and_then()
        assert purges == [1_060, 4_660, 8_260]

    @pytest.mark.parametrize("deaf", [True, False])
    def test_a_deaf_worker_ends_so_as_to_be_started_again(self, supervisor, monkeypatch, deaf):
        asked, exits = [], []
        monkeypatch.setattr(supervisor._watchdog, "is_deaf", lambda *, queues: asked.append(queues) or deaf)
        monkeypatch.setattr(supervision.os, "_exit", exits.append)
        supervisor._watch()
        assert (asked, exits) == ([["default", "pdf"]], [70] if deaf else [])
