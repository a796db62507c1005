"""The form of a verb asks few questions. Field names are the keyword arguments of the verb's function."""

from collections.abc import Mapping
from datetime import date
from typing import Unpack

from django import forms
from django.http import QueryDict

from candidates.enums import Topic
from candidates.models import Journey
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.generic import ModelChoiceField
from emile.core.pages.forms import Cleaned, FormOptions, ProductForm, SaneDateField, speak_french
from emile.core.pages.one_use import OneUseForm
from emile.reference.enums import ReasonKind
from emile.reference.models import Reason, Territory


class VerbForm(OneUseForm, ProductForm):
    """``journey``: the row as shown. ``today``: read once, by the view."""

    on = SaneDateField(label="Date")

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        journey: Journey,
        user: User,
        today: date,
        **options: Unpack[FormOptions],
    ) -> None:
        self.journey, self.user, self.today = journey, user, today
        super().__init__(data, **options)
        if "on" in self.fields:
            self.fields["on"].initial = today
        self.prepare()

    def prepare(self) -> None:
        """Fill the choices from what this person may see."""

    def clean_on(self) -> date:
        """The day of something that happened: it is not in the future, nor before the file was opened."""
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("Cette date est dans l'avenir : notez ce qui a eu lieu.")
        if day < self.journey.opened_on:
            raise forms.ValidationError(f"Le dossier a été ouvert le {self.journey.opened_on:%d/%m/%Y}.")
        return day

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        reason = cleaned.get("reason")
        if isinstance(reason, Reason) and reason.note_required and not cleaned.get("note"):
            self.add_error("note", f"Pour « {reason} », précisez en quelques mots.")
        return cleaned

    def arguments(self) -> Mapping[str, object]:
        return {name: value for name, value in self.cleaned_data.items() if name != "token"}


def note_field(label: str = "Note", *, required: bool = False, most: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=most, widget=forms.Textarea(attrs={"rows": 3, "maxlength": most})
    )


class ReasonField(ModelChoiceField[Reason]):
    """The reasons offered at one moment of the journey."""

    def __init__(self, kind: ReasonKind, *, label: str = "Motif", required: bool = True, help_text: str = "") -> None:
        super().__init__(
            queryset=Reason.objects.offered(kind),
            empty_label="Choisissez un motif",
            label=label,
            required=required,
            help_text=help_text,
        )


class SimpleForm(VerbForm):
    note = note_field()


class ComplementForm(VerbForm):
    topic = forms.ChoiceField(label="Page concernée", choices=Topic.choices)
    question = note_field("Que faut-il compléter ?", required=True, most=1000)


class AnswersForm(VerbForm):
    """One answer per open question."""

    def prepare(self) -> None:
        self.questions = {f"answer_{row.pk}": row for row in self.journey.complements.open()}
        for name, complement in self.questions.items():
            label = f"{complement.get_topic_display()} : {complement.question}"
            self.fields[name] = note_field(label, required=True)
            speak_french(self.fields[name])

    def arguments(self) -> Mapping[str, object]:
        answers = {row.pk: self.cleaned_data[name] for name, row in self.questions.items()}
        return {"on": self.cleaned_data["on"], "answers": answers}


class TerritoryForm(SimpleForm):
    """The territories where the programme is open; a service head receives in their own only."""

    territory = forms.ModelChoiceField(label="Territoire d'accueil", queryset=Territory.objects.none())
    field_order = ["territory", "on", "note"]

    def prepare(self) -> None:
        openings = self.journey.programme.openings.valid_on(self.today).values("territory")
        territories = Territory.objects.filter(pk__in=openings)
        if not self.user.has_role(Role.REFERENT):
            territories = territories.filter(pk__in=self.user.scope.territories)
        self.offer_rows("territory", territories)
        first_wish = self.journey.wishes.first()
        if first_wish is not None:
            self.fields["territory"].initial = first_wish.territory_id


class WaitingForm(SimpleForm):
    reason = ReasonField(ReasonKind.WAITING)
    field_order = ["reason", "on", "note"]


class DeclineForm(SimpleForm):
    reason = ReasonField(
        ReasonKind.DECLINE,
        help_text="Selon le motif, le dossier sera revu à une date fixée ou fermé. La structure verra ce motif.",
    )
    field_order = ["reason", "on", "note"]
