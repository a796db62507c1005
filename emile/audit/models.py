from typing import Self

from django.conf import settings
from django.db import models

from emile.accounts.enums import Role
from emile.accounts.models import User


class OpenedFileQuerySet(models.QuerySet["OpenedFile"]):
    def visible_to(self, user: User) -> Self:
        """Everybody sees their own openings; the DPO sees all of them."""
        return self if user.has_role(Role.DPO) else self.filter(user=user.pk)

    def with_details(self) -> Self:
        """Reads what the journal shows, latest first."""
        return self.select_related("user", "reason").order_by("-opened_at", "-pk")


class OpenedFile(models.Model):
    """A named file opened by somebody who does not follow it: why, and until when. A row is written once and never
    changed.

    ``emile_scope`` reads it: while it is open the household is within this person's reach, in both walls.
    The household is held by id: this app stands below the one that knows what a household is.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    household_id = models.BigIntegerField()
    reason = models.ForeignKey("reference.Reason", on_delete=models.PROTECT, related_name="+", verbose_name="motif")
    note = models.CharField("précision", max_length=300)
    opened_at = models.DateTimeField(auto_now_add=True)
    open_until = models.DateTimeField()

    objects = OpenedFileQuerySet.as_manager()

    class Meta:
        verbose_name = "ouverture motivée"
        indexes = [models.Index(fields=["user", "open_until"], name="opened_file_user")]
