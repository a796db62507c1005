from datetime import date

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from candidates.models import Journey
from emile.core.tones import Tone
from placements.enums import HOLDING_THE_FLAT, STAY_TONES, StayState
from placements.querysets import StayQuerySet

OVERLAP_MESSAGE = (
    "Cet appartement relais est déjà réservé pour une partie de ces nuits. Choisissez d'autres dates ou un autre"
    " appartement : le jour de départ d'une famille peut être le jour d'arrivée de la suivante."
)


class DateRange(Func):
    function = "DATERANGE"
    output_field = DateRangeField()


class Stay(models.Model):
    """An immersion stay in a relay flat (séjour d'immersion), 3 to 5 days, arrival and leaving day both counted."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="stays")
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    flat = models.ForeignKey(
        "partners.RelayFlat", on_delete=models.PROTECT, related_name="stays", verbose_name="appartement relais"
    )
    arrival = models.DateField("arrivée")
    departure = models.DateField("départ")
    people = models.PositiveSmallIntegerField("personnes attendues")
    state = models.CharField("état", max_length=10, choices=StayState, default=StayState.PLANNED, editable=False)
    exception_reason = models.ForeignKey(
        "reference.Reason",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="motif de l'exception",
    )
    """Why the stay is not of 3 to 5 days, or was written after it began. Shown as a warning everywhere."""
    exception_note = models.CharField("précision", max_length=300, blank=True)
    planned_on = models.DateField(editable=False)
    arrived_on = models.DateField("arrivée constatée le", null=True, blank=True, editable=False)
    left_on = models.DateField("départ constaté le", null=True, blank=True, editable=False)
    household_review = models.TextField("bilan de la famille", max_length=2000, blank=True)
    service_review = models.TextField("bilan du service", max_length=2000, blank=True)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = StayQuerySet.as_manager()

    class Meta:
        verbose_name = "séjour d'immersion"
        verbose_name_plural = "séjours d'immersion"
        indexes = [
            models.Index(fields=["flat", "arrival"], name="stay_flat_arrival"),
            models.Index(fields=["journey"], name="stay_expected", condition=Q(state="planned") | Q(state="arrived")),
        ]
        constraints = [
            ExclusionConstraint(
                name="stay_flat_never_twice",
                expressions=[
                    ("flat", RangeOperators.EQUAL),
                    (
                        DateRange("arrival", "departure", RangeBoundary(inclusive_lower=True, inclusive_upper=False)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=sorted(HOLDING_THE_FLAT)),
                violation_error_message=OVERLAP_MESSAGE,
            ),
            models.CheckConstraint(
                condition=Q(departure__gt=F("arrival")),
                name="stay_leaves_after_arriving",
                violation_error_message="Le départ doit suivre l'arrivée.",
            ),
            models.CheckConstraint(
                condition=Q(exception_reason__isnull=False) | Q(arrival__gte=F("planned_on")),
                name="stay_exception_has_a_reason",
                violation_error_message="Un séjour se prévoit à l'avance ; sinon, indiquez le motif de l'exception.",
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=20),
                name="stay_people",
                violation_error_message="Indiquez de 1 à 20 personnes.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled", "no_show"], arrived_on=None)
                | Q(state__in=["arrived", "attended", "partly"], arrived_on__isnull=False),
                name="stay_arrival_fits_state",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["attended", "partly"]) | Q(left_on__gte=F("arrived_on")),
                name="stay_left_after_arrived",
                violation_error_message="Le départ constaté précède l'arrivée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flat} – {self.arrival:%d/%m/%Y}"

    @property
    def days(self) -> int:
        return days_of_stay(self.arrival, self.departure)

    @property
    def tone(self) -> Tone:
        return STAY_TONES[StayState(self.state)]


def days_of_stay(arrival: date, departure: date) -> int:
    """Arrival and leaving day both count (domain, section 1)."""
    return (departure - arrival).days + 1
