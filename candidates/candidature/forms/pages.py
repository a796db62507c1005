"""A topic page: its sections, what it shows of the database (its fingerprint), and saving it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import ClassVar

from django import forms
from django.db import transaction
from django.http import QueryDict

from candidates.candidature.forms.sections import Problem, RowForm, RowsFormSet, Section
from candidates.enums import Link, Topic
from candidates.models import Household, Journey, Member
from emile.accounts.models import User
from emile.core.pages.stamped import stamp_of
from emile.core.templatetags import wording


@dataclass
class File:
    """The candidature as it is now, for one person, on one day."""

    journey: Journey
    members: list[Member]
    user: User
    today: date

    @property
    def household(self) -> Household:
        return self.journey.household

    @property
    def adults(self) -> list[Member]:
        return [member for member in self.members if member.link != Link.CHILD]

    @property
    def children(self) -> list[Member]:
        return [member for member in self.members if member.link == Link.CHILD]


@dataclass
class Difference:
    label: str
    typed: str
    stored: str


@dataclass
class TopicPage:
    """``data``: what was posted, or nothing."""

    file: File
    data: QueryDict | None = None
    topic: ClassVar[Topic]

    sections: list[Section] = field(init=False)

    def __post_init__(self) -> None:
        self.sections = list(self.build())

    def build(self) -> Iterator[Section]:
        raise NotImplementedError

    @cached_property
    def fingerprint(self) -> str:
        """The digest changes when, and only when, somebody changes something that this page shows."""
        shown = [(section.prefix, section.stored) for section in self.sections]
        return stamp_of(shown)

    @property
    def problems(self) -> list[Problem]:
        return [problem for section in self.sections for problem in section.problems]

    @property
    def summary(self) -> list[tuple[str, str, list[str]]]:
        """The list of errors at the top of the page: where, what, why."""
        return [(problem.anchor, problem.label, problem.errors) for problem in self.problems]

    @property
    def general_errors(self) -> list[str]:
        return [error for section in self.sections for error in section.general_errors]

    @property
    def has_problems(self) -> bool:
        return bool(self.problems or self.general_errors)

    @transaction.atomic
    def save(self, *, by_itself: bool = False) -> bool:
        """Save every section as far as it can be read. ``by_itself``: nobody pressed a button."""
        sections = [section for section in self.sections if section.autosaved or not by_itself]
        changed = [section.save_valid() for section in sections]
        if any(changed):
            mark_saved(self.file.journey, by=self.file.user)
        return any(changed)

    def differences(self) -> list[Difference]:
        """Compares what was typed with what somebody else has saved meanwhile."""
        return [difference for section in self.sections for difference in differences_of(section)]


def mark_saved(journey: Journey, *, by: User) -> None:
    """Remembers who saved last, and when, to tell it to somebody whose page was open meanwhile."""
    journey.candidature.saved_by = by
    journey.candidature.save(update_fields=["saved_at", "saved_by"])


def differences_of(section: Section) -> list[Difference]:
    if isinstance(section, RowsFormSet):
        typed = [words_of_row(form) for form in section.forms if not section.is_dropped(form)]
        stored = [words_of_row(form) for form in section.before().initial_forms]
        if typed == stored:
            return []
        return [Difference(section.heading, " ; ".join(typed), " ; ".join(stored))]
    return [
        Difference(
            f"{section.about.first_name} – {section[name].label}" if section.about else str(section[name].label),
            words(section[name].field, section[name].value()),
            words(section[name].field, section.initial.get(name, section.fields[name].initial)),
        )
        for name in section.changed_data
    ]


def words_of_row(form: RowForm) -> str:
    shown = [words(bound.field, bound.value()) for bound in form.visible_fields() if bound.name != "DELETE"]
    return ", ".join(text for text in shown if text)


def words(form_field: forms.Field, value: object) -> str:
    """Writes a value as it reads on the screen: labels rather than codes."""
    shown = form_field.prepare_value(value)
    if isinstance(form_field, forms.MultipleChoiceField):
        labels = dict(form_field.widget.choices)
        return ", ".join(str(labels.get(code, code)) for code in shown or [])
    if isinstance(form_field, forms.NullBooleanField):
        return {True: "Oui", False: "Non", None: ""}[form_field.to_python(shown)]
    if isinstance(form_field, forms.BooleanField):
        return "Oui" if form_field.to_python(shown) else "Non"
    if isinstance(form_field, forms.ChoiceField):
        labels = {str(code): label for code, label in form_field.widget.choices}
        return str(labels.get(str(shown), shown)) if shown not in (None, "") else ""
    return as_read(form_field, shown)


def as_read(form_field: forms.Field, value: object) -> str:
    """« 890,00 » typed and 890.00 stored are the same amount."""
    try:
        value = form_field.to_python(value)
    except forms.ValidationError:
        return str(value)
    if value is None:
        return ""
    return wording.day(value) if isinstance(value, date) else str(wording.number(value))
