from django.conf import settings
from django.db import models
from django.db.models import Q

from emile.accounts.enums import BY_ORGANISATION, BY_ORIGIN, BY_TERRITORY, EVERYWHERE, Role
from partners.querysets import MembershipQuerySet

_IN_ORGANISATION = Q(role__in=sorted(BY_ORGANISATION), territory=None, origin_area=None)
_BY_ORIGIN = Q(role__in=sorted(BY_ORIGIN), territory=None, origin_area__isnull=False)
_BY_TERRITORY = Q(role__in=sorted(BY_TERRITORY), territory__isnull=False, origin_area=None)
_EVERYWHERE = Q(role__in=sorted(EVERYWHERE), territory=None, origin_area=None)


class Membership(models.Model):
    """A role that somebody holds in an organisation between two days. It is the only source of rights, read by
    ``emile_scope``."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey("partners.Organisation", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField("rôle", max_length=20, choices=Role)
    territory = models.ForeignKey(
        "reference.Territory", on_delete=models.PROTECT, null=True, blank=True, verbose_name="territoire"
    )
    origin_area = models.ForeignKey(
        "reference.OriginArea", on_delete=models.PROTECT, null=True, blank=True, verbose_name="zone d'origine"
    )
    valid_from = models.DateField("depuis le")
    valid_to = models.DateField("jusqu'au", null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rattachement"
        constraints = [
            models.CheckConstraint(
                condition=_IN_ORGANISATION | _BY_ORIGIN | _BY_TERRITORY | _EVERYWHERE,
                name="membership_scope_fits_role",
                violation_error_message="Un référent a une zone d'origine, un chef de service ou un·e chargé·e "
                "d'accompagnement un territoire, les autres rôles ni l'un ni l'autre.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")),
                name="membership_dates_in_order",
                violation_error_message="La fin du rattachement précède son début.",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "territory", "origin_area", "valid_from"],
                nulls_distinct=False,
                name="membership_once",
                violation_error_message="Ce rattachement existe déjà.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} – {self.organisation}"
