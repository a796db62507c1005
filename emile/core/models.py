from typing import Self

from django.conf import settings
from django.db import models

from emile.core.people import Person


class FormUseQuerySet(models.QuerySet["FormUse"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(user=user.pk)


class FormUse(models.Model):
    """One use of one rendered form. The token's primary key is what makes a double click harmless."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    outcome_url = models.CharField(max_length=300, blank=True)
    used_at = models.DateTimeField(auto_now_add=True)

    objects = FormUseQuerySet.as_manager()
