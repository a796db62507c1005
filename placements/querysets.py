from datetime import date
from typing import TYPE_CHECKING, Self

from django.db.models import OuterRef, QuerySet, Subquery

from candidates.querysets import JourneyChildQuerySet
from emile.accounts.models import User
from placements.enums import HOLDING_THE_FLAT

if TYPE_CHECKING:
    from placements.models import PrivateNote, Stay, SupportAct


class StayQuerySet(JourneyChildQuerySet["Stay"]):
    def holding_the_flat(self) -> Self:
        return self.filter(state__in=HOLDING_THE_FLAT)

    def between(self, first: date, last: date) -> Self:
        """Keeps the stays that touch the days from ``first`` to ``last``, both included."""
        return self.filter(arrival__lte=last, departure__gte=first)


class PrivateNoteQuerySet(QuerySet["PrivateNote"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(author=user.pk)


class SupportActQuerySet(JourneyChildQuerySet["SupportAct"]):
    def with_private_notes_of(self, user: User) -> Self:
        """Adds ``act.own_note``, which this person wrote for themselves; nobody else's note is read."""
        note = self.model._meta.apps.get_model("placements", "PrivateNote")
        own = note.objects.visible_to(user).filter(act=OuterRef("pk")).values("text")
        return self.annotate(own_note=Subquery(own))
