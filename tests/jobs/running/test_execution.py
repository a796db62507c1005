import datetime as dt
import hashlib
import logging
import threading
import time
import uuid
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs import actions, registry
from emile.core.jobs.enums import State
from emile.core.jobs.errors import LeaseLost
from emile.core.jobs.models import Job
from emile.core.jobs.running import execution, failures, results
from emile.core.jobs.running.pulse import Pulse
from partners.models import Membership
from tests.jobs.conftest import change, fresh


@pytest.fixture
def ask(person, calls):
    def ask(kind="test_paper") -> Job:
        with acting_as(person.pk):
            return actions.enqueue(kind, args={}, by=person)

    return ask


@pytest.fixture
def kind(monkeypatch):
    """Declare a kind for one test."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))

    def declare(function, name="test_here", **more):
        registry.job_kind(name, label="Ici", **more)(function)
        return name

    return declare


def test_a_job_leaves_one_whole_file(ask, media):
    job = ask()
    execution.run(job.pk)
    job = fresh(job)
    contents = (media / job.result_path).read_bytes()
    assert (job.state, job.progress, job.result_name) == (State.DONE, 100, "papier-K7QF3M.pdf")
    assert (job.result_size, job.result_sha256) == (len(contents), hashlib.sha256(contents).hexdigest())
    assert [path.name for path in (media / "jobs").iterdir()] == [str(job.pk)]
    assert (media / job.result_path).stat().st_mode & 0o077 == 0


def test_running_twice_does_it_once(ask, kind):
    runs = []
    job = ask(kind(lambda job, report: runs.append(job.pk)))
    execution.run(job.pk)
    execution.run(job.pk)
    assert runs == [job.pk]


def test_an_unknown_job_is_ignored(committed):
    execution.run(uuid.uuid4())


def test_of_two_workers_one_gets_the_job(ask):
    job, got = ask(), []

    def take():
        got.append(execution.claim(job.pk))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([claimed for claimed in got if claimed]) == 1
    assert fresh(job).attempts == 1


def test_the_function_has_the_persons_rights_and_no_more(ask, kind, person, make_person, calls):
    other = make_person()
    with acting_as(other.pk):
        foreign = actions.enqueue("test_paper", args={}, by=other)
    seen = []
    job = ask(kind(lambda job, report: seen.extend(Job.objects.values_list("pk", flat=True))))
    execution.run(job.pk)
    assert seen == [job.pk]
    assert foreign.pk not in seen


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ((37, "page 3 sur 8"), (37, "page 3 sur 8")),
        ((62.9,), (62, "")),
        ((150, "é" * 300), (100, "é" * 200)),
        ((-5, "début"), (0, "début")),
    ],
)
def test_progress_is_seen_by_others_while_the_transaction_is_open(ask, kind, said, seen):
    found = []

    def function(job, report):
        report(*said)
        found.append(seen_elsewhere(job, lambda row: (row.progress, row.progress_text) == seen))

    execution.run(ask(kind(function)).pk)
    assert (found[0].progress, found[0].progress_text) == seen


def seen_elsewhere(job, condition) -> Job:
    """The row as another connection sees it, once it is as it should be, or ten seconds later."""
    rows = []

    def read():
        deadline = time.monotonic() + 10
        while not (rows and condition(rows[-1])) and time.monotonic() < deadline:
            rows.append(fresh(job))
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    reader.join()
    return rows[-1]


@pytest.mark.machine_time
def test_the_lease_is_prolonged_while_the_function_works(ask, kind, monkeypatch):
    """By twenty seconds at each heartbeat."""
    monkeypatch.setattr("emile.core.jobs.running.pulse.EVERY", 0.05)
    found = []

    def function(job, report):
        found.append(seen_elsewhere(job, lambda row: row.lease_until > job.lease_until))

    job = ask(kind(function))
    execution.run(job.pk)
    assert found[0].lease_until > found[0].started_at + timedelta(seconds=20)
    assert found[0].lease_until - found[0].heartbeat_at == timedelta(seconds=20)


def test_the_end_of_the_work_does_not_wait_for_the_next_heartbeat(ask, kind, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.running.pulse.EVERY", 60.0)
    started = time.monotonic()
    execution.run(ask(kind(lambda job, report: None)).pk)
    assert time.monotonic() - started < 30


def test_a_worker_that_leaves_does_not_wait_for_its_heartbeat(ask, kind):
    daemons = []

    def function(job, report):
        daemons.extend(thread.daemon for thread in threading.enumerate() if thread.name == "job-pulse")

    execution.run(ask(kind(function)).pk)
    assert daemons == [True]


def test_a_heartbeat_is_that_of_who_holds_the_claim(ask):
    job = execution.claim(ask().pk)
    in_another_thread(lambda: change(job, claim=uuid.uuid4()))
    Pulse(job)._write()
    assert fresh(job).lease_until == job.lease_until


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_a_heartbeat_that_cannot_be_written_does_not_stop_the_work(ask, monkeypatch, caplog, trouble):
    def cut():
        raise trouble("server closed the connection unexpectedly")

    monkeypatch.setattr("emile.core.jobs.running.pulse.acting_as_system", cut)
    in_another_thread(Pulse(execution.claim(ask().pk))._write)
    assert f"heartbeat not written ({trouble.__name__})" in caplog.text


def test_the_transaction_may_be_as_long_as_the_work(ask, kind):
    limits = []

    def function(job, report):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')"
            )
            limits.append(cursor.fetchone())

    execution.run(ask(kind(function, seconds=100)).pk)
    assert limits == [("100s", "160s")]


def test_an_error_is_tried_again_later_then_said_in_french(ask, caplog):
    job = ask("test_breaks")
    execution.run(job.pk)
    first = fresh(job)
    assert (first.state, first.error, first.error_class) == (State.QUEUED, "", "ZeroDivisionError")
    assert first.run_after is not None  # how long: see test_instants
    execution.run(job.pk)
    assert fresh(job).attempts == 1  # too early
    for _ in range(2):
        change(job, run_after=None)
        execution.run(job.pk)
    last = fresh(job)
    assert (last.state, last.attempts, last.error) == (State.FAILED, 3, failures.UNEXPECTED)
    assert "NAME" not in caplog.text


def test_a_refusal_is_not_tried_again(ask):
    job = ask("test_refused")
    execution.run(job.pk)
    assert (fresh(job).state, fresh(job).attempts) == (State.FAILED, 1)
    assert fresh(job).error == "Ce dossier n'a pas encore de diagnostic."


def test_an_error_that_trying_again_would_not_mend_is_the_last(ask, kind):
    def function(job, report):
        raise SoftTimeLimitExceeded

    job = ask(kind(function))
    execution.run(job.pk)
    assert (fresh(job).state, fresh(job).error) == (State.FAILED, failures.TOO_LONG)


def test_work_asked_by_somebody_who_left_is_not_done(ask, person):
    job = ask()
    with acting_as_system():
        Membership.objects.filter(user=person).update(valid_to=dt.date(2024, 2, 1))
    execution.run(job.pk)
    assert (fresh(job).state, fresh(job).error) == (State.FAILED, failures.NOT_YOURS)


def test_a_full_disk_is_tried_again_and_leaves_no_half_file(ask, media, monkeypatch):
    def full(content, target):
        target.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("emile.core.jobs.running.results._copy", full)
    job = ask()
    execution.run(job.pk)
    assert (fresh(job).state, fresh(job).error_class) == (State.QUEUED, "OSError")
    assert list((media / "jobs").iterdir()) == []


def test_who_lost_the_lease_leaves_nothing(ask, kind, media, person):
    """Slow worker, job taken over meanwhile: what it wrote is rolled back, the other's file stays."""

    def function(job, report):
        get_user_model().objects.filter(pk=person.pk).update(first_name="écrit deux fois")  # one's own row: allowed
        if job.attempts == 1:
            in_another_thread(lambda: (change(job, lease_until=timezone.now() - timedelta(seconds=1)),))
            in_another_thread(lambda: take_over(job))
        return registry.JobResult("papier-K.pdf", b"late")

    def take_over(job):
        winner = execution.claim(job.pk)
        with acting_as_system():
            execution._record_success(winner, registry.JobResult("papier-K.pdf", b"winner"))

    job = ask(kind(function))
    execution.run(job.pk)
    assert fresh(job).state == State.DONE
    assert (media / fresh(job).result_path).read_bytes() == b"winner"
    with acting_as_system():
        assert get_user_model().objects.get(pk=person.pk).first_name == "Awa"


