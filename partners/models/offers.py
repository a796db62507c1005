from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from partners.enums import ContractKind, DwellingType, Experience, FrenchLevel, Heating, Shift
from partners.querysets import DwellingQuerySet, RelayFlatQuerySet, VacancyQuerySet


class Vacancy(models.Model):
    """An unfilled post at an employer (poste à pourvoir)."""

    employer = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="vacancies", verbose_name="employeur"
    )
    territory = models.ForeignKey(
        "reference.Territory", on_delete=models.PROTECT, related_name="vacancies", verbose_name="territoire"
    )
    trade = models.ForeignKey(
        "reference.Trade", on_delete=models.PROTECT, related_name="+", verbose_name="métier (ROME)"
    )
    title = models.CharField("intitulé", max_length=120)
    contract = models.CharField("contrat", max_length=20, choices=ContractKind)
    weekly_hours = models.DecimalField("heures par semaine", max_digits=4, decimal_places=1, null=True, blank=True)
    shifts = ArrayField(
        models.CharField(max_length=12, choices=Shift), default=list, blank=True, verbose_name="horaires"
    )
    monthly_wage = models.DecimalField(
        "salaire brut mensuel (€)", max_digits=7, decimal_places=2, null=True, blank=True
    )
    licence_required = models.BooleanField("permis B exigé", default=False)
    french_level = models.CharField("français minimum", max_length=8, choices=FrenchLevel, blank=True)
    experience = models.CharField("expérience", max_length=10, choices=Experience, default=Experience.NONE)
    commune = models.ForeignKey(
        "reference.Commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    starts_on = models.DateField("prise de poste", null=True, blank=True)
    places = models.PositiveSmallIntegerField("nombre de postes", default=1)
    last_news_on = models.DateField("dernières nouvelles de l'employeur")
    closed_on = models.DateField("clos le", null=True, blank=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = "poste à pourvoir"
        verbose_name_plural = "postes à pourvoir"
        indexes = [models.Index(fields=["territory", "closed_on"], name="vacancy_territory")]
        constraints = [
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="vacancy_has_a_place",
                violation_error_message="Il faut au moins un poste.",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__isnull=True) | Q(weekly_hours__gt=0, weekly_hours__lte=48),
                name="vacancy_weekly_hours",
                violation_error_message="La durée hebdomadaire se situe entre 1 et 48 heures.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.employer}"


class Dwelling(models.Model):
    """A flat to rent (logement)."""

    landlord = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="dwellings", verbose_name="bailleur"
    )
    territory = models.ForeignKey(
        "reference.Territory", on_delete=models.PROTECT, related_name="dwellings", verbose_name="territoire"
    )
    commune = models.ForeignKey("reference.Commune", on_delete=models.PROTECT, related_name="+", verbose_name="commune")
    address = models.CharField("adresse", max_length=200)
    kind = models.CharField("typologie", max_length=3, choices=DwellingType)
    surface = models.DecimalField("surface (m²)", max_digits=5, decimal_places=1)
    floor = models.SmallIntegerField("étage", default=0)
    lift = models.BooleanField("ascenseur", default=False)
    accessible = models.BooleanField("accessible en fauteuil", default=False)
    rent = models.DecimalField("loyer hors charges (€)", max_digits=7, decimal_places=2)
    charges = models.DecimalField("charges (€)", max_digits=7, decimal_places=2, default=0)
    deposit = models.DecimalField("dépôt de garantie (€)", max_digits=7, decimal_places=2, default=0)
    heating = models.CharField("chauffage", max_length=10, choices=Heating, blank=True)
    available_from = models.DateField("disponible à partir du")
    withdrawn_on = models.DateField("retiré le", null=True, blank=True)
    held = models.BooleanField("proposé ou loué", default=False, db_default=False, editable=False)
    """By a household, of any territory. Written by the database from the leases, whoever writes them."""

    objects = DwellingQuerySet.as_manager()

    class Meta:
        verbose_name = "logement"
        indexes = [
            models.Index(fields=["territory", "withdrawn_on"], name="dwelling_territory"),
            models.Index(fields=["-available_from", "-id"], name="dwelling_recent"),
            models.Index(fields=["-available_from", "-id"], name="dwelling_free", condition=Q(held=False)),
            models.Index(fields=["landlord"], name="dwelling_free_of_landlord", condition=Q(held=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(surface__gte=9, surface__lte=400),
                name="dwelling_surface_plausible",
                violation_error_message="Un logement compte au moins 9 m² (et moins de 400).",
            ),
            models.CheckConstraint(
                condition=Q(rent__gte=0, charges__gte=0, deposit__gte=0),
                name="dwelling_amounts_positive",
                violation_error_message="Un montant ne peut pas être négatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.address}"

    @property
    def floor_words(self) -> str:
        if self.floor == 0:
            return "rez-de-chaussée"
        if self.floor < 0:
            return "sous-sol"
        return "1er étage" if self.floor == 1 else f"{self.floor}e étage"


class RelayFlat(models.Model):
    """The furnished flat where families stay during their immersion (appartement relais)."""

    name = models.CharField("nom", max_length=80)
    territory = models.ForeignKey(
        "reference.Territory", on_delete=models.PROTECT, related_name="relay_flats", verbose_name="territoire"
    )
    landlord = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relay_flats",
        verbose_name="bailleur",
    )
    address = models.CharField("adresse", max_length=200, blank=True)
    capacity = models.PositiveSmallIntegerField("couchages")
    opened_on = models.DateField("ouvert depuis le")
    closed_on = models.DateField("fermé le", null=True, blank=True)

    objects = RelayFlatQuerySet.as_manager()

    class Meta:
        verbose_name = "appartement relais"
        verbose_name_plural = "appartements relais"
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"],
                name="relay_flat_name_unique",
                violation_error_message="Un appartement relais de ce territoire porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=20),
                name="relay_flat_capacity",
                violation_error_message="Un appartement relais compte de 1 à 20 couchages.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
