"""Sends the wake-up call through Redis: it gives up quickly and raises nothing.

Whoever is not woken is found by the sweeper.
"""

import logging
from typing import TYPE_CHECKING

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from emile.core.jobs.registry import seconds_allowed

if TYPE_CHECKING:
    from emile.core.jobs.models import Job

logger = logging.getLogger(__name__)

PATIENCE = 0.4  # seconds, per network operation


def call(job: "Job") -> bool:
    """Publish "run this job"; says whether Redis took it."""
    try:
        _publish(job)
    except Exception as error:  # any broker trouble: the row is safe, the sweeper will call again
        logger.warning("job %s: wake-up not sent (%s); the sweeper will", job.pk, type(error).__name__)
        return False
    return True


def broker_answers() -> bool:
    try:
        with _client() as client:
            return bool(client.ping())
    except (redis.RedisError, OSError):
        return False


def messages_waiting(queue: str) -> int:
    """How many wake-up calls nobody has taken yet."""
    with _client() as client:
        waiting: int = client.llen(queue)
    return waiting


def _publish(job: "Job") -> None:
    from emile.celery import app

    if not broker_answers():  # kombu would retry for a long time
        raise ConnectionError
    seconds = seconds_allowed(job.kind)
    with app.connection_for_write(
        transport_options={"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
    ) as connection:
        app.tasks["jobs.run_job"].apply_async(
            args=[str(job.pk)],  # type: ignore[arg-type]  # Celery takes a list as well as a tuple
            queue=job.queue,
            connection=connection,  # type: ignore[call-arg]  # celery-types forgot it
            retry=False,
            soft_time_limit=seconds,
            time_limit=seconds + 30,
        )


def _client() -> redis.Redis:
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
