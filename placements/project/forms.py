"""Forms of the verbs of this folder. Field names are the keyword arguments of ``workflow.py``."""

from django import forms

from candidates.journey.forms import VerbForm, note_field
from emile.core.pages.forms import SaneDateField

YES_OR_NO = [("yes", "Oui, d'accord"), ("no", "Non")]


class MeetingForm(VerbForm):
    on = SaneDateField(label="Date de l'entretien")
    place = forms.CharField(label="Lieu", required=False, max_length=120)
    project = note_field("Projet professionnel", required=True, most=4000)


class AnswerForm(VerbForm):
    """One side's answer, given without seeing the other's."""

    agrees = forms.ChoiceField(label="D'accord pour continuer ?", choices=YES_OR_NO, widget=forms.RadioSelect)
    signatory = forms.CharField(label="Signé par", max_length=160)
    on = SaneDateField(label="Date de la décision")
    note = note_field("Précision", most=1000)
    field_order = ["agrees", "signatory", "on", "note"]

    def clean_agrees(self) -> bool:
        agrees: str = self.cleaned_data["agrees"]
        return agrees == "yes"


class HouseholdAnswerForm(AnswerForm):
    def prepare(self) -> None:
        self.fields["signatory"].help_text = "Les adultes du ménage qui ont signé la fiche d'accord."


class ServiceAnswerForm(AnswerForm):
    def prepare(self) -> None:
        self.fields["signatory"].initial = self.user.full_name
