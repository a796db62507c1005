from collections.abc import Mapping

from django import forms
from django.http import QueryDict

from emile.core.pages.forms import SaneDateField
from emile.core.pages.listing.filters import ListFilter
from emile.reference.enums import ReasonKind
from emile.reference.models import Reason


class JournalFilter(ListFilter):
    q = forms.CharField(label="Personne ou précision", required=False, max_length=100)
    reason = forms.ModelChoiceField(Reason.objects.none(), label="Motif", required=False, empty_label="Tous")
    since = SaneDateField(label="Depuis le", required=False)
    until = SaneDateField(label="Jusqu'au", required=False)

    def __init__(self, data: QueryDict, *, sorts: Mapping[str, str] | None = None) -> None:
        super().__init__(data, sorts=sorts)
        reasons = Reason.objects.filter(kind=ReasonKind.MANAGER_ACCESS)
        self.offer_rows("reason", reasons.order_by("order", "label"))
