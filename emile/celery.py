"""Celery: the wake-up call, never the memory. Jobs live in PostgreSQL (``emile.core.jobs``).

All Celery settings are here. Started as ``celery -A emile worker -c 2``; beat is optional, the worker sweeps by itself.
"""

import contextlib
import os
import resource
from typing import TYPE_CHECKING, Any, Self

import kombu
from celery import Celery, signals
from celery.app.amqp import AMQP

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "emile.settings")

from django.conf import settings

if TYPE_CHECKING:
    from emile.core.jobs.upkeep.supervision import Worker

DEFAULT_QUEUE, PDF_QUEUE = "default", "pdf"
LONGEST_JOB_SECONDS = 600
MEMORY_OF_A_CHILD = 3 * 1024**3  # address space, in bytes: a page bomb ends as MemoryError, not as a dead machine


class SteadyConnection(kombu.Connection):
    """Tries again every 3 s at most: Celery's own rhythm reaches 30 s, more than we promise."""

    def _ensure_connection(self, *args: Any, **kwargs: Any) -> Self:
        kwargs.setdefault("interval_max", 3)
        return super()._ensure_connection(*args, **kwargs)


class SteadyAMQP(AMQP):
    Connection = SteadyConnection


class EmileCelery(Celery):
    amqp_cls = SteadyAMQP  # type: ignore[assignment]  # Celery takes a class as well as a dotted path


def queue_of_its_own(name: str) -> kombu.Queue:
    """A bare ``Queue("pdf")`` would share the default exchange and key: every message would go to both."""
    return kombu.Queue(name, kombu.Exchange(name, type="direct"), routing_key=name)


app = EmileCelery("emile", broker=settings.REDIS_URL)
app.conf.update(
    # Nothing is lost when a worker dies: the message comes back, and the row's lease runs out.
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    task_soft_time_limit=90,
    task_time_limit=120,
    # Longer than the longest job, or Redis would hand the same message out twice.
    broker_transport_options={
        "visibility_timeout": LONGEST_JOB_SECONDS + 300,
        "socket_connect_timeout": 0.5,
        "socket_timeout": 5,
        "health_check_interval": 10,
    },
    broker_connection_retry_on_startup=True,
    broker_connection_max_retries=None,
    worker_cancel_long_running_tasks_on_connection_loss=False,
    worker_max_tasks_per_child=100,
    worker_max_memory_per_child=600_000,  # KiB
    worker_hijack_root_logger=False,
    worker_send_task_events=False,
    worker_enable_remote_control=False,  # one way less to talk to a worker
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    task_default_queue=DEFAULT_QUEUE,
    task_queues=[queue_of_its_own(DEFAULT_QUEUE), queue_of_its_own(PDF_QUEUE)],
    task_create_missing_queues=False,
    timezone="Europe/Paris",
    enable_utc=True,
    beat_schedule_filename=str(settings.MEDIA_ROOT.parent / "celerybeat-schedule"),
    beat_schedule={
        "sweep": {"task": "jobs.sweep", "schedule": 10.0, "options": {"expires": 10}},
        "purge": {"task": "jobs.purge", "schedule": 24 * 3600.0},
    },
)
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**_: object) -> None:
    """A receiver here is what stops Celery from replacing Django's logging."""


@signals.worker_process_init.connect
def limit_memory(**_: object) -> None:
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_OF_A_CHILD, MEMORY_OF_A_CHILD))


@signals.celeryd_after_setup.connect
def watch_over_jobs(instance: "Worker", **_: object) -> None:
    """In the worker's main process: sweeps, says "alive", and notices a consumer that stopped consuming."""
    from emile.core.jobs.upkeep.supervision import Supervisor

    Supervisor(instance).start()
