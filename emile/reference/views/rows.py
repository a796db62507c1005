"""The pages of every table: index, add, edit, close. What differs is in `tables.py`."""

from __future__ import annotations

import datetime

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from emile.accounts.enums import Role
from emile.accounts.permissions import RoleRequiredMixin
from emile.core.pages.forms import Cleaned
from emile.core.pages.one_use import AlreadyDone, OneUseForm, once
from emile.core.people import SignedInRequest
from emile.reference.enums import State
from emile.reference.forms import ReferenceForm
from emile.reference.models.dated import Dated, Edited
from emile.reference.tables import BY_SLUG, TABLES, ReferenceTable

EXPIRED = "Cette page était ouverte depuis trop longtemps : vérifiez ce que vous avez écrit, puis enregistrez."


class Refused(Exception):
    """The form is not saved; it says why itself."""


class ManagerView(RoleRequiredMixin, View):
    allowed_roles = frozenset({Role.MANAGER})


class IndexView(ManagerView):
    def get(self, request: SignedInRequest) -> HttpResponse:
        counts = [(table, table.model._default_manager.count()) for table in TABLES]
        return render(request, "reference/index.html", {"cards": counts})


class EditingView(ManagerView):
    """Shows one form on one page, checks it, and saves it or shows it again with the reasons.

    404 when the address names no table, or one that cannot be edited.
    """

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.today: datetime.date = timezone.localdate()
        table = BY_SLUG.get(self.kwargs["table"])
        if table is None or table.form is None or table.close_form is None:
            raise Http404("Cette page du référentiel n'existe pas.")
        self.table: ReferenceTable = table
        self.model = table.form._meta.model
        self.form_class: type[ReferenceForm] = table.form
        self.close_form: type[ReferenceForm] = table.close_form

    def list_url(self) -> str:
        return reverse("reference:list", args=[self.table.slug])

    def row(self) -> Edited | None:
        return None

    def form(self, data: QueryDict | None = None) -> ReferenceForm:
        return self.form_class(data, instance=self.row())

    def heading(self, form: ReferenceForm) -> str:
        return self.table.add

    def done(self, row: Edited) -> str:
        return f"« {row} » est enregistré."

    def get(self, request: SignedInRequest, **kwargs: object) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: SignedInRequest, **kwargs: object) -> HttpResponse:
        """A double click lands on the first result; a refused form keeps its token for the next try."""
        form, one_use = self.form(request.POST), OneUseForm(request.POST)
        if not one_use.is_valid():
            form.full_clean()
            form.add_error(None, EXPIRED)
            return self.page(form, status=422)
        try:
            with once(one_use.cleaned_data["token"], user=request.user, leads_to=self.list_url()):
                row = self.save(form)
        except AlreadyDone as already:
            return redirect(already.outcome_url)
        except Refused:
            return self.page(form, one_use, status=422)
        messages.success(request, self.done(row))
        return redirect(self.list_url())

    def save(self, form: ReferenceForm) -> Edited:
        row = form.save_or_explain() if form.is_valid() else None
        if row is None:
            raise Refused
        return row

    def page(self, form: ReferenceForm, one_use: OneUseForm | None = None, status: int = 200) -> HttpResponse:
        context = {
            "table": self.table,
            "form": form,
            "one_use": one_use or OneUseForm(),
            "heading": self.heading(form),
            "closing": False,
        }
        return render(self.request, "reference/form.html", context | self.more(form), status=status)

    def more(self, form: ReferenceForm) -> dict[str, object]:
        return {}


class RowCreate(EditingView):
    pass


class RowUpdate(EditingView):
    def row(self) -> Edited:
        """Reads the row, locked on POST: what is compared is what is there until it is written."""
        rows = self.model._default_manager.all()
        rows = rows.select_for_update() if self.request.method == "POST" else rows
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def heading(self, form: ReferenceForm) -> str:
        return f"Modifier : {self.original(form)}"

    def original(self, form: ReferenceForm) -> Model:
        """Reads the row as stored, because the instance of a refused form already carries what was typed."""
        return self.table.rows().get(pk=form.instance.pk) if form.is_bound else form.instance

    def more(self, form: ReferenceForm) -> dict[str, object]:
        if self.table.state(self.original(form), self.today) == State.CLOSED:
            return {}
        return {"close_url": reverse("reference:close", args=[self.table.slug, form.instance.pk])}


class RowClose(RowUpdate):
    def form(self, data: QueryDict | None = None) -> ReferenceForm:
        initial: Cleaned = {"valid_to": self.today} if self.table.dated else {}
        return self.close_form(data, instance=self.row(), initial=initial)

    def heading(self, form: ReferenceForm) -> str:
        return f"{self.table.close_label} : {self.original(form)}"

    def done(self, row: Edited) -> str:
        if not isinstance(row, Dated):
            return f"« {row} » n'est plus proposé."
        return f"« {row} » est valable jusqu'au {row.valid_to:%d/%m/%Y} compris."

    def more(self, form: ReferenceForm) -> dict[str, object]:
        return {"closing": True}
