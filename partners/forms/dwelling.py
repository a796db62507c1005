from typing import ClassVar

from crispy_forms.layout import Fieldset, Layout

from emile.reference.fields import CommuneField
from partners.enums import OrganisationKind
from partners.forms.base import Bounds, PartnerForm, row
from partners.models import Dwelling

LETTING = (OrganisationKind.LANDLORD, OrganisationKind.LOCAL_AUTHORITY)


class DwellingForm(PartnerForm):
    beside = "address"
    bounds: ClassVar[Bounds] = {
        "surface": (9, 400),
        "floor": (-3, 60),
        "rent": (0, None),
        "charges": (0, None),
        "deposit": (0, None),
    }
    commune = CommuneField(label="Commune")

    class Meta:
        model = Dwelling
        fields = (
            "landlord",
            "territory",
            "address",
            "commune",
            "kind",
            "surface",
            "floor",
            "lift",
            "accessible",
            "rent",
            "charges",
            "deposit",
            "heating",
            "available_from",
        )

    def prepare(self) -> None:
        self.organisations("landlord", *LETTING)
        self.fields["floor"].help_text = "0 pour le rez-de-chaussée."

    def layout(self) -> Layout:
        return Layout(
            row("landlord", "territory"),
            row("address", "commune"),
            row("kind", "surface", "floor"),
            "lift",
            "accessible",
            Fieldset("Ce que cela coûte", row("rent", "charges", "deposit"), "heating"),
            "available_from",
        )
