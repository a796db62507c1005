"""Forms of the verbs of this folder. Field names are the keyword arguments of ``workflow.py``."""

from django import forms

from candidates.journey.forms import ReasonField, SimpleForm, VerbForm, note_field
from candidates.steps import SETTLED_OR_AFTER
from emile.core.pages.forms import Cleaned, SaneDateField
from emile.reference.enums import ReasonKind
from emile.reference.models import Reason
from placements.enums import Mode, Presence, Theme
from placements.support.workflow import MAINSTREAM_REASON


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

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
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
        moved_in = self.journey.step in SETTLED_OR_AFTER
        reasons = Reason.objects.offered(ReasonKind.EXIT_AFTER_MOVE_IN if moved_in else ReasonKind.EXIT_BEFORE_MOVE_IN)
        self.offer_rows("reason", reasons.exclude(code=MAINSTREAM_REASON))
