"""What a topic page is made of: sections of one row, and lists of rows. Nothing is required to save, and a mistake
in one field never holds back the others."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, BaseFormSet, formset_factory

from candidates.candidature.facts import Section
from candidates.candidature.forms.fields import name_the_blank
from emile.core.pages.forms import ProductForm, ProductModelForm

MOST_ROWS = 30


@dataclass(frozen=True)
class Problem:
    """One error, with where it stands on the page."""

    anchor: str
    label: str
    errors: Sequence[str]


def problems_of(form: forms.BaseForm) -> list[Problem]:
    return [
        Problem(bound.id_for_label or f"div_{bound.auto_id}", str(bound.label), bound.errors)
        for bound in form
        if bound.errors
    ]


class SectionForm(ProductModelForm):
    """Part of a page that is one row of the database."""

    section: Section
    hint = ""
    about: Any = None
    """The member it is about."""
    is_rows = False
    autosaved = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.required = False
        name_the_blank(self)
        self.helper.layout = Layout(*side_by_side(self.section))

    @property
    def icon(self) -> str:
        return self.section.icon

    @property
    def heading(self) -> str:
        return f"{self.section.title} – {self.about.first_name}" if self.about else self.section.title

    @property
    def stored(self) -> dict[str, Any]:
        """The row's values before anything typed."""
        return {name: value for name, value in self.initial.items() if name in self.fields}

    @property
    def problems(self) -> list[Problem]:
        return problems_of(self)

    @property
    def general_errors(self) -> list[str]:
        return list(self.non_field_errors())

    def save_valid(self) -> bool:
        """A field with an error keeps its stored value. True: something was written."""
        accepted = [name for name in self.changed_data if name not in self.errors]
        if not accepted or self.non_field_errors():
            return False
        self._put_back_refused()
        self.instance.save()
        return True

    def _put_back_refused(self) -> None:
        for name in self.errors:
            if name in self.initial:
                setattr(self.instance, self._meta.model._meta.get_field(name).attname, self.initial[name])


def side_by_side(section: Section) -> list[Div]:
    return [Div(*(fact.name for fact in row), css_class="fields-row") for row in section.rows]


class RowForm(ProductForm):
    """One row of a list. Left blank it is no row at all."""

    @property
    def holds_something(self) -> bool:
        return self.has_changed() if self.is_bound else bool(self.initial)


class RowsFormSet(BaseFormSet):
    """A list, replaced as a whole: a row emptied or ticked « Supprimer » goes away, no hidden id is ever read."""

    title = ""
    icon = "list"
    hint = ""
    is_rows = True
    autosaved = True
    key: tuple[str, ...] = ()
    """Columns (as attributes of the model) that make two rows the same one."""
    key_field = ""
    twice = "Cette ligne est déjà inscrite."
    unique = False

    def __init__(
        self, data: Any = None, *, stored: Iterable[models.Model], household: models.Model, **kwargs: Any
    ) -> None:
        self.stored_rows, self.household = list(stored), household
        if data is None:
            kwargs["initial"] = [self.initial_of(row) for row in self.stored_rows]
        super().__init__(data, **kwargs)

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def initial_of(self, row: models.Model) -> dict[str, Any]:
        raise NotImplementedError

    def make(self, values: dict[str, Any]) -> models.Model:
        raise NotImplementedError

    @property
    def heading(self) -> str:
        return self.title

    @property
    def columns(self) -> list[forms.BoundField]:
        return [bound for bound in self.empty_form.visible_fields() if bound.name != DELETION_FIELD_NAME]

    @property
    def stored(self) -> list[dict[str, Any]]:
        return [self.initial_of(row) for row in self.stored_rows]

    @property
    def problems(self) -> list[Problem]:
        if not self.is_bound:
            return []
        return [problem for form in self.forms if not self.is_dropped(form) for problem in problems_of(form)]

    @property
    def general_errors(self) -> list[str]:
        return list(self.non_form_errors())

    def before(self) -> "RowsFormSet":
        """The same list without what was typed."""
        return type(self)(
            stored=self.stored_rows, household=self.household, prefix=self.prefix, form_kwargs=self.form_kwargs
        )

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].widget.attrs["class"] = "choice-input"

    def is_dropped(self, form: forms.BaseForm) -> bool:
        """Left blank, emptied, or ticked « Supprimer »."""
        return not form.has_changed() or (form.is_valid() and self._should_delete_form(form))

    def kept(self) -> list[forms.BaseForm]:
        return [form for form in self.forms if form.is_valid() and not self.is_dropped(form)]

    def clean(self) -> None:
        if not self.unique:
            return
        seen = set()
        for form in self.kept():
            this = identity(self.make(form.cleaned_data), self.key)
            if this in seen:
                form.add_error(self.key_field, self.twice)
            seen.add(this)

    def save_valid(self) -> bool:
        """All the rows or none: a row that cannot be read must not make a stored one disappear."""
        if not self.is_valid():
            return False
        wanted = [self.make(form.cleaned_data) for form in self.kept()]
        return replace_rows(self.stored_rows, wanted, key=self.key)


def rows_of(form: type[RowForm], formset: type[RowsFormSet], *, blank: int = 2) -> type[RowsFormSet]:
    return formset_factory(
        form, formset=formset, extra=blank, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10,
        validate_max=True,
    )  # fmt: skip


def identity(row: models.Model, key: tuple[str, ...]) -> tuple:
    return tuple(getattr(row, name) for name in key)


def replace_rows(stored: Iterable[models.Model], wanted: Iterable[models.Model], *, key: tuple[str, ...]) -> bool:
    """Correct, remove and add rows so that those stored are those wanted. True: something was written."""
    twins: dict[tuple, list[models.Model]] = defaultdict(list)
    for row in stored:
        twins[identity(row, key)].append(row)
    corrected, added = [], []
    for row in wanted:
        if found := twins[identity(row, key)]:
            old = found.pop(0)
            row.pk = old.pk
            if _columns(row) != _columns(old):
                corrected.append(row)
        else:
            added.append(row)
    removed = [row for left in twins.values() for row in left]
    for row in removed:
        row.delete()
    for row in corrected:
        row.save(force_update=True)
    for row in added:
        row.save(force_insert=True)
    return bool(removed or corrected or added)


def _columns(row: models.Model) -> list[Any]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
