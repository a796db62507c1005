"""Form fields for a commune and a trade: type a few letters, pick from the suggestions.

They work without JavaScript: a name, a postal code or a code typed in full is understood, and an answer that
can mean several things is asked again with the choices.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.forms.renderers import BaseRenderer
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from emile.reference.models import Commune, Trade
from emile.reference.models.trades import TRADE_CODE
from emile.reference.text import LONGEST_QUERY

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise

Row = TypeVar("Row", bound=Model)

CHOICES_SHOWN = 4


class SuggestInput(forms.TextInput):
    """A text box whose suggestions (a datalist) are fetched by htmx while one types."""

    def __init__(self, suggestions: StrOrPromise, attrs: dict[str, object] | None = None) -> None:
        super().__init__({"autocomplete": "off", "hx-get": suggestions, **(attrs or {})})

    def render(
        self, name: str, value: object, attrs: dict[str, object] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        listed = f"{(attrs or {}).get('id') or f'id_{name}'}_suggestions"
        live = {
            "list": listed,
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{listed}",
            "hx-sync": "this:replace",
        }
        box = super().render(name, value, {**(attrs or {}), **live}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', box, listed)


class SuggestField(forms.CharField, Generic[Row]):
    """Cleans to one row of `model`, or None when empty and not required."""

    model: type[Row]
    suggestions: StrOrPromise
    unknown = "Choisissez dans les propositions."

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_QUERY * 3)
        super().__init__(widget=kwargs.pop("widget", SuggestInput(self.suggestions)), **kwargs)

    def candidates(self, text: str) -> QuerySet[Row]:
        raise NotImplementedError

    def clean(self, value: object) -> Row | None:
        text = super().clean(value)
        return self.only_one(text) if text else None

    def only_one(self, text: str) -> Row:
        found = list(self.candidates(text)[: CHOICES_SHOWN + 1])
        if len(found) == 1:
            return found[0]
        if not found:
            raise forms.ValidationError(self.unknown, code="unknown")
        names = ", ".join(map(str, found[:CHOICES_SHOWN])) + ("…" if len(found) > CHOICES_SHOWN else "")
        raise forms.ValidationError(f"Plusieurs réponses possibles, précisez : {names}.", code="ambiguous")

    def prepare_value(self, value: object) -> object:
        """A stored code is shown by its name; what was typed stays as typed."""
        if isinstance(value, str) and 0 < len(value) <= 5 and "\x00" not in value:
            return self.model._default_manager.filter(pk=value).first() or value
        return value

    def has_changed(self, initial: object, data: object) -> bool:
        before = getattr(initial, "pk", initial) or None
        try:
            after = self.clean(data)
        except forms.ValidationError:
            return True
        return before != getattr(after, "pk", None)


class CommuneField(SuggestField[Commune]):
    model = Commune
    suggestions = reverse_lazy("reference:commune_suggestions")
    unknown = "Commune inconnue : écrivez son nom ou son code postal, puis choisissez dans les propositions."

    def candidates(self, text: str) -> QuerySet[Commune]:
        return Commune.objects.named(text)


class TradeField(SuggestField[Trade]):
    """Reads the ROME code at the start of « F1703 – Maçonnerie », or the label in full."""

    model = Trade
    suggestions = reverse_lazy("reference:trade_suggestions")
    unknown = "Métier inconnu : écrivez un mot du métier ou son code ROME, puis choisissez dans les propositions."

    def candidates(self, text: str) -> QuerySet[Trade]:
        code = text.strip()[:5].upper()
        if re.fullmatch(TRADE_CODE, code):
            return Trade.objects.filter(pk=code)
        exact = Trade.objects.filter(label__iexact=text.strip())
        return exact if exact.exists() else Trade.objects.matching(text)
