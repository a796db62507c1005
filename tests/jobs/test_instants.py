"""What lasts: leases, calls, back-offs, signs of life, what is kept. Each side of each limit, to the microsecond."""

from datetime import timedelta
from uuid import uuid4

import pytest

from emile.core.database.identity import acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job, WorkerBeat
from emile.core.jobs.running import execution
from emile.core.jobs.running.failures import Failure
from tests.jobs.conftest import INSTANT, NOON, fresh, make_job, seconds

pytestmark = pytest.mark.usefixtures("noon")

NEVER = None
QUEUED, RUNNING, DONE, FAILED = State.QUEUED, State.RUNNING, State.DONE, State.FAILED


def finds(job: Job, question: str, *arguments) -> bool:
    with acting_as_system():
        return getattr(Job.objects, question)(*arguments).filter(pk=job.pk).exists()


@pytest.mark.parametrize(
    ("state", "run_after", "due"),
    [
        (QUEUED, NEVER, True),
        (QUEUED, NOON, True),
        (QUEUED, NOON + INSTANT, False),
        (RUNNING, NEVER, False),
        (DONE, NEVER, False),
        (FAILED, NOON - INSTANT, False),
    ],
)
def test_due_at_its_time(state, run_after, due):
    assert finds(make_job(state=state, run_after=run_after), "due") is due


@pytest.mark.parametrize(
    ("woken_at", "run_after", "unheard"),
    [
        (NEVER, NEVER, True),
        (NOON, NEVER, False),
        (NOON - seconds(10), NEVER, False),
        (NOON - seconds(10) - INSTANT, NEVER, True),
        (NOON - seconds(3), NOON - seconds(3), False),
        (NOON - seconds(3), NOON - seconds(3) + INSTANT, True),  # called before its time had come
        (NOON - seconds(30), NOON + INSTANT, False),
    ],
)
def test_called_again_after_ten_seconds(woken_at, run_after, unheard):
    assert finds(make_job(woken_at=woken_at, run_after=run_after), "unheard") is unheard


@pytest.mark.parametrize(
    ("woken_at", "long_ago"),
    [(NEVER, True), (NOON, False), (NOON - seconds(60), False), (NOON - seconds(60) - INSTANT, True)],
)
def test_a_call_stands_in_line_for_a_minute(woken_at, long_ago):
    assert finds(make_job(woken_at=woken_at), "woken_long_ago") is long_ago


@pytest.mark.parametrize(("lease_until", "abandoned"), [(NOON, False), (NOON - INSTANT, True)])
def test_abandoned_once_its_lease_is_over(lease_until, abandoned):
    assert finds(make_job(state=RUNNING, lease_until=lease_until), "abandoned") is abandoned


@pytest.mark.parametrize(("attempts", "exhausted"), [(0, False), (2, False), (3, True), (4, True)])
def test_three_attempts(attempts, exhausted):
    assert finds(make_job(attempts=attempts), "exhausted") is exhausted


@pytest.mark.parametrize(
    ("state", "ago", "old"),
    [
        (DONE, timedelta(days=7), False),
        (DONE, timedelta(days=7) + INSTANT, True),
        (FAILED, timedelta(days=7) + INSTANT, True),
    ],
)
def test_old_after_seven_days(state, ago, old):
    assert finds(make_job(state=state, finished_at=NOON - ago), "finished_before", timedelta(days=7)) is old


def test_live_until_it_is_finished():
    assert [finds(make_job(state=state), "live") for state in (QUEUED, RUNNING, DONE, FAILED)] == [
        True, True, False, False,
    ]  # fmt: skip


def test_held_by_who_claimed_it():
    job = make_job(state=RUNNING)
    assert finds(job, "held_by", job.claim)
    assert not finds(job, "held_by", uuid4())
    assert not finds(make_job(), "held_by", None)


@pytest.mark.parametrize(
    ("ago", "is_fresh", "is_stale"),
    [(14, True, False), (15, False, False), (16, False, True)],
)
def test_a_sign_of_life(ago, is_fresh, is_stale):
    WorkerBeat.objects.create(name="w", beat_at=NOON - seconds(ago))
    assert WorkerBeat.objects.fresh(seconds(15)).exists() is is_fresh
    assert WorkerBeat.objects.stale(seconds(15)).exists() is is_stale


