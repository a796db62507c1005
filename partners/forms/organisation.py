from typing import ClassVar

from crispy_forms.layout import Fieldset, Layout
from django import forms

from emile.reference.fields import CommuneField
from partners.forms.base import Bounds, PartnerForm, row
from partners.models import Organisation


class OrganisationForm(PartnerForm):
    beside = "name"
    bounds: ClassVar[Bounds] = {"effort_rate_limit": (1, 60)}
    siret = forms.CharField(label="SIRET", required=False, max_length=20, help_text="Quatorze chiffres.")
    commune = CommuneField(label="Commune", required=False)

    class Meta:
        model = Organisation
        fields = (
            "name",
            "short_name",
            "kind",
            "siret",
            "address",
            "commune",
            "phone",
            "email",
            "territory",
            "origin_area",
            "effort_rate_limit",
            "note",
        )
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}

    def layout(self) -> Layout:
        return Layout(
            row("name", "short_name"),
            row("kind", "siret"),
            row("territory", "origin_area"),
            Fieldset("Coordonnées", row("address", "commune"), row("phone", "email")),
            "effort_rate_limit",
            "note",
        )

    def clean_siret(self) -> str:
        siret = "".join(self.cleaned_data["siret"].split())
        if siret and not (siret.isascii() and siret.isdigit() and len(siret) == 14):
            raise forms.ValidationError("Un SIRET compte 14 chiffres.", code="invalid")
        return siret
