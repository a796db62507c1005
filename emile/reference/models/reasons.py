"""Reasons a person chooses from a list, and what each of them does."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, Q

from emile.reference.enums import Consequence, ReasonKind
from emile.reference.models.dated import Edited
from emile.reference.querysets import ReasonQuerySet


class Reason(Edited):
    """A reason; one no longer offered stays on the files that gave it."""

    code = models.SlugField("code", max_length=60, unique=True)
    kind = models.CharField("moment", max_length=30, choices=ReasonKind)
    label = models.CharField("libellé", max_length=120)
    order = models.PositiveSmallIntegerField("ordre dans la liste", default=100)
    active = models.BooleanField("proposé", default=True)
    consequence = models.CharField("effet", max_length=10, choices=Consequence, default=Consequence.NONE)
    park_days = models.PositiveSmallIntegerField(
        "revoir après, en jours", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    note_required = models.BooleanField("précision exigée", default=False)

    objects = ReasonQuerySet.as_manager()

    class Meta:
        verbose_name = "motif"
        ordering = ["kind", "order", "label"]
        constraints = [
            CheckConstraint(
                name="reason_park_has_days",
                condition=Q(consequence=Consequence.PARK, park_days__isnull=False, park_days__gte=1)
                | (~Q(consequence=Consequence.PARK) & Q(park_days=None)),
                violation_error_code="park_days",
                violation_error_message="Un nombre de jours va avec « met de côté », et seulement avec lui.",
            ),
            CheckConstraint(
                name="reason_consequence_known",
                condition=Q(consequence__in=Consequence.values),
                violation_error_code="consequence",
                violation_error_message="Choisissez l'effet dans la liste.",
            ),
            CheckConstraint(
                name="reason_kind_known",
                condition=Q(kind__in=ReasonKind.values),
                violation_error_code="kind",
                violation_error_message="Choisissez le moment dans la liste.",
            ),
            models.UniqueConstraint(
                fields=["kind", "label"],
                name="reason_label_once_per_kind",
                violation_error_code="label",
                violation_error_message="Ce libellé existe déjà pour ce moment du parcours.",
            ),
        ]

    def __str__(self) -> str:
        return self.label
