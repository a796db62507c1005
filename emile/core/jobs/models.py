import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from emile.core.jobs.enums import LIVE, State
from emile.core.jobs.querysets import JobQuerySet, WorkerBeatQuerySet
from emile.core.jobs.registry import label_of

NO_RESULT = Q(result_name="", result_path="", result_sha256="", result_size=None)
WHOLE_RESULT = (
    Q(state=State.DONE, result_size__isnull=False) & ~Q(result_name="") & ~Q(result_path="") & ~Q(result_sha256="")
)


class Job(models.Model):
    """One piece of background work, from the request to the file."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("travail", max_length=60)
    args = models.JSONField("identifiants", default=dict, blank=True)
    queue = models.CharField(max_length=20, default="default")
    unique_key = models.CharField(max_length=200, null=True, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )  # CASCADE: a job that lost its person must never run with the system's rights
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.QUEUED)

    attempts = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=3)
    run_after = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField("demandé le", auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    progress = models.PositiveSmallIntegerField("avancement", default=0)
    progress_text = models.CharField(max_length=200, blank=True)

    result_name = models.CharField(max_length=100, blank=True)
    result_path = models.CharField(max_length=100, blank=True)
    result_size = models.PositiveBigIntegerField(null=True, blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)

    error = models.CharField("pourquoi", max_length=300, blank=True)
    error_class = models.CharField(max_length=100, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = "travail"
        verbose_name_plural = "travaux"
        ordering = ["-created_at", "pk"]
        indexes = [
            models.Index(fields=["state", "woken_at"], condition=Q(state__in=LIVE), name="job_live"),
            models.Index(fields=["requested_by", "-created_at"], name="job_mine"),
            models.Index(fields=["finished_at"], name="job_finished"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unique_key", "requested_by"],
                condition=Q(state__in=LIVE, unique_key__isnull=False),
                nulls_distinct=False,
                name="job_one_live_per_key",
                violation_error_message="Ce travail est déjà en cours.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=State.RUNNING, claim__isnull=False, lease_until__isnull=False, heartbeat_at__isnull=False
                )
                | (~Q(state=State.RUNNING) & Q(claim=None, lease_until=None, heartbeat_at=None)),
                name="job_running_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=LIVE, finished_at=None) | (~Q(state__in=LIVE) & Q(finished_at__isnull=False)),
                name="job_finished_has_a_date",
            ),
            models.CheckConstraint(
                condition=(Q(state=State.FAILED) & ~Q(error="")) | (~Q(state=State.FAILED) & Q(error="")),
                name="job_failed_says_why",
            ),
            models.CheckConstraint(condition=NO_RESULT | WHOLE_RESULT, name="job_result_is_whole"),
            models.CheckConstraint(condition=Q(progress__lte=100), name="job_progress_percent"),
            models.CheckConstraint(condition=Q(attempts=0) | Q(started_at__isnull=False), name="job_attempt_is_dated"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.get_state_display().lower()})"

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", args=[self.pk])

    @property
    def label(self) -> str:
        return label_of(self.kind)

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_done(self) -> bool:
        return self.state == State.DONE

    @property
    def is_waiting_again(self) -> bool:
        """Tried at least once, and about to be tried again."""
        return self.state == State.QUEUED and self.attempts > 0

    @property
    def has_file(self) -> bool:
        return bool(self.result_path)


class WorkerBeat(models.Model):
    """A worker said "alive". No personal data: readable without identity, for ``/healthz``."""

    name = models.CharField(max_length=200, primary_key=True)
    beat_at = models.DateTimeField()

    objects = WorkerBeatQuerySet.as_manager()

    class Meta:
        verbose_name = "signe de vie"
        verbose_name_plural = "signes de vie"

    def __str__(self) -> str:
        return self.name
