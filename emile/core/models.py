import uuid
from typing import Self

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

from emile.core.people import Person


class FormUseQuerySet(models.QuerySet["FormUse"]):
    def visible_to(self, user: Person) -> Self:
        return self.filter(user=user.pk)

    def claim(self, token: uuid.UUID, *, user_id: int, outcome_url: str) -> bool:
        """Whether this is the first use. Waits for the transaction of another one under way. One statement: what fails
        inside a transaction needs a savepoint around it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO core_formuse (token, user_id, outcome_url, used_at) VALUES (%s, %s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [token, user_id, outcome_url, timezone.now()],
            )
            written: int = cursor.rowcount
            return written == 1


class FormUse(models.Model):
    """One use of one rendered form. The token's primary key is what makes a double click harmless."""

    token = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    outcome_url = models.CharField(max_length=300, blank=True)
    used_at = models.DateTimeField(auto_now_add=True)

    objects = FormUseQuerySet.as_manager()
