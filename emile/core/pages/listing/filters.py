"""The filters of a list: they live in the address, and a wrong value costs no more than itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django import forms
from django.http import QueryDict

from emile.core.pages.forms import Cleaned, ProductForm, speak_french
from emile.core.templatetags.wording import day

SORT = "tri"
PLACES = ("apres", "avant")
"""Where a page begins: no longer true once a filter or the sort changes."""


@dataclass(frozen=True)
class Chip:
    """An active filter, and the address without it."""

    label: str
    url: str


class ListFilter(ProductForm):
    """Fields that nobody has to fill in.

    ``asked``: those that this list offers, when it shares its filter with others.
    """

    data: QueryDict
    further: ClassVar[tuple[str, ...]] = ()
    """Names of those drawn apart, below the usual ones."""

    def __init__(
        self, data: QueryDict, *, sorts: Mapping[str, str] | None = None, asked: Sequence[str] | None = None
    ) -> None:
        super().__init__(data)
        if asked is not None:
            self.fields = {name: self.fields[name] for name in self.fields if name in asked}
        if sorts and len(sorts) > 1:
            self.fields[SORT] = forms.ChoiceField(label="Trier par", choices=list(sorts.items()), required=False)
            speak_french(self.fields[SORT])

    @property
    def usual(self) -> list[forms.BoundField]:
        return [bound for bound in self.visible_fields() if bound.name not in self.further]

    @property
    def others(self) -> list[forms.BoundField]:
        return [self[name] for name in self.further if name in self.fields]

    @property
    def kept(self) -> Cleaned:
        """What can be used of the address: a wrong value is said beside its field, and left out."""
        if not hasattr(self, "cleaned_data"):
            self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def chips(self) -> list[Chip]:
        return [
            Chip(f"{self.fields[name].label} : {in_words(self.fields[name], value)}", without(self.data, name))
            for name, value in self.kept.items()
            if name != SORT
        ]


def in_words(field: forms.Field, value: object) -> str:
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return next((str(label) for code, label in flat(field.widget.choices) if code == value), str(value))
    return day(value) if isinstance(value, date) else str(value)


def flat(choices: Iterable[tuple[object, object]]) -> Iterable[tuple[object, object]]:
    for code, label in choices:
        yield from label if isinstance(label, list | tuple) else [(code, label)]


def without(query: QueryDict, *names: str) -> str:
    """The same address, on its first page, without those."""
    kept = query.copy()
    for name in (*names, *PLACES):
        kept.pop(name, None)
    return f"?{kept.urlencode()}"


def with_sort(query: QueryDict, code: str) -> str:
    kept = query.copy()
    for name in PLACES:
        kept.pop(name, None)
    kept[SORT] = code
    return f"?{kept.urlencode()}"
