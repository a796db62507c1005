"""Two people write one row: the second to save is told what changed meanwhile, keeps what she typed, and chooses.

This is the one way of the product. The form carries a short digest of each field as it was shown, and compares it with
the row as it is, so that the writer is stopped only when what she read is no longer so.
"""

import hashlib
from decimal import Decimal
from typing import ClassVar, Unpack

from django import forms
from django.db import models
from django.http import QueryDict

from emile.core.database.columns import column
from emile.core.pages.forms import Cleaned, ProductModelForm, Row, RowOptions

DIGEST = 8


class StampedForm(ProductModelForm[Row]):
    """Give it an instance read under ``select_for_update``, or the comparison may come too early."""

    data: "QueryDict | dict[str, str]"
    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)
    compared: ClassVar[tuple[str, ...]] = ()
    """Columns read on the page although the form does not ask them."""

    def __init__(self, data: QueryDict | None = None, **options: Unpack[RowOptions[Row]]) -> None:
        super().__init__(data, **options)
        self.helper.render_hidden_fields = True
        names = (*(self._meta.fields or ()), *self.compared)
        self.stored = {name: stored_value(self.instance, name) for name in names}
        self.fields["stamp"].initial = self.stamp_now() if self.instance.pk else ""

    def stamp_now(self) -> str:
        return "-".join(digest(value) for value in self.stored.values())

    def clean(self) -> Cleaned:
        super().clean()
        shown = self.cleaned_data.get("stamp", "")
        if self.instance.pk and shown != self.stamp_now():
            self._keep_the_new_stamp()
            raise forms.ValidationError(self._what_changed(shown), code="changed_meanwhile")
        return self.cleaned_data

    def _keep_the_new_stamp(self) -> None:
        """Sent again after reading, the form saves: the choice is made knowingly."""
        self.data = self.data.copy()
        self.data[self.add_prefix("stamp")] = self.stamp_now()

    def last_written(self) -> str:
        """« par Awa Diallo le 3 juin 2026 à 14:32 », where the product knows it."""
        return ""

    def _what_changed(self, shown: str) -> str:
        before = shown.split("-")
        pairs = zip(self.stored.items(), before, strict=True) if len(before) == len(self.stored) else ()
        changed = [self._in_words(name) for (name, value), old in pairs if digest(value) != old]
        told = " ; ".join(changed) or "relisez la fiche"
        when = f" ({known})" if (known := self.last_written()) else ""
        return (
            f"Quelqu'un a modifié cette fiche entre-temps{when} : {told}."
            " Enregistrez de nouveau pour garder votre version."
        )

    def _in_words(self, name: str) -> str:
        label = self.fields[name].label if name in self.fields else column_name(self.instance, name)
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        return f"{label}, maintenant « {display(stored, name)} »"


def stored_value(row: models.Model, name: str) -> object:
    """As it is compared: the keys of the rows it points to, in their order, when it points to several."""
    if column(type(row), name).many_to_many:
        return sorted(getattr(row, name).values_list("pk", flat=True)) if row.pk else []
    return row.serializable_value(name)


def column_name(row: models.Model, name: str) -> str:
    words = str(column(type(row), name).verbose_name)
    return words[:1].upper() + words[1:]


def display(row: models.Model, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    if column(type(row), name).many_to_many:
        value = ", ".join(str(each) for each in value.all())
    if isinstance(value, list):
        value = ", ".join(str(each) for each in value)
    return str(value) if value not in (None, "", []) else "vide"


def stamp_of(values: object) -> str:
    """One digest of everything a page shows, when the page tells by itself what differs."""
    return hashlib.blake2s(repr(values).encode(), digest_size=DIGEST).hexdigest()


def digest(value: object) -> str:
    """The same for 410 and 410.00; nothing of the value can be read back."""
    if isinstance(value, Decimal):
        value = value.normalize()
    return hashlib.blake2s(repr(value).encode(), digest_size=DIGEST // 2).hexdigest()
