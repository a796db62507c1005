from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from candidates.models.household import Household
from candidates.querysets import JourneyChildQuerySet, JourneyQuerySet
from candidates.references import new_reference
from candidates.steps import CLOSED, Step


class Journey(models.Model):
    """A household's path through one programme (parcours).

    No name, no free text: a manager counts these rows. Everything personal hangs on the household, and on the rows
    that point here. ``step`` is written by ``candidates.journey.moves.transition`` alone.
    """

    reference = models.CharField("référence", max_length=6, unique=True, default=new_reference, editable=False)
    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="journeys")
    programme = models.ForeignKey("reference.Programme", on_delete=models.PROTECT, related_name="journeys")
    prescriber = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="prescribed_journeys",
        verbose_name="structure prescriptrice",
    )
    origin_area = models.ForeignKey(
        "reference.OriginArea", on_delete=models.PROTECT, related_name="journeys", verbose_name="zone d'origine"
    )
    territory = models.ForeignKey(
        "reference.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="journeys",
        verbose_name="territoire d'accueil",
    )
    """Empty until the candidature is presented: that is what makes it visible to the territory."""
    basin = models.ForeignKey(
        "reference.Basin", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="bassin"
    )
    prescribed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="prescripteur"
    )
    presented_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="présentée par",
    )
    caseworker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="journeys",
        verbose_name="chargé·e d'accompagnement",
    )
    step = models.CharField("étape", max_length=12, choices=Step, default=Step.DIAGNOSIS, editable=False)
    furthest = models.PositiveSmallIntegerField(default=1, editable=False)
    """The highest step number ever reached (``steps.reached``): what a funnel counts, whatever happened next."""
    step_since = models.DateField("à cette étape depuis", editable=False)
    opened_on = models.DateField("ouvert le")
    closed_on = models.DateField("clos le", null=True, blank=True, editable=False)
    end_reason = models.ForeignKey(
        "reference.Reason", on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    review_on = models.DateField("à réexaminer le", null=True, blank=True, editable=False)
    suspended_until = models.DateField("en pause jusqu'au", null=True, blank=True, editable=False)
    """The day on which it is looked at again. The reason is with the event."""
    adults = models.PositiveSmallIntegerField("adultes", default=1, editable=False)
    children = models.PositiveSmallIntegerField("enfants", default=0, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    """Which attempt at the double agreement: a project taken up again asks both sides anew."""
    awaits = models.CharField(max_length=9, blank=True, default="", db_default="", editable=False)
    """A code of ``Awaited``, written by the database alone, from the programme, the stays, the answers and the leases
    (migration 0009 of placements)."""

    objects = JourneyQuerySet.as_manager()

    WAITS_BY = ("step", "awaits", "suspended_until")
    """What tells what the file waits for (``candidates/journey/waiting.py``): every query that shows it reads these."""
    UNTIL_THE_NEXT_STEP = ("review_on", "suspended_until")
    """What is true of the present step only, and emptied when the step changes."""

    class Meta:
        verbose_name = "parcours"
        verbose_name_plural = "parcours"
        indexes = [
            models.Index(fields=["territory", "step", "step_since"], name="journey_territory"),
            models.Index(fields=["prescriber", "step", "step_since"], name="journey_prescriber"),
            models.Index(fields=["origin_area", "step", "step_since"], name="journey_origin"),
            models.Index(fields=["caseworker", "step", "step_since"], name="journey_caseworker"),
            models.Index(fields=["territory", "-opened_on", "-id"], name="journey_territory_recent"),
            models.Index(fields=["prescriber", "-opened_on", "-id"], name="journey_prescriber_recent"),
            models.Index(fields=["origin_area", "-opened_on", "-id"], name="journey_origin_recent"),
            models.Index(fields=["-opened_on", "-id"], name="journey_recent"),
            models.Index(
                fields=["-opened_on", "-id"],
                name="journey_local_recent",
                condition=Q(territory__isnull=False) | Q(caseworker__isnull=False),
            ),
            models.Index(fields=["step_since", "id"], name="journey_oldest"),
            models.Index(fields=["step", "step_since", "id"], name="journey_step_oldest"),
            models.Index(fields=["caseworker", "step"], name="journey_in_charge", condition=Q(closed_on=None)),
            models.Index(fields=["territory", "step"], name="journey_under_way", condition=Q(closed_on=None)),
            models.Index(
                fields=["origin_area", "step", "step_since", "id"],
                include=["prescriber", "territory", "caseworker", "household", "programme", "awaits"],
                name="journey_origin_open",
                condition=Q(closed_on=None),
            ),
            models.Index(fields=["review_on"], name="journey_review", condition=Q(review_on__isnull=False)),
            models.Index(
                fields=["suspended_until"], name="journey_suspended", condition=Q(suspended_until__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["household"],
                condition=~Q(step__in=sorted(CLOSED)),
                name="journey_one_open_per_household",
                violation_error_message="Ce ménage a déjà un parcours en cours.",
            ),
            models.CheckConstraint(
                condition=Q(step__in=sorted(CLOSED), closed_on__isnull=False, end_reason__isnull=False)
                | (~Q(step__in=sorted(CLOSED)) & Q(closed_on=None, end_reason=None)),
                name="journey_closed_with_date_and_reason",
                violation_error_message="Un parcours clos a une date et un motif ; un parcours ouvert n'en a pas.",
            ),
            models.CheckConstraint(
                condition=Q(review_on=None) | Q(step="declined"), name="journey_review_only_when_declined"
            ),
            models.CheckConstraint(
                condition=Q(suspended_until=None)
                | Q(suspended_until__gt=F("step_since")) & ~Q(step__in=sorted(CLOSED)),
                name="journey_suspended_while_open",
                violation_error_message="Seul un parcours en cours est mis en pause, jusqu'à un jour qui vient.",
            ),
            models.CheckConstraint(condition=Q(furthest__range=(1, 12)), name="journey_furthest_range"),
            models.CheckConstraint(
                condition=Q(territory__isnull=False) | Q(furthest__lt=3) | Q(step__in=["left"]),
                name="journey_presented_to_a_territory",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_closed(self) -> bool:
        return self.step in CLOSED

    @property
    def is_suspended(self) -> bool:
        """A pause that is over needs no verb: the file is back by itself."""
        return self.suspended_until is not None and self.suspended_until > timezone.localdate()

    def allows(self, flag: str) -> bool:
        """A difference between programmes, read from the programme's row; or whether the file is in a pause."""
        programme = self.programme
        return {
            "suspended": self.is_suspended,
            "direct_arrival": not programme.diagnosis_required,
            "no_immersion": not programme.immersion_required,
            "housing_first": not programme.job_before_move_in,
        }[flag]


class JourneyEvent(models.Model):
    """What happened, by whom, when. Append-only; the free words are in ``EventNote``."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="events")
    action = models.CharField(max_length=40)
    from_step = models.CharField(max_length=12, choices=Step, blank=True)
    to_step = models.CharField(max_length=12, choices=Step)
    happened_on = models.DateField("date")
    recorded_at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    data = models.JSONField(default=dict, blank=True)
    """Codes and ids only, never a name."""

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "événement"
        indexes = [models.Index(fields=["journey", "recorded_at"], name="event_journey")]


class EventNote(models.Model):
    """The sentence somebody wrote with an event. Personal, hence apart from the event that is counted."""

    event = models.OneToOneField(JourneyEvent, on_delete=models.PROTECT, related_name="note")
    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)

    objects = JourneyChildQuerySet.as_manager()
