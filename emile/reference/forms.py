"""One form per table; what they share is in `ReferenceForm`."""

from __future__ import annotations

from typing import Any, ClassVar, Unpack

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, transaction
from django.http import QueryDict

from emile.core.pages.forms import Cleaned, RowOptions
from emile.core.pages.listing.filters import ListFilter
from emile.core.pages.stamped import StampedForm
from emile.reference.enums import ReasonKind, State
from emile.reference.fields import CommuneField
from emile.reference.models import (
    Basin,
    Department,
    LegalParameter,
    OriginArea,
    Programme,
    ProgrammeTerritory,
    Reason,
    Territory,
)
from emile.reference.models.dated import Edited

REFUSED = "Ces valeurs ne peuvent pas aller ensemble : vérifiez les dates et le code."
PERIOD = ("valid_from", "valid_to")


class ReferenceForm(StampedForm[Edited]):
    """Errors of constraints stand beside the field their code names. ``version`` counts the changes, so that loading
    what is shipped never undoes one."""

    fixed_once_created: ClassVar[tuple[str, ...]] = ("code",)

    def __init__(self, data: QueryDict | None = None, **options: Unpack[RowOptions[Edited]]) -> None:
        super().__init__(data, **options)
        for name in self.fixed_once_created:
            if name in self.fields and self.instance.pk:
                self.fields[name].disabled = True
                self.fields[name].help_text = "Le code ne change plus une fois créé."

    def add_error(self, field: str | None, error: Any) -> None:
        """A constraint's error code is the name of the field to correct (see `models/dated.py`)."""
        error = error if isinstance(error, ValidationError) else ValidationError(error)
        if field is not None:
            return super().add_error(field, error)
        named = error.error_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.error_list}
        for name, errors in named.items():
            for each in errors:
                beside = each.code if name == NON_FIELD_ERRORS and each.code in self.fields else name
                super().add_error(None if beside == NON_FIELD_ERRORS else beside, each)
        return None

    def save_or_explain(self) -> Edited | None:
        """Save, or None with the reason in the form: another person may have saved between check and save."""
        if self.instance.pk:
            self.instance.version += 1
        try:
            with transaction.atomic():
                return self.save()
        except IntegrityError:
            self._explain()
            return None

    def _explain(self) -> None:
        try:
            self.instance.validate_constraints()
            self.add_error(None, REFUSED)
        except ValidationError as error:
            self.add_error(None, error)


class TerritoryForm(ReferenceForm):
    class Meta:
        model = Territory
        fields = ("code", "name", "department", *PERIOD, "source")
        widgets = {"source": forms.Textarea(attrs={"rows": 2})}


class BasinForm(ReferenceForm):
    main_commune = CommuneField(label="Commune principale", required=False)

    class Meta:
        model = Basin
        fields = ("territory", "name", "main_commune", *PERIOD, "source")
        widgets = {"source": forms.Textarea(attrs={"rows": 2})}


class OriginAreaForm(ReferenceForm):
    departments = forms.ModelMultipleChoiceField(
        Department.objects.all(),
        label="Départements",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
        help_text="Aucun pour une zone hors de France.",
    )

    class Meta:
        model = OriginArea
        fields = ("code", "name", "departments", *PERIOD, "source")
        widgets = {"source": forms.Textarea(attrs={"rows": 2})}


class ProgrammeForm(ReferenceForm):
    class Meta:
        model = Programme
        fields = (
            "code",
            "name",
            "short_name",
            "description",
            "origin_areas",
            "diagnosis_required",
            "immersion_required",
            "job_before_move_in",
            "support_months",
            "support_starts",
            "stay_min_days",
            "stay_max_days",
            *PERIOD,
            "source",
        )
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "source": forms.Textarea(attrs={"rows": 2}),
            "origin_areas": forms.CheckboxSelectMultiple,
        }


class ProgrammeTerritoryForm(ReferenceForm):
    class Meta:
        model = ProgrammeTerritory
        fields = ("programme", "territory", *PERIOD, "source")
        widgets = {"source": forms.Textarea(attrs={"rows": 2})}

    def clean(self) -> Cleaned:
        """A programme is not open in a territory before the territory is."""
        data = super().clean()
        territory, start = data.get("territory"), data.get("valid_from")
        if territory and start and start < territory.valid_from:
            self.add_error(
                "valid_from", f"Ce territoire est ouvert depuis le {territory.valid_from:%d/%m/%Y} seulement."
            )
        return data


class ReasonForm(ReferenceForm):
    fixed_once_created = ("code", "kind")

    class Meta:
        model = Reason
        fields = ("code", "kind", "label", "order", "consequence", "park_days", "note_required", "active")


class LegalParameterForm(ReferenceForm):
    instance: LegalParameter
    source_url = forms.URLField(label="Adresse de la source", required=False, max_length=300, assume_scheme="https")

    class Meta:
        model = LegalParameter
        fields = ("code", "label", "value", "unit", *PERIOD, "source", "source_url", "order")
        localized_fields = ("value",)
        widgets = {"source": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, data: QueryDict | None = None, **options: Unpack[RowOptions[Edited]]) -> None:
        super().__init__(data, **options)
        if self.instance.pk:
            self.initial["value"] = self.instance.figure


class CloseForm(ReferenceForm):
    """Asks the last day of a row; the first day is shown, and cannot change."""

    fixed_once_created = ("valid_from",)

    def __init__(self, data: QueryDict | None = None, **options: Unpack[RowOptions[Edited]]) -> None:
        super().__init__(data, **options)
        self.fields["valid_from"].help_text = ""
        self.fields["valid_to"].required = True
        self.fields["valid_to"].label = "Dernier jour"
        self.fields["valid_to"].help_text = "Ce jour est compris. Les dossiers déjà ouverts ne changent pas."


class StopOfferingForm(ReferenceForm):
    """A reason has no dates: it is no longer offered from now on."""

    instance: Reason
    compared = ("label", "active")

    class Meta:
        model = Reason
        fields = ()

    def clean(self) -> Cleaned:
        self.instance.active = False
        return super().clean()


def close_form(model: type[Edited]) -> type[ReferenceForm]:
    return forms.modelform_factory(model, form=CloseForm, fields=PERIOD)  # type: ignore[return-value]  # made from CloseForm


class FilterForm(ListFilter):
    """Filters of a list; a table asks for those that make sense for it."""

    q = forms.CharField(label="Rechercher", required=False, max_length=100)
    moment = forms.ChoiceField(label="Moment du parcours", required=False, choices=[("", "Tous"), *ReasonKind.choices])
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tout"), *State.choices])