def in_another_thread(function):
    thread = threading.Thread(target=lambda: (function(), connection.close()))
    thread.start()
    thread.join()


def test_killed_between_the_file_and_the_row(ask, media, monkeypatch):
    """The next attempt writes over the file: one job, one file."""

    def killed(job_id, result, store=results.store):
        store(job_id, result)
        raise SystemExit

    job = ask()
    with monkeypatch.context() as patch:
        patch.setattr(results, "store", killed)
        with pytest.raises(SystemExit):
            execution.run(job.pk)
    assert (fresh(job).state, fresh(job).result_path) == (State.RUNNING, "")
    change(job, lease_until=timezone.now() - timedelta(seconds=1))
    execution.run(job.pk)
    assert fresh(job).state == State.DONE
    assert [path.name for path in (media / "jobs").iterdir()] == [str(job.pk)]


def test_a_kind_that_left_the_code_ends_with_a_sentence(ask):
    job = ask()
    change(job, kind="left_the_code", attempts=2, started_at=timezone.now())
    execution.run(job.pk)
    assert (fresh(job).state, fresh(job).error) == (State.FAILED, failures.UNKNOWN_KIND)


def test_recording_without_the_claim_is_refused(ask):
    job = execution.claim(ask().pk)
    job.claim = uuid.uuid4()
    with pytest.raises(LeaseLost), acting_as_system():
        execution._record_success(job, None)


def test_the_log_of_a_failure_says_where(ask, caplog):
    with caplog.at_level(logging.ERROR):
        execution.run(ask("test_breaks").pk)
    assert "ZeroDivisionError at kinds.py:" in caplog.text
