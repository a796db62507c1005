"""Forms of the verbs of this folder. Field names are the keyword arguments of ``workflow.py``."""

from django import forms

from candidates.journey.forms import SimpleForm, VerbForm, note_field
from emile.core.pages.forms import SaneDateField
from partners.models import Dwelling


class OfferForm(VerbForm):
    on = SaneDateField(label="Proposé le")
    dwelling = forms.ModelChoiceField(label="Logement", queryset=Dwelling.objects.none())
    field_order = ["dwelling", "on"]

    def prepare(self) -> None:
        free = Dwelling.objects.visible_to(self.user).to_let_on(self.today).order_by("-available_from", "-pk")
        self.offer_rows("dwelling", free.filter(territory=self.journey.territory_id))


class RefusalForm(VerbForm):
    on = SaneDateField(label="Refusé le")
    note = note_field("Pourquoi", required=True, most=300)


class LeaseForm(VerbForm):
    on = SaneDateField(label="Bail signé le")


class MoveInForm(SimpleForm):
    on = SaneDateField(label="Emménagement le")
