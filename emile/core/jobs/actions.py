"""Asking for background work, and asking again."""

from collections.abc import Mapping
from functools import partial

from django.db import transaction

from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from emile.core.jobs.registry import kind_named
from emile.core.jobs.running import wake
from emile.core.people import Person


@transaction.atomic
def enqueue(kind: str, *, args: Mapping[str, int | str], by: Person | None, unique_key: str | None = None) -> Job:
    """Insert the job in the caller's transaction; a worker is woken once that transaction is committed.

    ``args`` holds ids only. ``by`` is the person whose rights the job will have; ``None`` is the system, and only
    system code may say so (the database refuses it otherwise). The same ``unique_key`` asked again by the same
    person while the first is queued or running gives that first job.
    """
    job = Job(kind=kind, args=args, queue=kind_named(kind).queue, requested_by=by, unique_key=unique_key)
    stored = _insert_or_existing(job)
    if stored is job:
        _wake_on_commit(job)
    return stored


@transaction.atomic
def retry(job: Job, *, by: Person) -> Job:
    """A failed job starts again from nothing; any other is left alone (double click, old page)."""
    failed = Job.objects.visible_to(by).select_for_update().filter(pk=job.pk, state=State.FAILED).first()
    if failed is None:
        return Job.objects.visible_to(by).get(pk=job.pk)
    twin = _live_twin(failed)
    if twin is not None:
        return twin
    failed.state, failed.attempts = State.QUEUED, 0
    failed.started_at = failed.finished_at = failed.run_after = failed.woken_at = None
    failed.progress, failed.progress_text = 0, ""
    failed.error = failed.error_class = ""
    failed.save()
    _wake_on_commit(failed)
    return failed


def _insert_or_existing(job: Job) -> Job:
    if job.unique_key is None:
        job.save(force_insert=True)
        return job
    while True:  # ends: either our row is in, or we read the one that kept it out
        Job.objects.bulk_create([job], ignore_conflicts=True)
        stored = Job.objects.filter(pk=job.pk).first() or _live_twin(job)
        if stored is not None:
            return job if stored.pk == job.pk else stored


def _live_twin(job: Job) -> Job | None:
    if job.unique_key is None:
        return None
    twins = Job.objects.live().filter(kind=job.kind, unique_key=job.unique_key, requested_by=job.requested_by_id)
    return twins.exclude(pk=job.pk).first()


def _wake_on_commit(job: Job) -> None:
    transaction.on_commit(partial(wake.call, job))
