from django.db import models
from django.db.models import Q

from partners.enums import OrganisationKind
from partners.querysets import ContactQuerySet, OrganisationQuerySet


class Organisation(models.Model):
    """An organisation that the programme works with; its kind says what it brings."""

    name = models.CharField("nom", max_length=160)
    short_name = models.CharField("nom court", max_length=60, blank=True)
    kind = models.CharField("type", max_length=20, choices=OrganisationKind)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.ForeignKey(
        "reference.Commune", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="commune"
    )
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    territory = models.ForeignKey(
        "reference.Territory",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name="territoire d'accueil",
    )
    origin_area = models.ForeignKey(
        "reference.OriginArea",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name="zone d'origine",
    )
    effort_rate_limit = models.DecimalField(
        "taux d'effort accepté (%)",
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        help_text="Pour un bailleur ; sans valeur, le seuil du référentiel s'applique.",
    )
    closed_on = models.DateField("fin du partenariat", null=True, blank=True)
    note = models.TextField("remarques", max_length=2000, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "organisation"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "kind"],
                name="organisation_name_unique",
                violation_error_message="Une organisation de ce type porte déjà ce nom.",
            ),
            models.CheckConstraint(
                condition=Q(siret="") | Q(siret__regex=r"^\d{14}$"),
                name="organisation_siret_digits",
                violation_error_message="Un SIRET compte 14 chiffres.",
            ),
            models.CheckConstraint(
                condition=Q(effort_rate_limit__isnull=True) | Q(effort_rate_limit__range=(1, 60)),
                name="organisation_effort_rate_range",
                violation_error_message="Le taux d'effort accepté se situe entre 1 et 60 %%.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class Contact(models.Model):
    """A person to call in an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80)
    job_title = models.CharField("fonction", max_length=120, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    left_on = models.DateField("parti·e le", null=True, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