class TestClaiming:
    def taken(self, job: Job) -> Job | None:
        return execution.claim(job.pk)

    def test_says_who_since_when_and_until_when(self):
        job = make_job(attempts=1, run_after=NOON, progress=40, progress_text="page 3")
        row = self.taken(job)
        assert (row.state, row.attempts, row.started_at, row.heartbeat_at) == (RUNNING, 2, NOON, NOON)
        assert row.lease_until == NOON + seconds(20)
        assert (row.run_after, row.progress, row.progress_text) == (None, 0, "")
        assert row.claim is not None

    @pytest.mark.parametrize(
        ("fields", "may"),
        [
            ({}, True),
            ({"run_after": NOON + INSTANT}, False),
            ({"attempts": 2}, True),
            ({"attempts": 3}, False),
            ({"state": RUNNING, "attempts": 1}, False),
            ({"state": RUNNING, "attempts": 1, "lease_until": NOON - INSTANT}, True),
            ({"state": RUNNING, "attempts": 3, "lease_until": NOON - INSTANT}, False),
            ({"state": DONE}, False),
            ({"state": FAILED}, False),
        ],
    )
    def test_what_may_be_taken(self, fields, may):
        job = make_job(**fields)
        assert (self.taken(job) is not None) is may
        assert (fresh(job).claim != job.claim) is may

    def test_taken_over_it_is_another_claim(self):
        job = make_job(state=RUNNING, attempts=1, lease_until=NOON - INSTANT)
        assert self.taken(job).claim not in (None, job.claim)

    def test_one_and_not_its_neighbours(self):
        job, neighbour = make_job(), make_job()
        self.taken(job)
        assert fresh(neighbour).state == QUEUED


class TestFailing:
    AGAIN = Failure("Une erreur inattendue.", "ZeroDivisionError", final=False)
    FINAL = Failure("Ce dossier n'a pas de diagnostic.", "JobRefused", final=True)

    @pytest.mark.parametrize(("attempts", "wait"), [(1, 5), (2, 20), (3, 60), (4, 60)])
    def test_put_off_for_longer_each_time(self, attempts, wait):
        job = make_job(state=RUNNING, attempts=attempts, max_attempts=5)
        execution.record_failure(job, self.AGAIN)
        row = fresh(job)
        assert (row.state, row.run_after) == (QUEUED, NOON + seconds(wait))
        assert (row.error, row.error_class, row.finished_at) == ("", "ZeroDivisionError", None)
        assert (row.claim, row.lease_until, row.heartbeat_at) == (None, None, None)

    @pytest.mark.parametrize(("attempts", "failure"), [(3, AGAIN), (4, AGAIN), (1, FINAL)])
    def test_over_after_the_last_attempt_or_a_refusal(self, attempts, failure):
        job = make_job(state=RUNNING, attempts=attempts)
        execution.record_failure(job, failure)
        row = fresh(job)
        assert (row.state, row.finished_at, row.run_after) == (FAILED, NOON, None)
        assert (row.error, row.error_class) == (failure.sentence, failure.error_class)
        assert (row.claim, row.lease_until, row.heartbeat_at) == (None, None, None)

    @pytest.mark.parametrize("failure", [AGAIN, FINAL])
    def test_says_nothing_of_a_job_that_another_worker_took(self, failure):
        job = make_job(state=RUNNING, attempts=1)
        stranger = Job(pk=job.pk, claim=uuid4(), attempts=1, max_attempts=3)
        execution.record_failure(stranger, failure)
        assert (fresh(job).state, fresh(job).claim) == (RUNNING, job.claim)


def test_done_is_dated_whole_and_let_go(calls):
    job = make_job(kind="test_nothing", error_class="OSError", attempts=1, started_at=NOON)
    execution.run(job.pk)
    row = fresh(job)
    assert (row.state, row.finished_at, row.progress, row.progress_text) == (DONE, NOON, 100, "")
    assert (row.error, row.error_class, row.attempts) == ("", "", 2)
    assert (row.claim, row.lease_until, row.heartbeat_at) == (None, None, None)
    assert (row.result_name, row.result_path, row.result_size) == ("", "", None)
