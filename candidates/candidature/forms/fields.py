"""Fields shared by the pages of the candidature: yes/no/unknown, several codes, languages, days already past."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from candidates.candidature.facts import Section, label_of
from emile.core.database.columns import AnyField
from emile.core.pages.forms import LONG_TEXT, Choices, SaneDateField
from emile.reference.fields import CommuneField
from emile.reference.models import Commune

MOST_LANGUAGES, LONGEST_LANGUAGE = 8, 40


class YesNoSelect(forms.NullBooleanSelect):
    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", "Non renseigné"), ("true", "Oui"), ("false", "Non")]


def name_the_blank(form: forms.BaseForm) -> None:
    """Names the empty choice « Non renseigné » rather than with a row of dashes."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField):
            first, *others = field.widget.choices
            if first[0] == "":
                field.choices = [("", "Non renseigné"), *others]


def several(label: str, choices: Choices, *, help_text: str = "") -> forms.MultipleChoiceField:
    """Asks for several codes of a list, which are stored in an array."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, required=False, help_text=help_text)


def long_text(label: str, *, most: int, rows: int = 3, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, required=False, help_text=help_text)


def check_not_future(day: dt.date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError("Cette date est dans l'avenir : vérifiez l'année.", code="future")


class PastDateField(SaneDateField):
    """The day of something that happened: a birth, a decision, a request."""

    default_validators = [*SaneDateField.default_validators, check_not_future]


class LanguagesField(forms.CharField):
    """The box reads « français, bambara », and the row holds a list."""

    def __init__(self, *, label: str | None = None, help_text: str = "", required: bool = True) -> None:
        super().__init__(
            label=label,
            help_text=help_text or "Séparées par des virgules, par exemple : français, bambara.",
            required=required,
            max_length=MOST_LANGUAGES * (LONGEST_LANGUAGE + 2),
        )

    def prepare_value(self, value: object) -> object:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        names = [name.strip() for name in super().clean(value).split(",") if name.strip()]
        if len(names) > MOST_LANGUAGES:
            raise forms.ValidationError(f"Au plus {MOST_LANGUAGES} langues.", code="too_many")
        if any(len(name) > LONGEST_LANGUAGE for name in names):
            raise forms.ValidationError("Un nom de langue est trop long : séparez-les par des virgules.", code="long")
        return list(dict.fromkeys(names))

    def has_changed(self, initial: object, data: object) -> bool:
        try:
            return (initial or []) != self.clean(data)
        except forms.ValidationError:
            return True


def fields_of(section: Section) -> Callable[..., forms.Field | None]:
    """Makes a ``Meta.formfield_callback``, which says how each column of these pages is asked."""
    past = {fact.name for fact in section.facts if fact.past}

    def asked(column: AnyField, **kwargs: Any) -> forms.Field | None:
        label, help_text = label_of(column), str(column.help_text)
        if column.name in past:
            return PastDateField(required=False, label=label, help_text=help_text)
        if isinstance(column, ArrayField):
            choices = column.base_field.choices
            if choices:
                return several(label, [(code, str(words)) for code, words in choices], help_text=help_text)
            return LanguagesField(required=False, label=label, help_text=help_text)
        if isinstance(column, models.ForeignKey) and column.related_model is Commune:
            return CommuneField(required=False, label=label, help_text=help_text)
        if isinstance(column, models.TextField):
            most = column.max_length or LONG_TEXT
            return long_text(label, most=most, rows=4 if most > 2000 else 3, help_text=help_text)
        if isinstance(column, models.BooleanField) and column.null:
            return column.formfield(widget=YesNoSelect)
        return column.formfield(**kwargs)

    return asked
