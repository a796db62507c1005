"""Picked up: calls that never arrived, workers that died. It is noon, and stays so."""

import pytest
from redis import RedisError

from emile.core.database.identity import acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from emile.core.jobs.running import execution
from emile.core.jobs.upkeep import sweeper
from tests.jobs.conftest import INSTANT, NOON, change, fresh, make_job, seconds

pytestmark = pytest.mark.usefixtures("noon")

INTERRUPTED = "Ce travail a été interrompu plusieurs fois avant d'aboutir. Vous pouvez réessayer."


@pytest.fixture
def job(noon, calls) -> Job:
    return make_job()


def test_a_lost_call_is_sent_again_once_per_ten_seconds(job, calls):
    assert (sweeper.sweep(), sweeper.sweep()) == (1, 0)
    assert fresh(job).woken_at == NOON
    change(job, woken_at=NOON - seconds(10) - INSTANT)
    assert (sweeper.sweep(), sweeper.sweep()) == (1, 0)
    assert calls == [job.pk, job.pk]


@pytest.mark.parametrize(("woken", "called"), [(seconds(60), 0), (seconds(60) + INSTANT, 1)])
def test_a_call_that_waits_in_line_is_not_doubled_within_a_minute(job, calls, monkeypatch, woken, called):
    monkeypatch.setattr("emile.core.jobs.running.wake.messages_waiting", lambda queue: 1)
    change(job, woken_at=NOON - woken)
    assert sweeper.sweep() == called


def test_a_first_call_does_not_wait_for_the_line(job, calls, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.running.wake.messages_waiting", lambda queue: 1)
    assert sweeper.sweep() == 1


def test_only_the_line_of_its_own_queue_matters(noon, calls, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.running.wake.messages_waiting", lambda queue: {"pdf": 3}.get(queue, 0))
    paper, other = (make_job(queue=queue, woken_at=NOON - seconds(11)) for queue in ("pdf", "default"))
    assert (sweeper.sweep(), calls) == (1, [other.pk])
    assert fresh(paper).woken_at == NOON - seconds(11)


def test_when_the_line_cannot_be_seen_it_is_believed_to_be_there(job, calls, monkeypatch):
    def away(queue):
        raise RedisError

    monkeypatch.setattr("emile.core.jobs.running.wake.messages_waiting", away)
    change(job, woken_at=NOON - seconds(61))
    assert sweeper.sweep() == 0


def test_nothing_is_called_while_redis_is_away(job, calls, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.running.wake.broker_answers", lambda: False)
    assert (sweeper.sweep(), calls, fresh(job).woken_at) == (0, [], None)


def test_a_call_that_fails_is_not_counted(job, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.running.wake.call", lambda job: False)
    assert sweeper.sweep() == 0


def test_the_oldest_is_called_first(noon, calls):
    jobs = [make_job() for _ in range(3)]
    for job, minutes in zip(jobs, (2, 3, 1), strict=True):
        change(job, created_at=NOON - seconds(60 * minutes))
    sweeper.sweep()
    assert calls == [jobs[1].pk, jobs[0].pk, jobs[2].pk]


def test_two_hundred_at_once(noon, calls):
    with acting_as_system():
        Job.objects.bulk_create(Job(kind="test_paper") for _ in range(201))
    assert (sweeper.sweep(), sweeper.sweep()) == (200, 1)


@pytest.mark.parametrize("lease_until", [NOON, NOON - INSTANT])
def test_work_whose_worker_died_starts_again_once_its_lease_is_over(job, calls, lease_until):
    execution.claim(job.pk)
    change(job, lease_until=lease_until, woken_at=NOON)
    over = lease_until < NOON
    assert sweeper.sweep() == (1 if over else 0)
    row = fresh(job)
    assert row.state == (State.QUEUED if over else State.RUNNING)
    assert [row.claim, row.heartbeat_at, row.lease_until].count(None) == (3 if over else 0)
    assert row.attempts == 1
    if over:
        execution.run(job.pk)
        assert (fresh(job).state, fresh(job).attempts) == (State.DONE, 2)


def test_work_that_kills_its_workers_is_given_up(job, calls):
    for _ in range(3):
        execution.claim(job.pk)
        change(job, lease_until=NOON - INSTANT)
    assert (sweeper.sweep(), calls) == (0, [])
    row = fresh(job)
    assert (row.state, row.error, row.error_class) == (State.FAILED, INTERRUPTED, "WorkerLost")
    assert (row.finished_at, row.claim, row.lease_until, row.heartbeat_at) == (NOON, None, None, None)


def test_work_that_still_runs_for_the_last_time_is_not_given_up(noon, calls):
    job = make_job(state=State.RUNNING, attempts=3, lease_until=NOON)
    sweeper.sweep()
    assert fresh(job).state == State.RUNNING


def test_work_put_off_is_called_when_its_time_has_come(job, calls):
    change(job, woken_at=NOON - seconds(3), run_after=NOON + INSTANT)
    assert sweeper.sweep() == 0
    change(job, run_after=NOON)
    assert sweeper.sweep() == 1
