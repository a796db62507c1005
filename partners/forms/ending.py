"""Forms that end a row: a last day is written, nothing is deleted."""

from typing import ClassVar

from django import forms
from django.db.models import Model

from emile.core.pages.forms import Cleaned
from partners.forms.base import PartnerForm


class EndForm(PartnerForm):
    """Asks the last day of a row; left empty, it opens again a row that was ended."""

    field: ClassVar[str] = ""
    starts: ClassVar[str] = ""

    def prepare(self) -> None:
        asked = self.fields[self.field]
        ended = self.stored[self.field] is not None
        asked.required = not ended
        asked.help_text = "Vide : c'est de nouveau ouvert." if ended else "Rien ne s'efface : la fiche reste lisible."
        if not ended:
            self.initial[self.field] = self.today

    def clean(self) -> Cleaned:
        data = super().clean()
        start = getattr(self.instance, self.starts) if self.starts else None
        if start and data.get(self.field) and data[self.field] < start:
            self.add_error(self.field, f"C'est avant le début ({start:%d/%m/%Y}).")
        return data


def end_form(model: type[Model], field: str, *, starts: str = "") -> type[EndForm]:
    base = type(f"{model.__name__}EndBase", (EndForm,), {"field": field, "starts": starts, "beside": field})
    return forms.modelform_factory(model, form=base, fields=(field,))  # type: ignore[return-value]  # made from EndForm
