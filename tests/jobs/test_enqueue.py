import socket
import time

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from emile.celery import app
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs import actions
from emile.core.jobs.enums import State
from emile.core.jobs.errors import UnknownJobKind
from emile.core.jobs.models import Job
from emile.core.jobs.running import execution
from tests.jobs.conftest import change, fresh, redis_at


def ask(person, kind="test_paper", **kwargs) -> Job:
    with acting_as(person.pk):
        return actions.enqueue(kind, args={}, by=person, **kwargs)


def test_the_call_waits_for_the_commit(person, calls):
    with acting_as(person.pk):
        job = actions.enqueue("test_paper", args={"file": 3}, by=person)
        assert calls == []
    assert calls == [job.pk]
    assert (fresh(job).state, fresh(job).args, fresh(job).requested_by_id) == (State.QUEUED, {"file": 3}, person.pk)


def test_rolled_back_work_is_not_asked_for(person, calls):
    def ask_then_fail():
        with acting_as(person.pk):
            actions.enqueue("test_paper", args={}, by=person)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        ask_then_fail()
    with acting_as_system():
        assert not Job.objects.exists()
    assert calls == []


def test_the_same_key_twice_is_one_job(person, calls):
    first, second = ask(person, unique_key="K7QF3M"), ask(person, unique_key="K7QF3M")
    assert (first.pk, calls) == (second.pk, [first.pk])


def test_a_key_is_free_again_once_the_job_is_finished(person, calls):
    first = ask(person, unique_key="K7QF3M")
    execution.run(first.pk)
    assert ask(person, unique_key="K7QF3M").pk != first.pk


def test_a_key_is_that_of_a_person(make_person, calls):
    """Asked by the system, which sees everybody's: each gets back their own, and the system its own."""
    one, other = make_person(), make_person()
    with acting_as_system():
        jobs = [actions.enqueue("test_paper", args={}, by=by, unique_key="K7QF3M") for by in (one, other, None)]
        again = [actions.enqueue("test_paper", args={}, by=by, unique_key="K7QF3M") for by in (one, other, None)]
    assert [job.pk for job in again] == [job.pk for job in jobs]
    assert [job.requested_by_id for job in again] == [one.pk, other.pk, None]
    assert calls == [job.pk for job in jobs]


def test_a_key_is_that_of_a_kind(person, calls):
    paper, nothing = ask(person, unique_key="K7QF3M"), ask(person, kind="test_nothing", unique_key="K7QF3M")
    assert ask(person, unique_key="K7QF3M").pk == paper.pk
    assert ask(person, kind="test_nothing", unique_key="K7QF3M").pk == nothing.pk
    assert paper.pk != nothing.pk


def test_without_a_key_each_is_another(person, calls):
    assert ask(person).pk != ask(person).pk


def test_the_kind_says_the_queue(person, calls):
    assert [fresh(ask(person, kind=kind)).queue for kind in ("test_paper", "test_quick")] == ["default", "pdf"]


def test_an_unknown_kind_is_refused_at_once(person, calls):
    with pytest.raises(UnknownJobKind):
        ask(person, kind="no_such_kind")


def test_the_database_refuses_a_system_job_asked_by_a_person(person, calls):
    with pytest.raises(DatabaseError, match="row-level security"), acting_as(person.pk):
        actions.enqueue("test_paper", args={}, by=None)


def test_the_database_hides_other_peoples_jobs(make_person, calls):
    job = ask(make_person())
    with acting_as(make_person().pk):
        assert not Job.objects.filter(pk=job.pk).exists()
    with transaction.atomic():
        assert not Job.objects.exists()


@pytest.fixture
def closed_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def silent_port():
    """Accepts, never answers: a Redis that hangs."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(20)
        yield server.getsockname()[1]


@pytest.mark.parametrize("port", ["closed_port", "silent_port"])
def test_redis_down_costs_less_than_a_second_and_raises_nothing(person, port, request, monkeypatch):
    number = request.getfixturevalue(port)
    monkeypatch.setattr(app.conf, "broker_url", f"redis://127.0.0.1:{number}/0")
    started = time.monotonic()
    with redis_at(number):
        job = ask(person)
    assert time.monotonic() - started < 1
    assert fresh(job).state == State.QUEUED


def test_a_failed_job_asked_again_starts_from_nothing(person, calls):
    job = ask(person, kind="test_refused")
    execution.run(job.pk)
    change(job, progress=40, progress_text="page 3", run_after=timezone.now(), woken_at=timezone.now())
    with acting_as(person.pk):
        assert actions.retry(job, by=person).pk == job.pk
    row = fresh(job)
    assert (row.state, row.attempts, row.progress, row.progress_text) == (State.QUEUED, 0, 0, "")
    assert (row.error, row.error_class) == ("", "")
    assert [row.started_at, row.finished_at, row.run_after, row.woken_at] == [None] * 4
    assert calls == [job.pk, job.pk]


def test_somebody_elses_job_does_not_start_again(make_person, calls):
    job = ask(make_person(), kind="test_refused")
    execution.run(job.pk)
    with acting_as_system(), pytest.raises(Job.DoesNotExist):
        actions.retry(job, by=make_person())
    assert fresh(job).state == State.FAILED


def test_the_twin_that_runs_for_somebody_else_is_not_mine(make_person, calls):
    one, other = make_person(), make_person()
    old = ask(one, kind="test_refused", unique_key="K")
    execution.run(old.pk)
    ask(other, kind="test_refused", unique_key="K")
    with acting_as_system():
        assert actions.retry(old, by=one).pk == old.pk
    assert fresh(old).state == State.QUEUED


def test_only_a_failed_job_starts_again(person, calls):
    job = ask(person)
    execution.run(job.pk)
    with acting_as(person.pk):
        actions.retry(job, by=person)
    assert (fresh(job).state, calls) == (State.DONE, [job.pk])


def test_asking_again_finds_the_twin_that_runs(person, calls):
    old = ask(person, kind="test_refused", unique_key="K")
    execution.run(old.pk)
    twin = ask(person, kind="test_refused", unique_key="K")
    with acting_as(person.pk):
        assert actions.retry(old, by=person).pk == twin.pk
    assert fresh(old).state == State.FAILED
