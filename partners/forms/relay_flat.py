from typing import ClassVar

from crispy_forms.layout import Layout

from partners.forms.base import Bounds, PartnerForm, row
from partners.forms.dwelling import LETTING
from partners.models import RelayFlat


class RelayFlatForm(PartnerForm):
    beside = "name"
    bounds: ClassVar[Bounds] = {"capacity": (1, 20)}

    class Meta:
        model = RelayFlat
        fields = ("name", "territory", "landlord", "address", "capacity", "opened_on")

    def prepare(self) -> None:
        self.organisations("landlord", *LETTING)

    def layout(self) -> Layout:
        return Layout(row("name", "territory"), row("landlord", "address"), row("capacity", "opened_on"))
