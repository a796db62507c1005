"""Deletes old results: a paper can be made again from the journey it came from."""

import logging
import time
from datetime import timedelta

from django.db import transaction

from emile.core.database.identity import acting_as_system
from emile.core.jobs.models import Job, WorkerBeat
from emile.core.jobs.running import results

logger = logging.getLogger(__name__)

KEPT_FOR = timedelta(days=7)
ORPHANS_AFTER_SECONDS = 24 * 3600


def purge(*, kept_for: timedelta = KEPT_FOR) -> int:
    """Finished jobs older than ``kept_for``, with their file; files without a job; beats of workers long gone."""
    with acting_as_system():
        old = Job.objects.finished_before(kept_for)
        paths = list(old.exclude(result_path="").values_list("result_path", flat=True))
        deleted, _ = old.delete()
        transaction.on_commit(lambda: _remove(paths))
        WorkerBeat.objects.stale(timedelta(days=1)).delete()
    transaction.on_commit(_remove_orphans)
    if deleted:
        logger.info("jobs: %s purged", deleted)
    return deleted


def _remove(paths: list[str]) -> None:
    for path in paths:
        results.remove(path)


def _remove_orphans() -> None:
    before = time.time() - ORPHANS_AFTER_SECONDS
    old_files = [path for path in results.folder().iterdir() if path.stat().st_mtime < before]
    with acting_as_system():
        known = set(Job.objects.exclude(result_path="").values_list("result_path", flat=True))
    for path in old_files:
        if f"{results.FOLDER}/{path.name}" not in known:
            path.unlink(missing_ok=True)
