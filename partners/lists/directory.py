"""What the four lists of the directory share: words searched, a territory, a state."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet

from emile.core.pages.listing.filters import ListFilter
from emile.core.pages.listing.listing import Listing
from emile.reference.models import Territory
from partners.enums import ContractKind, DwellingType, OrganisationKind

Choices = list[tuple[str, str]]


class DirectoryFilter(ListFilter):
    """Filters of the four lists; each asks for those that make sense for it."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100)
    kind = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous"), *OrganisationKind.choices])
    contract = forms.ChoiceField(label="Contrat", required=False, choices=[("", "Tous"), *ContractKind.choices])
    size = forms.ChoiceField(label="Typologie", required=False, choices=[("", "Toutes"), *DwellingType.choices])
    territory = forms.ModelChoiceField(Territory.objects.none(), label="Territoire", required=False, empty_label="Tous")
    state = forms.ChoiceField(label="État", required=False)

    def __init__(self, *args: Any, states: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = Territory.objects.all()
        self.fields["state"].choices = states


class DirectoryList(Listing):
    filters = DirectoryFilter
    states: ClassVar[Choices]
    """The first, without a code, is what is shown when nothing is asked."""

    def filter_options(self) -> dict[str, Any]:
        return {"asked": self.asked, "states": self.states}

    def filtered(self, rows: Any, kept: Mapping[str, Any]) -> QuerySet[Any]:
        return self.in_state(rows.matching(kept.get("q", "")), kept.get("state", ""))

    def in_state(self, rows: Any, state: str) -> QuerySet[Any]:
        raise NotImplementedError
