"""Doing one job: claim it, work with its person's rights, record the outcome. Safe to call twice.

What the function writes and "done" are committed together, and only by the holder of the claim: a worker that was
slow enough to lose its lease rolls everything back.
"""

import logging
import uuid
from contextlib import AbstractContextManager
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.errors import LeaseLost
from emile.core.jobs.models import Job
from emile.core.jobs.registry import JobResult, kind_named
from emile.core.jobs.running import results
from emile.core.jobs.running.failures import Failure, explain, where
from emile.core.jobs.running.pulse import LEASE, Pulse

logger = logging.getLogger(__name__)

BACKOFF_SECONDS = (5, 20, 60)
LET_GO = {"claim": None, "lease_until": None, "heartbeat_at": None}


def run(job_id: uuid.UUID) -> None:
    """Does the job, if this worker can claim it; a late, duplicate or unknown call does nothing."""
    job = claim(job_id)
    if job is None:
        logger.info("job %s: nothing to do", job_id)
        return
    try:
        with Pulse(job) as pulse:
            _work(job, pulse)
    except LeaseLost:
        logger.warning("job %s: taken over by another worker", job_id)
    except Exception as error:  # the border: every failure becomes a state the person can read
        logger.error("job %s (%s): %s at %s", job_id, job.kind, type(error).__name__, where(error))
        record_failure(job, explain(error))
    else:
        logger.info("job %s (%s): done", job_id, job.kind)


def claim(job_id: uuid.UUID) -> Job | None:
    """One UPDATE decides who works: of two workers, one gets the job."""
    token = uuid.uuid4()
    with acting_as_system():
        this_one = Job.objects.filter(pk=job_id, attempts__lt=F("max_attempts"))
        candidates = this_one.due() | this_one.abandoned()
        if candidates.update(
            state=State.RUNNING,
            claim=token,
            attempts=F("attempts") + 1,
            started_at=Now(),
            heartbeat_at=Now(),
            lease_until=Now() + LEASE,
            run_after=None,
            progress=0,
            progress_text="",
        ):
            return Job.objects.get(pk=job_id)
    return None


def record_failure(job: Job, failure: Failure) -> None:
    """Puts the job back in the queue for later, or marks it as failed."""
    with acting_as_system():
        held = Job.objects.filter(pk=job.pk).held_by(job.claim)
        if failure.final or job.attempts >= job.max_attempts:
            held.update(
                **LET_GO,
                state=State.FAILED,
                finished_at=Now(),
                error=failure.sentence,
                error_class=failure.error_class,
            )
        else:
            wait = timedelta(seconds=BACKOFF_SECONDS[min(job.attempts, len(BACKOFF_SECONDS)) - 1])
            held.update(**LET_GO, state=State.QUEUED, run_after=Now() + wait, error_class=failure.error_class)


def _work(job: Job, pulse: Pulse) -> None:
    kind = kind_named(job.kind)
    with _rights_of(job):
        if not Job.objects.filter(pk=job.pk).exists():
            raise PermissionDenied  # the person left: no rights, not even to their own jobs
        _allow_a_long_transaction(kind.seconds)
        result = kind.function(job, pulse.report)
        pulse.stop()
        _record_success(job, result)


def _rights_of(job: Job) -> AbstractContextManager[object]:
    return acting_as_system() if job.requested_by_id is None else acting_as(job.requested_by_id)


def _allow_a_long_transaction(seconds: int) -> None:
    """A web request's limits are too short here: drawing a PDF leaves the transaction idle meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, true),"
            " set_config('statement_timeout', %s, true)",
            [f"{seconds + 60}s", f"{seconds}s"],
        )


def _record_success(job: Job, result: JobResult | None) -> None:
    """The row is locked from the check of the claim to the commit, so no late twin can replace the file."""
    if not Job.objects.select_for_update(no_key=True).filter(pk=job.pk).held_by(job.claim).exists():
        raise LeaseLost
    Job.objects.filter(pk=job.pk).update(
        **LET_GO,
        **_result_fields(job, result),
        state=State.DONE,
        finished_at=Now(),
        progress=100,
        progress_text="",
        error_class="",
    )


def _result_fields(job: Job, result: JobResult | None) -> dict[str, str | int]:
    if result is None:
        return {}
    stored = results.store(job.pk, result)
    return {
        "result_name": result.name,
        "result_path": stored.path,
        "result_size": stored.size,
        "result_sha256": stored.sha256,
    }
