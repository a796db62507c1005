"""What does not stay: finished work and its file after seven days, a file of nobody's after one."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from emile.core.database.identity import acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job, WorkerBeat
from emile.core.jobs.registry import JobResult
from emile.core.jobs.running import results
from emile.core.jobs.upkeep import purge
from tests.jobs.conftest import INSTANT, NOON, make_job

pytestmark = pytest.mark.usefixtures("noon")

WEEK, DAY = timedelta(days=7), timedelta(days=1)


def done(ago: timedelta, **more) -> Job:
    """With its file."""
    job = make_job(state=State.DONE, finished_at=NOON - ago, **more)
    stored = results.store(job.pk, JobResult("papier-K7QF3M.pdf", b"%PDF"))
    with acting_as_system():
        Job.objects.filter(pk=job.pk).update(
            result_name="papier-K7QF3M.pdf", result_path=stored.path, result_size=4, result_sha256=stored.sha256
        )
    return job


def aged(path: Path, seconds: float) -> Path:
    """By the clock of Python: files have the machine's, which is another one in the tests."""
    path.touch()
    os.utime(path, (NOON.timestamp() - seconds,) * 2)
    return path


def left() -> tuple[set, set]:
    """Rows, and names of files."""
    with acting_as_system():
        rows = set(Job.objects.values_list("pk", flat=True))
    return rows, {path.name for path in results.folder().iterdir()}


@pytest.fixture
def purged(django_capture_on_commit_callbacks):
    def purged(**options) -> int:
        with time_machine.travel(NOON, tick=False), django_capture_on_commit_callbacks(execute=True):
            return purge.purge(**options)

    return purged


def test_finished_work_is_kept_seven_days_with_its_file(purged):
    kept, old = done(WEEK), done(WEEK + INSTANT)
    failed = make_job(state=State.FAILED, finished_at=NOON - WEEK - INSTANT)
    assert left() == ({kept.pk, old.pk, failed.pk}, {str(kept.pk), str(old.pk)})
    assert purged() == 2
    assert left() == ({kept.pk}, {str(kept.pk)})


def test_work_that_is_not_finished_is_kept_however_old(purged):
    jobs = {make_job(state=state, created_at=NOON - 30 * DAY).pk for state in (State.QUEUED, State.RUNNING)}
    assert (purged(), left()) == (0, (jobs, set()))


def test_for_less_long_when_it_is_said(purged):
    kept, _old = done(DAY), done(DAY + INSTANT)
    assert purged(kept_for=DAY) == 1
    assert left() == ({kept.pk}, {str(kept.pk)})


def test_the_file_stays_while_the_row_may_come_back(django_capture_on_commit_callbacks):
    old = done(WEEK + INSTANT)
    aged(results.folder() / str(old.pk), 8 * 86_400)
    with django_capture_on_commit_callbacks(execute=False):
        purge.purge()
    assert left()[1] == {str(old.pk)}


def test_a_file_of_nobodys_goes_after_a_day(purged):
    for name, seconds in (("now.part", 0), ("a-day.part", 86_400), ("older.part", 86_401)):
        aged(results.folder() / name, seconds)
    purged()
    assert left() == (set(), {"now.part", "a-day.part"})


def test_the_file_of_a_job_stays_however_old_it_is(purged):
    job = done(DAY)
    aged(results.folder() / str(job.pk), 6 * 86_400)
    purged()
    assert left() == ({job.pk}, {str(job.pk)})


def test_signs_of_life_of_workers_long_gone(purged):
    for name, ago in (("alive", timedelta(0)), ("a day", DAY), ("older", DAY + INSTANT)):
        WorkerBeat.objects.create(name=name, beat_at=NOON - ago)
    purged()
    assert set(WorkerBeat.objects.values_list("name", flat=True)) == {"alive", "a day"}
