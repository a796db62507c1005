"""A small thread in the worker's main process, so that neither beat nor Redis is needed for jobs to be done.

Every 5 s it says "alive", sweeps, and checks that the consumer still consumes: after a broken connection Celery may
stay alive and deaf (celery#10205, celery#10302). Then the process ends and whoever supervises it starts a new one.
"""

import logging
import os
import threading
import time
from typing import Protocol

from celery import Celery, signals
from celery.worker import state as worker_state
from django.db import connection
from django.db.models.functions import Now

from emile.core.database.identity import acting_as_system
from emile.core.jobs.models import Job, WorkerBeat
from emile.core.jobs.running import wake
from emile.core.jobs.upkeep import purge, sweeper

logger = logging.getLogger(__name__)

EVERY = 5.0
FIRST_AFTER = 2.0  # the children are forked before this thread holds anything
PURGE_EVERY = 3600.0
DEAF_AFTER = 45.0
EXIT_CODE = 70  # EX_SOFTWARE: "start me again"


class Worker(Protocol):
    """What a Celery worker says of itself."""

    hostname: str
    app: Celery


class Supervisor(threading.Thread):
    def __init__(self, worker: Worker) -> None:
        super().__init__(name="jobs-supervisor", daemon=True)
        self._name = f"{worker.hostname}:{os.getpid()}"
        self._worker = worker
        self._stopping = threading.Event()
        self._watchdog = Watchdog()
        self._next_purge = time.monotonic() + 60
        signals.worker_shutdown.connect(self._say_goodbye, weak=False)

    def run(self) -> None:
        self._stopping.wait(FIRST_AFTER)
        while not self._stopping.is_set():
            self._one_round()
            self._stopping.wait(EVERY)

    def _one_round(self) -> None:
        """Logs an error (database restarted, disk full) and goes on: the next round is always run."""
        for step in (self._beat, sweeper.sweep, self._watch, self._purge_now_and_then):
            try:
                step()
            except Exception as error:
                logger.warning("supervisor: %s failed (%s)", step.__name__, type(error).__name__)
        connection.close()

    def _beat(self) -> None:
        WorkerBeat.objects.update_or_create(name=self._name, defaults={"beat_at": Now()})

    def _watch(self) -> None:
        if self._watchdog.is_deaf(queues=list(self._worker.app.amqp.queues.consume_from)):
            logger.critical("supervisor: jobs wait, Redis answers, nothing is consumed: leaving")
            os._exit(EXIT_CODE)

    def _purge_now_and_then(self) -> None:
        if time.monotonic() >= self._next_purge:
            self._next_purge = time.monotonic() + PURGE_EVERY
            purge.purge()

    def _say_goodbye(self, **_: object) -> None:
        """Forgets the heartbeat of a worker that stops, so that it does not count as alive."""
        self._stopping.set()
        try:
            WorkerBeat.objects.filter(name=self._name).delete()
        except Exception as error:
            logger.warning("supervisor: goodbye not said (%s)", type(error).__name__)


class Watchdog:
    """Deaf: for 45 s in a row, jobs are due, Redis answers, and this worker neither works nor receives."""

    def __init__(self) -> None:
        self._suspect_since: float | None = None
        self._received = 0

    def is_deaf(self, *, queues: list[str]) -> bool:
        if not self._suspect(queues):
            self._suspect_since = None
            return False
        now = time.monotonic()
        self._suspect_since = self._suspect_since or now
        return now - self._suspect_since >= DEAF_AFTER

    def _suspect(self, queues: list[str]) -> bool:
        received, self._received = self._received, sum(worker_state.total_count.values())
        if self._received != received or worker_state.active_requests:
            return False
        with acting_as_system():
            if not Job.objects.due().filter(queue__in=queues, woken_at__isnull=False).exists():
                return False
        return wake.broker_answers()
