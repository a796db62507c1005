"""Two people, one sheet: the second to save is told what changed meanwhile, and chooses.

For rows without a ``version`` column: the form carries a short digest of each field as it was shown.
"""

import hashlib
from typing import Any

from django import forms
from django.db import models

from emile.core.pages.forms import HouseModelForm

DIGEST = 8


class StampedForm(HouseModelForm):
    """Give it an instance read under ``select_for_update``, or the comparison may come too early."""

    stamp = forms.CharField(widget=forms.HiddenInput, required=False, max_length=400)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stored = {name: self.instance.serializable_value(name) for name in self._meta.fields}
        self.fields["stamp"].initial = self.stamp_now() if self.instance.pk else ""

    def stamp_now(self) -> str:
        return "-".join(digest(value) for value in self.stored.values())

    def clean(self) -> dict:
        data = super().clean()
        shown = self.cleaned_data.get("stamp", "")
        if self.instance.pk and shown != self.stamp_now():
            self._keep_the_new_stamp()
            raise forms.ValidationError(self._what_changed(shown), code="changed_meanwhile")
        return data

    def _keep_the_new_stamp(self) -> None:
        """Sent again after reading, the form saves: the choice is made knowingly."""
        self.data = self.data.copy()
        self.data[self.add_prefix("stamp")] = self.stamp_now()

    def _what_changed(self, shown: str) -> str:
        before = shown.split("-")
        pairs = zip(self.stored.items(), before, strict=True) if len(before) == len(self.stored) else ()
        changed = [self._in_words(name) for (name, value), old in pairs if digest(value) != old]
        told = " ; ".join(changed) or "relisez la fiche"
        return (
            f"Quelqu'un a modifié cette fiche entre-temps : {told}. Enregistrez de nouveau pour garder votre version."
        )

    def _in_words(self, name: str) -> str:
        label = self.fields[name].label if name in self.fields else name
        stored = type(self.instance)._default_manager.filter(pk=self.instance.pk)
        return f"{label}, maintenant « {display(stored.first(), name)} »"


def display(row: models.Model, name: str) -> str:
    shown = getattr(row, f"get_{name}_display", None)
    value = shown() if shown else getattr(row, name)
    if isinstance(value, bool):
        return "oui" if value else "non"
    return str(value) if value not in (None, "", []) else "vide"


def digest(value: Any) -> str:
    """The same for 410 and 410.00; nothing of the value can be read back."""
    if hasattr(value, "normalize"):
        value = value.normalize()
    return hashlib.blake2s(repr(value).encode(), digest_size=DIGEST // 2).hexdigest()
