from typing import Any

from django import forms

from emile.core.pages.forms import SaneDateField
from emile.core.pages.listing.filters import ListFilter
from emile.reference.enums import ReasonKind
from emile.reference.models import Reason


class JournalFilter(ListFilter):
    q = forms.CharField(label="Personne ou précision", required=False, max_length=100)
    reason = forms.ModelChoiceField(Reason.objects.none(), label="Motif", required=False, empty_label="Tous")
    since = SaneDateField(label="Depuis le", required=False)
    until = SaneDateField(label="Jusqu'au", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reasons = Reason.objects.filter(kind=ReasonKind.MANAGER_ACCESS)
        self.offer_rows("reason", reasons.order_by("order", "label"))
