from django import forms

from candidates.journey.forms import ReasonField
from emile.core.pages.forms import ProductForm
from emile.core.pages.one_use import OneUseForm
from emile.reference.enums import ReasonKind


class AccessForm(OneUseForm, ProductForm):
    """Why somebody who does not follow a file needs to read it."""

    reason = ReasonField(ReasonKind.MANAGER_ACCESS)
    note = forms.CharField(
        label="Précision", max_length=300, help_text="Une phrase : le ménage pourra la lire, et le DPO aussi."
    )
