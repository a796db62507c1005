import datetime as dt
import hashlib
import logging
import threading
import uuid
from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from emile.core.identity import acting_as, acting_as_system
from emile.core.jobs import actions, execution, failures, registry, results
from emile.core.jobs.enums import State
from emile.core.jobs.errors import LeaseLost
from emile.core.jobs.models import Job
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

    def declare(function, name="test_here"):
        registry.job_kind(name, label="Ici")(function)
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


def test_progress_is_seen_by_others_while_the_transaction_is_open(ask, kind):
    seen = []

    def function(job, report):
        report(37, "page 3 sur 8")
        read_elsewhere(job, seen, until=37)

    job = ask(kind(function))
    execution.run(job.pk)
    assert seen[-1] == (37, "page 3 sur 8")


def read_elsewhere(job, seen, *, until):
    def read():
        for _ in range(100):
            row = fresh(job)
            seen.append((row.progress, row.progress_text))
            if row.progress == until:
                break
        connection.close()

    reader = threading.Thread(target=read)
    reader.start()
    reader.join()


def test_the_lease_is_prolonged_while_the_function_works(ask, kind, monkeypatch):
    monkeypatch.setattr("emile.core.jobs.pulse.EVERY", 0.1)
    leases = []

    def function(job, report):
        for _ in range(2):
            threading.Event().wait(0.6)
            reader = threading.Thread(target=lambda: (leases.append(fresh(job).lease_until), connection.close()))
            reader.start()
            reader.join()

    execution.run(ask(kind(function)).pk)
    assert leases[1] > leases[0]


def test_an_error_is_tried_again_later_then_said_in_french(ask, caplog):
    job = ask("test_breaks")
    execution.run(job.pk)
    first = fresh(job)
    assert (first.state, first.error, first.error_class) == (State.QUEUED, "", "ZeroDivisionError")
    assert timedelta(seconds=3) < first.run_after - timezone.now() < timedelta(seconds=6)
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


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (SoftTimeLimitExceeded(), failures.TOO_LONG),
        (MemoryError(), failures.TOO_BIG),
        (Job.DoesNotExist(), failures.NOT_YOURS),
    ],
)
def test_errors_the_person_can_understand(ask, kind, error, sentence):
    def function(job, report):
        raise error

    job = ask(kind(function))
    execution.run(job.pk)
    assert (fresh(job).state, fresh(job).error) == (State.FAILED, sentence)


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

    monkeypatch.setattr("emile.core.jobs.results._copy", full)
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


def test_a_file_name_cannot_hold_a_person_or_a_header():
    for name in ("Awa Essai.pdf", "../../etc/passwd", 'a"\r\nX: y.pdf', "é.pdf", ""):
        with pytest.raises(ValueError, match=r".*"):
            registry.JobResult(name, b"")


def test_the_log_of_a_failure_says_where(ask, caplog):
    with caplog.at_level(logging.ERROR):
        execution.run(ask("test_breaks").pk)
    assert "ZeroDivisionError at kinds.py:" in caplog.text
