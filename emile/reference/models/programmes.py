"""The programmes, and the territories each of them is open to. What sets them apart is data."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q

from emile.reference.enums import SupportStart
from emile.reference.models.dated import Dated, Edited, Sourced, folded, one_at_a_time, sane_period
from emile.reference.models.places import OriginArea, Territory
from emile.reference.querysets import DatedQuerySet

days = [MinValueValidator(1), MaxValueValidator(60)]


class Programme(Edited, Sourced, Dated):
    """A programme; its rules are these columns, read by the workflow."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("nom", max_length=120)
    short_name = models.CharField("nom court", max_length=30)
    description = models.TextField("description", blank=True, max_length=2000)
    origin_areas = models.ManyToManyField(OriginArea, related_name="programmes", verbose_name="zones d'origine")
    territories: "models.ManyToManyField[Territory, ProgrammeTerritory]" = models.ManyToManyField(
        Territory, through="ProgrammeTerritory", related_name="programmes"
    )
    diagnosis_required = models.BooleanField("diagnostic à Paris exigé", default=True)
    immersion_required = models.BooleanField("immersion exigée, sauf dispense motivée", default=True)
    job_before_move_in = models.BooleanField("contrat signé exigé avant l'emménagement", default=True)
    support_months = models.PositiveSmallIntegerField(
        "durée de l'accompagnement, en mois",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="Laissez vide si l'accompagnement dure jusqu'à la sortie vers le droit commun.",
    )
    support_starts = models.CharField(
        "l'accompagnement compte depuis", max_length=10, choices=SupportStart, default=SupportStart.MOVE_IN
    )
    stay_min_days = models.PositiveSmallIntegerField(
        "durée minimale d'un séjour, en jours",
        default=3,
        validators=days,
        help_text="Le jour d'arrivée et le jour de départ comptent tous les deux.",
    )
    stay_max_days = models.PositiveSmallIntegerField("durée maximale d'un séjour, en jours", default=5, validators=days)

    objects = DatedQuerySet["Programme"].as_manager()

    class Meta:
        verbose_name = "programme"
        ordering = ["valid_from", "name"]
        constraints = [
            *sane_period("programme"),
            CheckConstraint(
                name="programme_stay_bounds",
                condition=Q(stay_min_days__gte=1, stay_max_days__gte=F("stay_min_days")),
                violation_error_code="stay_max_days",
                violation_error_message="La durée maximale ne peut pas être inférieure à la durée minimale.",
            ),
            CheckConstraint(
                name="programme_support_is_positive",
                condition=Q(support_months=None) | Q(support_months__gte=1),
                violation_error_code="support_months",
                violation_error_message="L'accompagnement dure au moins un mois.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class ProgrammeTerritory(Edited, Sourced, Dated):
    """A programme is open in a territory from one day to another."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="openings", verbose_name="programme")
    territory = models.ForeignKey(Territory, models.PROTECT, related_name="openings", verbose_name="territoire")

    objects = DatedQuerySet["ProgrammeTerritory"].as_manager()

    class Meta:
        verbose_name = "ouverture d'un programme dans un territoire"
        ordering = [folded("programme__name"), folded("territory__name"), "valid_from"]
        constraints = [
            *sane_period("opening"),
            one_at_a_time(
                "programme",
                "territory",
                name="opening_once",
                message="Ce programme est déjà ouvert dans ce territoire à ces dates.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} – {self.territory}"
