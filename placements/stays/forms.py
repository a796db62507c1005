"""Forms of the verbs of this folder. Field names are the keyword arguments of ``workflow.py``."""

from collections.abc import Mapping

from django import forms

from candidates.journey.forms import ReasonField, VerbForm, note_field
from emile.accounts.enums import Role
from emile.core.pages.forms import Cleaned, SaneDateField
from emile.reference.enums import ReasonKind
from partners.models import RelayFlat


class PlanStayForm(VerbForm):
    on = None  # type: ignore[assignment]  # Django's way to leave a field out
    flat = forms.ModelChoiceField(label="Appartement relais", queryset=RelayFlat.objects.none(), empty_label=None)
    arrival = SaneDateField(label="Arrivée")
    departure = SaneDateField(label="Départ")
    people = forms.IntegerField(label="Personnes attendues", min_value=1, max_value=20)
    exception_reason = ReasonField(
        ReasonKind.STAY_EXCEPTION,
        label="Motif de l'exception",
        required=False,
    )
    exception_note = forms.CharField(label="Précision", required=False, max_length=300)

    def prepare(self) -> None:
        flats = RelayFlat.objects.visible_to(self.user).open_on(self.today).filter(territory=self.journey.territory_id)
        self.offer_rows("flat", flats.order_by("name"))
        self.fields["people"].initial = self.journey.adults + self.journey.children
        usual = f"{self.journey.programme.stay_min_days} à {self.journey.programme.stay_max_days} jours"
        self.fields["departure"].help_text = f"De {usual}, arrivée et départ compris."
        self.fields[
            "exception_reason"
        ].help_text = f"Seulement pour un séjour hors des {usual}, ou déjà commencé : réservé au chef de service."
        if not self.user.has_role(Role.SERVICE_HEAD):
            del self.fields["exception_reason"], self.fields["exception_note"]

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        arrival, departure = cleaned.get("arrival"), cleaned.get("departure")
        if arrival and departure and departure <= arrival:
            self.add_error("departure", "Le départ doit suivre l'arrivée.")
        flat, people = cleaned.get("flat"), cleaned.get("people")
        if flat and people and people > flat.capacity:
            self.add_error("people", f"{flat} compte {flat.capacity} couchages.")
        return cleaned

    def arguments(self) -> Mapping[str, object]:
        return {"today": self.today, **super().arguments()}


class EndStayForm(VerbForm):
    on = SaneDateField(label="Départ constaté le")
    cut_short = forms.BooleanField(
        label="Le séjour a été écourté",
        required=False,
        help_text="Il faudra alors un autre séjour, ou une dispense motivée, avant les deux réponses.",
    )
    household_review = note_field("Bilan de la famille")
    service_review = note_field("Bilan du service")


class WaiverForm(VerbForm):
    reason = ReasonField(ReasonKind.IMMERSION_WAIVER)
    note = note_field("Précision", required=True, most=1000)
    field_order = ["reason", "on", "note"]
