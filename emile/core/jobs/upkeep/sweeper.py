"""Calls again the jobs whose wake-up call was lost or whose worker died. Several sweepers may run at once."""

import logging

from django.db.models.functions import Now
from redis import RedisError

from emile.core.database.identity import acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from emile.core.jobs.running import wake
from emile.core.jobs.running.execution import LET_GO
from emile.core.jobs.running.failures import INTERRUPTED

logger = logging.getLogger(__name__)

AT_ONCE = 200


def sweep() -> int:
    """One round; returns how many jobs were called again."""
    with acting_as_system():
        _give_up()
        _take_back()
    if not wake.broker_answers():
        return 0
    return sum(wake.call(job) for job in _to_call_again())


def _give_up() -> None:
    for job in Job.objects.abandoned().exhausted().select_for_update(skip_locked=True)[:AT_ONCE]:
        logger.error("job %s (%s): interrupted %s times, given up", job.pk, job.kind, job.attempts)
        Job.objects.filter(pk=job.pk).update(
            **LET_GO, state=State.FAILED, finished_at=Now(), error=INTERRUPTED, error_class="WorkerLost"
        )


def _take_back() -> None:
    for job in Job.objects.abandoned().select_for_update(skip_locked=True)[:AT_ONCE]:
        logger.warning("job %s (%s): its worker is gone, back in the queue", job.pk, job.kind)
        Job.objects.filter(pk=job.pk).update(**LET_GO, state=State.QUEUED, run_after=None, woken_at=None)


def _to_call_again() -> list[Job]:
    """Marks the jobs before calling, so that two sweepers do not call the same job twice."""
    with acting_as_system():
        found = Job.objects.unheard().order_by("created_at").select_for_update(skip_locked=True)
        jobs = [job for job in found[:AT_ONCE] if not _still_in_line(job)]
        Job.objects.filter(pk__in=[job.pk for job in jobs]).update(woken_at=Now())
    return jobs


def _still_in_line(job: Job) -> bool:
    """Says whether the last call may still wait behind others: repeating it would only lengthen the queue."""
    if job.woken_at is None:
        return False
    try:
        waiting = wake.messages_waiting(job.queue)
    except (RedisError, OSError):
        return True
    return waiting > 0 and not Job.objects.filter(pk=job.pk).woken_long_ago().exists()
