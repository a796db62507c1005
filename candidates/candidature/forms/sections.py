"""A topic page is made of sections of one row and of lists of rows. Nothing is required to save, and a mistake in one
field never holds back the others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar, Unpack

from crispy_forms.layout import Div, Layout
from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, formset_factory
from django.forms.utils import ErrorList
from django.http import QueryDict

from candidates.candidature import facts
from candidates.candidature.forms.fields import name_the_blank
from candidates.models import Household, Member
from emile.core.database.columns import column
from emile.core.generic import BaseFormSet
from emile.core.pages.forms import Cleaned, ProductForm, ProductModelForm, RowOptions

MOST_ROWS = 30

Row = TypeVar("Row", bound=models.Model)
Rows = TypeVar("Rows", bound="RowsFormSet[Any]")


@dataclass(frozen=True)
class Problem:
    """One error, with where it stands on the page."""

    anchor: str
    label: str
    errors: list[str]


def problems_of(form: forms.BaseForm) -> list[Problem]:
    return [
        Problem(bound.id_for_label or f"div_{bound.auto_id}", str(bound.label), sentences(bound.errors))
        for bound in form
        if bound.errors
    ]


def sentences(errors: ErrorList) -> list[str]:
    return [str(error) for error in errors]


class SectionForm(ProductModelForm[models.Model]):
    """A part of a page that writes one row of the database."""

    section: facts.Section
    hint = ""
    about: Member | None = None
    """The member it is about."""
    is_rows = False
    autosaved = True

    def __init__(self, data: QueryDict | None = None, **options: Unpack[RowOptions[models.Model]]) -> None:
        super().__init__(data, **options)
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
    def stored(self) -> Cleaned:
        """The values of the row before anything is typed."""
        return {name: value for name, value in self.initial.items() if name in self.fields}

    @property
    def problems(self) -> list[Problem]:
        return problems_of(self)

    @property
    def general_errors(self) -> list[str]:
        return sentences(self.non_field_errors())

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
                setattr(self.instance, column(self._meta.model, name).attname, self.initial[name])


def side_by_side(section: facts.Section) -> list[Div]:
    return [Div(*(fact.name for fact in row), css_class="fields-row") for row in section.rows]


class PlainSection(ProductForm):
    """A section that is not one row of the database."""

    title = ""
    icon = "circle"
    hint = ""
    about = None
    is_rows = False
    autosaved = True

    @property
    def heading(self) -> str:
        return self.title

    @property
    def stored(self) -> Cleaned:
        return dict(self.initial or {})

    @property
    def problems(self) -> list[Problem]:
        return problems_of(self)

    @property
    def general_errors(self) -> list[str]:
        return sentences(self.non_field_errors())

    def save_valid(self) -> bool:
        """True: something was written."""
        raise NotImplementedError


class RowForm(ProductForm):
    """One row of a list; left blank, it is no row at all."""

    @property
    def holds_something(self) -> bool:
        return self.has_changed() if self.is_bound else bool(self.initial)


class RowsFormSet(BaseFormSet[RowForm], Generic[Row]):
    """The list is replaced as a whole: a row emptied or ticked « Supprimer » goes away, no hidden id is ever read."""

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
        self,
        data: QueryDict | None = None,
        *,
        stored: Iterable[Row],
        household: Household,
        prefix: str | None,
        form_kwargs: Cleaned | None = None,
    ) -> None:
        self.stored_rows, self.household = list(stored), household
        initial = [self.initial_of(row) for row in self.stored_rows] if data is None else None
        super().__init__(data, initial=initial, prefix=prefix, form_kwargs=form_kwargs)

    def initial_form_count(self) -> int:
        return 0 if self.is_bound else super().initial_form_count()

    def initial_of(self, row: Row) -> Cleaned:
        raise NotImplementedError

    def make(self, values: Cleaned) -> Row:
        raise NotImplementedError

    @property
    def heading(self) -> str:
        return self.title

    @property
    def columns(self) -> list[forms.BoundField]:
        return [bound for bound in self.empty_form.visible_fields() if bound.name != DELETION_FIELD_NAME]

    @property
    def stored(self) -> list[Cleaned]:
        return [self.initial_of(row) for row in self.stored_rows]

    @property
    def problems(self) -> list[Problem]:
        if not self.is_bound:
            return []
        return [problem for form in self.forms if not self.is_dropped(form) for problem in problems_of(form)]

    @property
    def general_errors(self) -> list[str]:
        return sentences(self.non_form_errors())

    def before(self) -> Self:
        """The same list without what was typed."""
        return type(self)(
            stored=self.stored_rows, household=self.household, prefix=self.prefix, form_kwargs=self.form_kwargs
        )

    def add_fields(self, form: RowForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields[DELETION_FIELD_NAME].widget.attrs["class"] = "choice-input"

    def is_dropped(self, form: RowForm) -> bool:
        """The row was left blank, emptied, or ticked « Supprimer »."""
        return not form.has_changed() or (form.is_valid() and bool(form.cleaned_data.get(DELETION_FIELD_NAME)))

    def kept(self) -> list[RowForm]:
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
        """Saves all the rows or none: a row that cannot be read must not make a stored one disappear."""
        if not self.is_valid():
            return False
        wanted = [self.make(form.cleaned_data) for form in self.kept()]
        return replace_rows(self.stored_rows, wanted, key=self.key)


Section = SectionForm | PlainSection | RowsFormSet[Any]
"""Part of a page."""


def rows_of(form: type[RowForm], formset: type[Rows], *, blank: int = 2) -> type[Rows]:
    return formset_factory(  # type: ignore[return-value]  # a class made from ``formset``
        form, formset=formset, extra=blank, can_delete=True, max_num=MOST_ROWS, absolute_max=MOST_ROWS + 10,
        validate_max=True,
    )  # fmt: skip


def identity(row: models.Model, key: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in key)


def replace_rows(stored: Iterable[models.Model], wanted: Iterable[models.Model], *, key: tuple[str, ...]) -> bool:
    """Correct, remove and add rows so that those stored are those wanted. True: something was written."""
    twins: dict[tuple[object, ...], list[models.Model]] = defaultdict(list)
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


def _columns(row: models.Model) -> list[object]:
    return [getattr(row, field.attname) for field in row._meta.concrete_fields]
