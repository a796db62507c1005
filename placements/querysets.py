from datetime import date
from typing import Self

from django.db import models

from candidates.querysets import JourneyChildQuerySet
from placements.enums import HOLDING_THE_FLAT


class StayQuerySet(JourneyChildQuerySet):
    def holding_the_flat(self) -> Self:
        return self.filter(state__in=HOLDING_THE_FLAT)

    def between(self, first: date, last: date) -> Self:
        """Stays that touch the days from ``first`` to ``last``, both included."""
        return self.filter(arrival__lte=last, departure__gte=first)


class PrivateNoteQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(author=user.pk)


class SupportActQuerySet(JourneyChildQuerySet):
    def with_private_notes_of(self, user) -> Self:
        """``act.own_note``: what this person wrote for themselves, nobody else's."""
        note = self.model._meta.get_field("private_note").related_model
        own = note.objects.visible_to(user).filter(act=models.OuterRef("pk")).values("text")
        return self.annotate(own_note=models.Subquery(own))
