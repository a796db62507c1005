from django.conf import settings
from django.db import models
from django.db.models import Q

from candidates.models import Journey, Member
from candidates.querysets import JourneyChildQuerySet
from placements.enums import ContactOutcome, Side


class JobContact(models.Model):
    """One contact with an employer about one person (mise en relation)."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="job_contacts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+", verbose_name="candidat")
    employer = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name="employeur"
    )
    vacancy = models.ForeignKey(
        "partners.Vacancy",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="contacts",
        verbose_name="poste à pourvoir",
    )
    contacted_on = models.DateField("date du contact")
    outcome = models.CharField("suite", max_length=10, choices=ContactOutcome, default=ContactOutcome.PROPOSED)
    note = models.TextField("note", max_length=1000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "mise en relation"
        verbose_name_plural = "mises en relation"


class ProjectMeeting(models.Model):
    """The meeting in Paris, and the written project that came out of it."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="meetings")
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    held_on = models.DateField("date de l'entretien")
    place = models.CharField("lieu", max_length=120, blank=True)
    project = models.TextField("projet professionnel", max_length=4000)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "entretien de projet"


class ImmersionWaiver(models.Model):
    """A journey does without its immersion for a stated reason (dispense), which stands for the stay when both sides
    decide."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="waivers")
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    reason = models.ForeignKey("reference.Reason", on_delete=models.PROTECT, related_name="+", verbose_name="motif")
    note = models.TextField("précision", max_length=1000)
    waived_on = models.DateField("date")
    waived_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "dispense d'immersion"
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "round"],
                name="waiver_once_per_round",
                violation_error_message="Une dispense est déjà enregistrée.",
            )
        ]


class Agreement(models.Model):
    """One side's decision after the immersion (accord). It is given without seeing the other side's, and written
    once."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="agreements")
    round = models.PositiveSmallIntegerField(editable=False)
    side = models.CharField("partie", max_length=10, choices=Side)
    agrees = models.BooleanField("d'accord")
    decided_on = models.DateField("date de la décision")
    signatory = models.CharField("signé par", max_length=160)
    note = models.TextField("précision", max_length=1000, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "accord"
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "round", "side"],
                name="agreement_once_per_side",
                violation_error_message="Cette partie a déjà donné sa réponse.",
            ),
            models.UniqueConstraint(
                fields=["journey", "round", "recorded_by"],
                name="agreement_two_people",
                violation_error_message="La même personne ne peut pas enregistrer les deux accords.",
            ),
            models.CheckConstraint(
                condition=~Q(signatory=""),
                name="agreement_is_signed",
                violation_error_message="Un accord porte le nom de la personne qui le signe.",
            ),
        ]
