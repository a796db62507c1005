"""The four lists of the directory share this: words searched, a territory, a state."""

from collections.abc import Mapping, Sequence
from typing import ClassVar, TypeVar

from django import forms
from django.db.models import Model
from django.http import QueryDict

from emile.core.pages.forms import Cleaned
from emile.core.pages.listing.filters import ListFilter
from emile.core.pages.listing.listing import Listing
from emile.reference.models import Territory
from partners.enums import ContractKind, DwellingType, OrganisationKind
from partners.querysets import SearchedQuerySet

Choices = list[tuple[str, str]]
Found = TypeVar("Found", bound=SearchedQuerySet[Model])


class DirectoryFilter(ListFilter):
    """Filters of the four lists; each asks for those that make sense for it."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100)
    kind = forms.ChoiceField(label="Type", required=False, choices=[("", "Tous"), *OrganisationKind.choices])
    contract = forms.ChoiceField(label="Contrat", required=False, choices=[("", "Tous"), *ContractKind.choices])
    size = forms.ChoiceField(label="Typologie", required=False, choices=[("", "Toutes"), *DwellingType.choices])
    territory = forms.ModelChoiceField(Territory.objects.none(), label="Territoire", required=False, empty_label="Tous")
    state = forms.ChoiceField(label="État", required=False)

    def __init__(
        self,
        data: QueryDict,
        *,
        states: Choices,
        sorts: Mapping[str, str] | None = None,
        asked: Sequence[str] | None = None,
    ) -> None:
        super().__init__(data, sorts=sorts, asked=asked)
        self.offer_rows("territory", Territory.objects.all())
        self.offer("state", states)


class DirectoryList(Listing[Found]):
    filters = DirectoryFilter
    states: ClassVar[Choices]
    """The first choice has no code and applies when nothing is asked."""

    def filter_options(self) -> Cleaned:
        return {"asked": self.asked, "states": self.states}

    def filtered(self, rows: Found, kept: Cleaned) -> Found:
        return self.in_state(rows.matching(kept.get("q", "")), kept.get("state", ""))

    def in_state(self, rows: Found, state: str) -> Found:
        raise NotImplementedError
