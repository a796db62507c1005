"""Forms of the verbs of this folder. Field names are the keyword arguments of ``workflow.py``."""

from django import forms

from candidates.journey.forms import VerbForm, note_field
from candidates.models import Member
from emile.core.pages.forms import Cleaned, SaneDateField
from partners.enums import ContractKind, OrganisationKind
from partners.models import Organisation, Vacancy
from placements.enums import ContactOutcome


class _WithMember(VerbForm):
    """A form about one adult of the household and one employer of the territory."""

    member = forms.ModelChoiceField(label="Personne", queryset=Member.objects.none(), empty_label=None)
    vacancy = forms.ModelChoiceField(
        label="Poste à pourvoir", queryset=Vacancy.objects.none(), required=False, empty_label="Sans poste précis"
    )
    employer = forms.ModelChoiceField(
        label="Employeur",
        queryset=Organisation.objects.none(),
        required=False,
        empty_label="Celui du poste choisi",
    )

    def prepare(self) -> None:
        members = self.journey.household.members.visible_to(self.user).present()
        self.offer_rows("member", members.adults_on(self.today))
        vacancies = Vacancy.objects.visible_to(self.user).open_on(self.today).select_related("employer")
        self.offer_rows("vacancy", vacancies.filter(territory=self.journey.territory_id))
        employers = Organisation.objects.visible_to(self.user).of_kind(OrganisationKind.EMPLOYER)
        self.offer_rows("employer", employers.filter(territory=self.journey.territory_id).order_by("name"))

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        vacancy = cleaned.get("vacancy")
        if vacancy is None and not cleaned.get("employer"):
            self.add_error("employer", "Choisissez un poste, ou à défaut un employeur.")
        elif vacancy is not None:
            cleaned["employer"] = vacancy.employer
        return cleaned


class ContactForm(_WithMember):
    outcome = forms.ChoiceField(label="Suite donnée", choices=ContactOutcome.choices)
    note = note_field(most=1000)
    field_order = ["member", "vacancy", "employer", "on", "outcome", "note"]


class ContractForm(_WithMember):
    on = SaneDateField(label="Signé le")
    kind = forms.ChoiceField(label="Type de contrat", choices=ContractKind.choices)
    starts_on = SaneDateField(label="Commence le")
    ends_on = SaneDateField(label="Finit le", required=False, help_text="Laissez vide pour un CDI.")
    weekly_hours = forms.DecimalField(
        label="Heures par semaine", required=False, min_value=1, max_value=48, max_digits=4, decimal_places=1
    )
    field_order = ["member", "vacancy", "employer", "kind", "on", "starts_on", "ends_on", "weekly_hours"]

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "La fin du contrat précède son début.")
        return cleaned
