"""Figures of the law and of the service's own rules, dated, with their source: never constants in code."""

from decimal import Decimal

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, Q

from emile.reference.enums import Unit
from emile.reference.models.dated import Dated, Edited, Sourced, one_at_a_time, sane_period
from emile.reference.querysets import LegalParameterQuerySet

parameter_code = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", "Un code s'écrit en minuscules sans accent, avec des traits bas : plus_ceiling_cat1."
)


class LegalParameter(Edited, Sourced, Dated):
    """One value of one parameter over one period; `value` is in `unit` (30 means 30 %)."""

    code = models.CharField("code", max_length=60, validators=[parameter_code])
    label = models.CharField("libellé", max_length=160)
    value = models.DecimalField("valeur", max_digits=12, decimal_places=4)
    unit = models.CharField("unité", max_length=10, choices=Unit)
    source = models.TextField("source", max_length=500, help_text="Article, arrêté, décision du comité…")
    source_url = models.URLField("adresse de la source", blank=True, max_length=300)
    order = models.PositiveSmallIntegerField("ordre dans la liste", default=100)

    objects = LegalParameterQuerySet.as_manager()

    class Meta:
        verbose_name = "paramètre légal"
        verbose_name_plural = "paramètres légaux"
        ordering = ["order", "code", "-valid_from"]
        constraints = [
            *sane_period("parameter"),
            one_at_a_time(
                "code",
                name="parameter_one_value_at_a_time",
                message="Une autre valeur de ce paramètre vaut déjà à ces dates : fermez-la d'abord la veille.",
            ),
            CheckConstraint(
                name="parameter_is_not_negative",
                condition=Q(value__gte=0),
                violation_error_code="value",
                violation_error_message="La valeur ne peut pas être négative.",
            ),
        ]

    @property
    def figure(self) -> Decimal:
        """The value without the zeros of the column: 9 rather than 9.0000."""
        return Decimal(f"{self.value:f}".rstrip("0").rstrip("."))

    def __str__(self) -> str:
        return f"{self.label} ({self.valid_from:%d/%m/%Y})"
