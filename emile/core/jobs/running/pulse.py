"""A thread with its own database connection that says "still working" and shows the progress.

The job's function may hold one long transaction; what this thread writes is committed at once, so other processes
see it.
"""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, InterfaceError, connection
from django.db.models.functions import Now

from emile.core.database.identity import acting_as_system
from emile.core.jobs.models import Job

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=20)
EVERY = 5.0  # seconds between two heartbeats
AT_MOST_EVERY = 0.25  # seconds between two writes of the progress


class Pulse:
    """``with Pulse(job) as pulse: … pulse.report(40, "texte")``; stopped before the result is recorded."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._progress = (0, "")
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_stopped, name="job-pulse", daemon=True)

    def __enter__(self) -> "Pulse":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def report(self, percent: int, text: str = "") -> None:
        self._progress = (max(0, min(100, int(percent))), text[:200])
        self._news.set()

    def stop(self) -> None:
        self._stopping.set()
        self._news.set()
        self._thread.join()

    def _beat_until_stopped(self) -> None:
        try:
            while not self._stopping.is_set():
                if self._news.wait(EVERY) and self._stopping.is_set():
                    break
                self._news.clear()
                self._write()
                self._stopping.wait(AT_MOST_EVERY)
        finally:
            connection.close()

    def _write(self) -> None:
        percent, text = self._progress
        try:
            with acting_as_system():
                Job.objects.filter(pk=self._job.pk).held_by(self._job.claim).update(
                    heartbeat_at=Now(), lease_until=Now() + LEASE, progress=percent, progress_text=text
                )
        except (DatabaseError, InterfaceError) as error:
            logger.warning("job %s: heartbeat not written (%s)", self._job.pk, type(error).__name__)
            connection.close()
