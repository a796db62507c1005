"""The places that people come from, and those they go to."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F

from emile.reference.models.dated import Dated, Edited, Sourced, folded, one_at_a_time, sane_period
from emile.reference.querysets import CommuneQuerySet, DatedQuerySet

commune_code = RegexValidator(r"^\d[\dAB]\d{3}\Z", "Un code commune a cinq caractères, par exemple 15014.")


class Department(models.Model):
    """A French department or overseas territory, by its official code (2A, 15, 974)."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=60)
    region = models.CharField("région", max_length=60)

    class Meta:
        verbose_name = "département"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Commune(models.Model):
    """A commune of the official geographic code; the code (INSEE) is not a postal code."""

    code = models.CharField("code INSEE", max_length=5, primary_key=True, validators=[commune_code])
    name = models.CharField("nom", max_length=60)
    department = models.ForeignKey(Department, models.PROTECT, related_name="communes", verbose_name="département")
    postal_codes = ArrayField(models.CharField(max_length=5), default=list, verbose_name="codes postaux")
    population = models.PositiveIntegerField("population", default=0)
    search_name = models.CharField(max_length=250, editable=False)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        ordering = ["search_name", "code"]
        indexes = [
            GinIndex(OpClass(F("search_name"), "gin_trgm_ops"), name="commune_search"),
            models.Index(F("population").desc(), name="commune_population"),
        ]

    def __str__(self) -> str:
        """« Aurillac (15000) »; « Paris (75) » when there are several postal codes. What `named` reads back."""
        only_one = self.postal_codes[0] if len(self.postal_codes) == 1 else self.department_id
        return f"{self.name} ({only_one})"


class Territory(Edited, Sourced, Dated):
    """A host territory, open to programmes from one day to another."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("nom", max_length=80)
    department = models.ForeignKey(Department, models.PROTECT, related_name="territories", verbose_name="département")

    objects = DatedQuerySet["Territory"].as_manager()

    class Meta:
        verbose_name = "territoire d'accueil"
        ordering = [folded("name")]
        constraints = sane_period("territory")

    def __str__(self) -> str:
        return self.name


class Basin(Edited, Sourced, Dated):
    """A basin of employment and housing inside a territory."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="basins", verbose_name="territoire")
    name = models.CharField("nom", max_length=80)
    main_commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="basins", verbose_name="commune principale"
    )

    objects = DatedQuerySet["Basin"].as_manager()

    class Meta:
        verbose_name = "bassin"
        ordering = [folded("territory__name"), "valid_from", folded("name")]
        constraints = [
            *sane_period("basin"),
            one_at_a_time(
                "territory", "name", name="basin_once", message="Ce bassin existe déjà dans ce territoire à ces dates."
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OriginArea(Edited, Sourced, Dated):
    """Where households come from; without departments it lies outside France."""

    code = models.SlugField("code", max_length=40, unique=True)
    name = models.CharField("nom", max_length=80)
    departments = models.ManyToManyField(
        Department, blank=True, related_name="origin_areas", verbose_name="départements"
    )

    objects = DatedQuerySet["OriginArea"].as_manager()

    class Meta:
        verbose_name = "zone d'origine"
        ordering = [folded("name")]
        constraints = sane_period("origin_area")

    def __str__(self) -> str:
        return self.name
