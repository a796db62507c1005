import os
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from emile.core.identity import acting_as, acting_as_system
from emile.core.jobs import actions, execution, purge, results, sweeper
from emile.core.jobs.enums import State
from emile.core.jobs.failures import INTERRUPTED
from emile.core.jobs.models import Job
from tests.jobs.conftest import change, fresh

LONG_AGO = timedelta(minutes=2)


@pytest.fixture
def job(person, calls) -> Job:
    with acting_as(person.pk):
        job = actions.enqueue("test_paper", args={}, by=person)
    calls.clear()
    return job


def test_a_lost_call_is_sent_again_once_per_ten_seconds(job, calls):
    assert sweeper.sweep() == 1
    assert sweeper.sweep() == 0
    change(job, woken_at=timezone.now() - timedelta(seconds=11))
    assert sweeper.sweep() == 1
    assert calls == [job.pk, job.pk]


def test_a_call_that_waits_in_line_is_not_doubled(job, calls, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.wake.messages_waiting", lambda queue: 5)
    change(job, woken_at=timezone.now() - timedelta(seconds=11))
    assert sweeper.sweep() == 0
    change(job, woken_at=timezone.now() - LONG_AGO)
    assert sweeper.sweep() == 1


def test_nothing_is_called_while_redis_is_away(job, calls, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.wake.broker_answers", lambda: False)
    assert sweeper.sweep() == 0
    assert fresh(job).woken_at is None


def test_work_whose_worker_died_starts_again(job, calls):
    execution.claim(job.pk)
    assert sweeper.sweep() == 0  # its lease runs
    change(job, lease_until=timezone.now() - timedelta(seconds=1))
    assert sweeper.sweep() == 1
    execution.run(job.pk)
    assert (fresh(job).state, fresh(job).attempts) == (State.DONE, 2)


def test_work_that_kills_its_workers_is_given_up(job, calls):
    for _ in range(3):
        execution.claim(job.pk)
        change(job, lease_until=timezone.now() - timedelta(seconds=1))
    assert sweeper.sweep() == 0
    assert (fresh(job).state, fresh(job).error) == (State.FAILED, INTERRUPTED)


def test_work_put_off_is_called_when_its_time_has_come(job, calls):
    change(job, woken_at=timezone.now() - timedelta(seconds=3), run_after=timezone.now() + timedelta(seconds=30))
    assert sweeper.sweep() == 0
    change(job, run_after=timezone.now() - timedelta(seconds=1))
    assert sweeper.sweep() == 1


def test_old_work_is_purged_with_its_file(job, media):
    execution.run(job.pk)
    path = media / fresh(job).result_path
    assert purge.purge() == 0
    assert path.exists()
    change(job, finished_at=timezone.now() - timedelta(days=8))
    assert purge.purge() == 1
    assert not path.exists()
    with acting_as_system():
        assert not Job.objects.exists()


def test_a_file_without_a_job_is_purged_after_a_day(committed, media):
    new, old = results.folder() / "new.part", results.folder() / "old.part"
    new.touch()
    old.touch()
    os.utime(old, (time.time() - 90_000,) * 2)
    purge.purge()
    assert (new.exists(), old.exists()) == (True, False)
