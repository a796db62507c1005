from datetime import timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from emile.core.jobs.enums import FINISHED, LIVE, State
from emile.core.people import Person

if TYPE_CHECKING:
    from emile.core.jobs.models import Job, WorkerBeat

UNHEARD_AFTER = timedelta(seconds=10)
STILL_IN_BROKER = timedelta(seconds=60)


class JobQuerySet(QuerySet["Job"]):
    """Dates come from the database's clock, because several machines must agree."""

    def visible_to(self, user: Person) -> Self:
        return self.filter(requested_by=user)

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def due(self) -> Self:
        return self.filter(Q(run_after=None) | Q(run_after__lte=Now()), state=State.QUEUED)

    def unheard(self) -> Self:
        """Jobs that are due and that no worker has taken since the last wake-up call."""
        return self.due().filter(
            Q(woken_at=None) | Q(woken_at__lt=Now() - UNHEARD_AFTER) | Q(woken_at__lt=F("run_after"))
        )

    def woken_long_ago(self) -> Self:
        return self.filter(Q(woken_at=None) | Q(woken_at__lt=Now() - STILL_IN_BROKER))

    def abandoned(self) -> Self:
        """Jobs that are running but whose worker has stopped sending heartbeats."""
        return self.filter(state=State.RUNNING, lease_until__lt=Now())

    def exhausted(self) -> Self:
        return self.filter(attempts__gte=F("max_attempts"))

    def held_by(self, claim: UUID | None) -> Self:
        return self.filter(claim=claim, state=State.RUNNING)

    def finished_before(self, age: timedelta) -> Self:
        return self.filter(state__in=FINISHED, finished_at__lt=Now() - age)


class WorkerBeatQuerySet(QuerySet["WorkerBeat"]):
    def fresh(self, age: timedelta) -> Self:
        return self.filter(beat_at__gt=Now() - age)

    def stale(self, age: timedelta) -> Self:
        return self.filter(beat_at__lt=Now() - age)
