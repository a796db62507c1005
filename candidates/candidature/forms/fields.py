"""Fields shared by the pages of the candidature: yes/no/unknown, several codes, languages, days already past."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from candidates.candidature.facts import Section, label_of
from emile.core.pages.forms import SaneDateField
from emile.reference.fields import CommuneField
from emile.reference.models import Commune

MOST_LANGUAGES, LONGEST_LANGUAGE = 8, 40


class YesNoSelect(forms.NullBooleanSelect):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.choices = [("unknown", "Non renseigné"), ("true", "Oui"), ("false", "Non")]


def name_the_blank(form: forms.BaseForm) -> None:
    """« Non renseigné » rather than a row of dashes."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField):
            first, *others = list(field.choices)
            if first[0] == "":
                field.choices = [("", "Non renseigné"), *others]


def several(label: str, choices: Any, **kwargs: Any) -> forms.MultipleChoiceField:
    """Codes of a list, kept in an array."""
    widget = forms.CheckboxSelectMultiple
    return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, required=False, **kwargs)


def long_text(label: str, *, most: int, rows: int = 3, **kwargs: Any) -> forms.CharField:
    widget = forms.Textarea({"rows": rows, "maxlength": most})
    return forms.CharField(label=label, max_length=most, widget=widget, required=False, **kwargs)


def check_not_future(day: dt.date) -> None:
    if day > timezone.localdate():
        raise forms.ValidationError("Cette date est dans l'avenir : vérifiez l'année.", code="future")


class PastDateField(SaneDateField):
    """Something that happened: a birth, a decision, a request."""

    default_validators = [*SaneDateField.default_validators, check_not_future]


class LanguagesField(forms.CharField):
    """« français, bambara » in the box, a list in the row."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "Séparées par des virgules, par exemple : français, bambara.")
        super().__init__(max_length=MOST_LANGUAGES * (LONGEST_LANGUAGE + 2), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        names = [name.strip() for name in super().clean(value).split(",") if name.strip()]
        if len(names) > MOST_LANGUAGES:
            raise forms.ValidationError(f"Au plus {MOST_LANGUAGES} langues.", code="too_many")
        if any(len(name) > LONGEST_LANGUAGE for name in names):
            raise forms.ValidationError("Un nom de langue est trop long : séparez-les par des virgules.", code="long")
        return list(dict.fromkeys(names))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or []) != self.clean(data)
        except forms.ValidationError:
            return True


def fields_of(section: Section) -> Callable[..., forms.Field]:
    """For ``Meta.formfield_callback``: how each column of these pages is asked."""
    past = {fact.name for fact in section.facts if fact.past}

    def asked(column: models.Field, **kwargs: Any) -> forms.Field:
        words = {"label": label_of(column), "help_text": column.help_text}
        if column.name in past:
            return PastDateField(required=False, **words)
        if isinstance(column, ArrayField):
            choices = column.base_field.choices
            return several(choices=choices, **words) if choices else LanguagesField(required=False, **without(words))
        if isinstance(column, models.ForeignKey) and column.related_model is Commune:
            return CommuneField(required=False, **words)
        if isinstance(column, models.TextField):
            return long_text(most=column.max_length, rows=4 if column.max_length > 2000 else 3, **words)
        if isinstance(column, models.BooleanField) and column.null:
            return column.formfield(widget=YesNoSelect)
        return column.formfield(**kwargs)

    return asked


def without(words: dict[str, str]) -> dict[str, str]:
    """The field explains itself when its column does not."""
    return {name: text for name, text in words.items() if text}
