"""What the verbs of the second half ask. Field names are the keyword arguments of ``placements.workflow``."""

from collections.abc import Mapping
from typing import Any

from django import forms

from candidates.forms.verbs import ReasonField, SimpleForm, VerbForm, note_field
from candidates.models import Member
from candidates.steps import SETTLED_OR_AFTER
from emile.accounts.enums import Role
from emile.core.forms import SaneDateField
from emile.reference.enums import ReasonKind
from partners.enums import ContractKind, OrganisationKind
from partners.models import Dwelling, Organisation, RelayFlat, Vacancy
from placements.enums import ContactOutcome, Mode, Presence, Theme
from placements.workflow import MAINSTREAM_REASON

YES_OR_NO = [("yes", "Oui, d'accord"), ("no", "Non")]


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
        self.fields["member"].queryset = members.adults_on(self.today)
        vacancies = Vacancy.objects.visible_to(self.user).open_on(self.today)
        self.fields["vacancy"].queryset = vacancies.filter(territory=self.journey.territory_id).select_related(
            "employer"
        )
        employers = Organisation.objects.visible_to(self.user).of_kind(OrganisationKind.EMPLOYER)
        self.fields["employer"].queryset = employers.filter(territory=self.journey.territory_id).order_by("name")

    def clean(self) -> dict:
        cleaned = super().clean()
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

    def clean(self) -> dict:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", "La fin du contrat précède son début.")
        return cleaned


class MeetingForm(VerbForm):
    on = SaneDateField(label="Date de l'entretien")
    place = forms.CharField(label="Lieu", required=False, max_length=120)
    project = note_field("Projet professionnel", required=True, most=4000)


class PlanStayForm(VerbForm):
    on = None
    flat = forms.ModelChoiceField(label="Appartement relais", queryset=RelayFlat.objects.none(), empty_label=None)
    arrival = SaneDateField(label="Arrivée")
    departure = SaneDateField(label="Départ", help_text="De 3 à 5 jours, arrivée et départ compris.")
    people = forms.IntegerField(label="Personnes attendues", min_value=1, max_value=20)
    exception_reason = ReasonField(
        ReasonKind.STAY_EXCEPTION,
        label="Motif de l'exception",
        required=False,
        help_text="Seulement pour un séjour hors des 3 à 5 jours, ou déjà commencé : réservé au chef de service.",
    )
    exception_note = forms.CharField(label="Précision", required=False, max_length=300)

    def prepare(self) -> None:
        flats = RelayFlat.objects.visible_to(self.user).open_on(self.today).filter(territory=self.journey.territory_id)
        self.fields["flat"].queryset = flats.order_by("name")
        self.fields["people"].initial = self.journey.adults + self.journey.children
        self.fields["exception_reason"].load()
        if not self.user.has_role(Role.SERVICE_HEAD):
            del self.fields["exception_reason"], self.fields["exception_note"]

    def clean(self) -> dict:
        cleaned = super().clean()
        arrival, departure = cleaned.get("arrival"), cleaned.get("departure")
        if arrival and departure and departure <= arrival:
            self.add_error("departure", "Le départ doit suivre l'arrivée.")
        flat, people = cleaned.get("flat"), cleaned.get("people")
        if flat and people and people > flat.capacity:
            self.add_error("people", f"{flat} compte {flat.capacity} couchages.")
        return cleaned

    def arguments(self) -> Mapping[str, Any]:
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

    def prepare(self) -> None:
        self.fields["reason"].load()


class AnswerForm(VerbForm):
    """One side's answer, given without seeing the other's."""

    agrees = forms.ChoiceField(label="D'accord pour continuer ?", choices=YES_OR_NO, widget=forms.RadioSelect)
    signatory = forms.CharField(label="Signé par", max_length=160)
    on = SaneDateField(label="Date de la décision")
    note = note_field("Précision", most=1000)
    field_order = ["agrees", "signatory", "on", "note"]

    def clean_agrees(self) -> bool:
        return self.cleaned_data["agrees"] == "yes"


class HouseholdAnswerForm(AnswerForm):
    def prepare(self) -> None:
        self.fields["signatory"].help_text = "Les adultes du ménage qui ont signé la fiche d'accord."


class ServiceAnswerForm(AnswerForm):
    def prepare(self) -> None:
        self.fields["signatory"].initial = self.user.full_name


class OfferForm(VerbForm):
    on = SaneDateField(label="Proposé le")
    dwelling = forms.ModelChoiceField(label="Logement", queryset=Dwelling.objects.none())
    field_order = ["dwelling", "on"]

    def prepare(self) -> None:
        free = Dwelling.objects.visible_to(self.user).available_on(self.today).not_held()
        self.fields["dwelling"].queryset = free.filter(territory=self.journey.territory_id).select_related("commune")


class RefusalForm(VerbForm):
    on = SaneDateField(label="Refusé le")
    note = note_field("Pourquoi", required=True, most=300)


class LeaseForm(VerbForm):
    on = SaneDateField(label="Bail signé le")


class MoveInForm(SimpleForm):
    on = SaneDateField(label="Emménagement le")


class ActForm(VerbForm):
    theme = forms.ChoiceField(label="Thème", choices=[("", "Choisir…"), *Theme.choices])
    mode = forms.ChoiceField(label="Mode", choices=Mode.choices)
    minutes = forms.IntegerField(label="Durée (minutes)", required=False, min_value=1, max_value=1440)
    presence = forms.ChoiceField(label="Présence", choices=Presence.choices)
    note = note_field("Note partagée")
    private_note = note_field("Note personnelle (vous seul·e la lisez)")
    next_step = forms.CharField(label="Prochaine étape", required=False, max_length=200)
    next_step_on = SaneDateField(label="À faire pour le", required=False)
    field_order = ["theme", "mode", "on", "minutes", "presence", "note", "next_step", "next_step_on", "private_note"]

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("next_step_on") and not cleaned.get("next_step"):
            self.add_error("next_step", "Dites en quelques mots ce qui est à faire à cette date.")
        return cleaned


class ExitForm(SimpleForm):
    on = SaneDateField(label="Date de sortie")


class LeaveForm(SimpleForm):
    """The reasons offered depend on whether the family has moved in; « droit commun » is another verb."""

    on = SaneDateField(label="Date de sortie")
    reason = ReasonField(ReasonKind.EXIT_BEFORE_MOVE_IN)
    field_order = ["reason", "on", "note"]

    def prepare(self) -> None:
        if self.journey.step in SETTLED_OR_AFTER:
            self.fields["reason"].kind = ReasonKind.EXIT_AFTER_MOVE_IN
        self.fields["reason"].load()
        self.fields["reason"].queryset = self.fields["reason"].queryset.exclude(code=MAINSTREAM_REASON)
