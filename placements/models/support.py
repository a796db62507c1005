from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from candidates.models import Journey
from candidates.querysets import JourneyChildQuerySet
from placements.enums import Mode, Presence, Theme
from placements.querysets import PrivateNoteQuerySet, SupportActQuerySet


class SupportAct(models.Model):
    """An act of support: theme, mode, date, a sentence (acte d'accompagnement)."""

    journey = models.ForeignKey(Journey, on_delete=models.PROTECT, related_name="acts")
    theme = models.CharField("thème", max_length=12, choices=Theme)
    mode = models.CharField("mode", max_length=12, choices=Mode, default=Mode.MEETING)
    done_on = models.DateField("date")
    minutes = models.PositiveSmallIntegerField(
        "durée (minutes)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(1440, "Au plus 24 heures, soit 1 440 minutes.")],
    )
    presence = models.CharField("présence", max_length=8, choices=Presence, default=Presence.PRESENT)
    note = models.TextField("note partagée", max_length=2000, blank=True)
    next_step = models.CharField("prochaine étape", max_length=200, blank=True)
    next_step_on = models.DateField("à faire pour le", null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = SupportActQuerySet.as_manager()

    class Meta:
        verbose_name = "acte d'accompagnement"
        verbose_name_plural = "actes d'accompagnement"
        indexes = [models.Index(fields=["journey", "-done_on"], name="act_journey")]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_step_on=None) | ~Q(next_step=""),
                name="act_next_step_has_words",
                violation_error_message="Dites en quelques mots ce qui est à faire à cette date.",
            )
        ]


class PrivateNote(models.Model):
    """What a caseworker writes for themselves about an act: nobody else reads it, in either wall."""

    act = models.OneToOneField(SupportAct, on_delete=models.CASCADE, related_name="private_note")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("note personnelle", max_length=2000)

    objects = PrivateNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "note personnelle"


class Exit(models.Model):
    """The end of a journey after move-in or before (sortie): date, reason, words."""

    journey = models.OneToOneField(Journey, on_delete=models.PROTECT, related_name="exit")
    left_on = models.DateField("date de sortie")
    reason = models.ForeignKey("reference.Reason", on_delete=models.PROTECT, related_name="+", verbose_name="motif")
    note = models.TextField("précision", max_length=2000, blank=True)
    after_move_in = models.BooleanField(editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = JourneyChildQuerySet.as_manager()

    class Meta:
        verbose_name = "sortie"
