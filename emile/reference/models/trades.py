"""Trades, as France Travail names them."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import CheckConstraint, F, Q

from emile.reference.models.dated import Dated, sane_period
from emile.reference.querysets import TradeQuerySet

TRADE_CODE = r"^[A-N]\d{4}$"
trade_code = RegexValidator(r"^[A-N]\d{4}\Z", "Un code ROME est une lettre de A à N et quatre chiffres, comme F1703.")


class Trade(Dated):
    """A trade of the ROME directory; `version` is the version of ROME that named it."""

    code = models.CharField("code ROME", max_length=5, primary_key=True, validators=[trade_code])
    label = models.CharField("intitulé", max_length=160)
    domain = models.CharField("grand domaine", max_length=120)
    version = models.CharField("version du ROME", max_length=10)
    search_name = models.CharField(max_length=200, editable=False)

    objects = TradeQuerySet.as_manager()

    class Meta:
        verbose_name = "métier"
        ordering = ["code"]
        indexes = [GinIndex(OpClass(F("search_name"), "gin_trgm_ops"), name="trade_search")]
        constraints = [
            *sane_period("trade"),
            CheckConstraint(
                name="trade_code_is_rome",
                condition=Q(code__regex=TRADE_CODE),
                violation_error_code="code",
                violation_error_message="Un code ROME est une lettre de A à N et quatre chiffres, comme F1703.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} – {self.label}"

    @property
    def field(self) -> str:
        """The professional field, three characters (F17): trades of one field are close to each other."""
        return self.code[:3]
