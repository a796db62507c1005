"""The pages of the directory share these views, which add, edit and end a row. Each module here says what differs."""

from typing import ClassVar, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse

from emile.accounts.models import User
from emile.core.pages.form_page import FormPage
from emile.core.pages.forms import Cleaned
from partners import permissions
from partners.forms.base import PartnerForm

DIRECTORY = "partners:organisations"
Row = TypeVar("Row", bound=Model)


class PartnerPage(FormPage[PartnerForm, Row], Generic[Row]):
    """``list_name`` and ``list_label`` say which list it belongs to; ``sheet_name`` where a row is read."""

    model: type[Row]
    list_name: ClassVar[str] = DIRECTORY
    list_label: ClassVar[str] = "Partenaires"
    sheet_name: ClassVar[str] = ""

    def may_enter(self) -> bool:
        return permissions.writes_directory(self.request.user)

    def form_options(self) -> Cleaned:
        return {"user": self.request.user, "today": self.today, "instance": self.target}

    def perform(self, form: PartnerForm) -> str:
        form.save()
        return self.url_of(self.target)

    def url_of(self, row: Row) -> str:
        return reverse(self.sheet_name, args=[row.pk]) if self.sheet_name else reverse(self.list_name)

    def back_url(self) -> str:
        return self.url_of(self.target) if self.target.pk else reverse(self.list_name)

    def crumbs(self) -> list[tuple[str, str]]:
        trail = [(self.list_label, reverse(self.list_name))]
        if self.sheet_name and self.target.pk:
            trail.append((self.label_of_target(), self.url_of(self.target)))
        return trail

    def label_of_target(self) -> str:
        """Reads the row as stored, because a refused form has already written on its instance what was typed."""
        return str(self.model._default_manager.get(pk=self.target.pk)) if self.request.POST else str(self.target)


class RowAdd(PartnerPage[Row]):
    def find(self) -> Row:
        return self.model()


class RowEdit(PartnerPage[Row]):
    @staticmethod
    def may(user: User, row: Row, /) -> bool:
        """One of ``permissions``."""
        raise NotImplementedError

    def rows(self) -> QuerySet[Row]:
        seen: QuerySet[Row] = self.model._default_manager.visible_to(self.request.user)  # type: ignore[attr-defined]  # each model here has it
        return seen

    def find(self) -> Row:
        return get_object_or_404(self.for_update(self.rows()), pk=self.kwargs["pk"])

    def allowed(self) -> bool:
        return self.may(self.request.user, self.target)


class RowEnd(RowEdit[Row]):
    """Ends a row by a date; nothing is deleted."""

    dangerous = True
