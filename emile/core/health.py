"""``/healthz`` answers 200 only when pages and jobs would work. It names the part that is missing, nothing else."""

import logging
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from emile.core.jobs.models import WorkerBeat
from emile.core.jobs.running.wake import broker_answers

logger = logging.getLogger(__name__)

ALIVE_WITHIN = timedelta(seconds=15)  # workers beat every 5 s
OK, DOWN, UNKNOWN = "ok", "down", "unknown"


@require_safe
@never_cache
@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    database, worker = _database_and_worker()
    parts = {"database": database, "broker": OK if broker_answers() else DOWN, "worker": worker}
    healthy = all(part == OK for part in parts.values())
    return JsonResponse(parts, status=200 if healthy else 503)


def _database_and_worker() -> tuple[str, str]:
    try:
        alive = WorkerBeat.objects.fresh(ALIVE_WITHIN).exists()
    except Exception as error:  # the answer is "down", whatever the reason
        logger.warning("healthz: database (%s)", type(error).__name__)
        connection.close()
        return DOWN, UNKNOWN
    return OK, OK if alive else DOWN
