from django.conf import settings
from django.db import models
from django.db.models import F, Q

from candidates.models import Journey, Member
from candidates.querysets import JourneyChildQuerySet
from emile.core.tones import Tone
from partners.enums import ContractKind
from placements.enums import LEASE_TONES, LeaseState


class Contract(models.Model):
    """A signed contract, promise or training place (contrat)."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="contracts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="salarié·e")
    employer = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="employeur"
    )
    vacancy = models.ForeignKey(
        "partners.Vacancy", on_delete=models.PROTECT, null=True, blank=True, related_name="contracts"
    )
    trade = models.ForeignKey(
        "reference.Trade", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="métier"
    )
    kind = models.CharField("contrat", max_length=20, choices=ContractKind)
    signed_on = models.DateField("signé le")
    starts_on = models.DateField("commence le")
    ends_on = models.DateField("finit le", null=True, blank=True)
    weekly_hours = models.DecimalField("heures par semaine", max_digits=4, decimal_places=1, null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "contrat"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="contract_dates_in_order",
                violation_error_message="La fin du contrat précède son début.",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__isnull=True) | Q(weekly_hours__gt=0, weekly_hours__lte=48),
                name="contract_weekly_hours",
                violation_error_message="La durée hebdomadaire se situe entre 1 et 48 heures.",
            ),
        ]


class Lease(models.Model):
    """A flat offered to a household, refused or signed, and the day the family moved in (bail, emménagement)."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="leases")
    dwelling = models.ForeignKey(
        "partners.Dwelling", on_delete=models.PROTECT, related_name="leases", verbose_name="logement"
    )
    state = models.CharField("état", max_length=8, choices=LeaseState, default=LeaseState.OFFERED, editable=False)
    offered_on = models.DateField("proposé le")
    signed_on = models.DateField("bail signé le", null=True, blank=True)
    refused_on = models.DateField("refusé le", null=True, blank=True)
    refusal_note = models.CharField("raison du refus", max_length=300, blank=True)
    moved_in_on = models.DateField("emménagement", null=True, blank=True, editable=False)
    ended_on = models.DateField("fin du bail", null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "bail"
        verbose_name_plural = "baux"
        constraints = [
            models.UniqueConstraint(
                fields=["dwelling"],
                condition=Q(state__in=["offered", "signed"], ended_on=None),
                name="lease_one_per_dwelling",
                violation_error_message="Ce logement est déjà proposé ou loué à un ménage.",
            ),
            models.UniqueConstraint(
                fields=["journey"],
                condition=Q(state="signed", ended_on=None),
                name="lease_one_signed_per_journey",
                violation_error_message="Ce ménage a déjà un bail signé.",
            ),
            models.CheckConstraint(
                condition=Q(state="signed", signed_on__isnull=False) | ~Q(state="signed") & Q(signed_on=None),
                name="lease_signed_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state="refused", refused_on__isnull=False) | ~Q(state="refused") & Q(refused_on=None),
                name="lease_refused_has_date",
            ),
            models.CheckConstraint(
                condition=Q(moved_in_on=None) | Q(state="signed", moved_in_on__gte=F("signed_on")),
                name="lease_move_in_after_signature",
                violation_error_message="L'emménagement ne peut pas précéder la signature du bail.",
            ),
        ]

    @property
    def tone(self) -> Tone:
        return LEASE_TONES[LeaseState(self.state)]
