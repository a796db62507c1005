"""The pages of every family: index, add, edit, close. What differs is in `families.py`."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from emile.accounts.enums import Role
from emile.accounts.permissions import RoleRequiredMixin
from emile.core.pages.one_use import AlreadyDone, OneUseForm, once
from emile.reference.enums import State
from emile.reference.families import BY_SLUG, FAMILIES, Family
from emile.reference.forms import ReferenceForm

EXPIRED = "Cette page était ouverte depuis trop longtemps : vérifiez ce que vous avez écrit, puis enregistrez."


class Refused(Exception):
    """The form is not saved; it says why itself."""


class ManagerView(RoleRequiredMixin, View):
    allowed_roles = frozenset({Role.MANAGER})


class IndexView(ManagerView):
    def get(self, request: HttpRequest) -> HttpResponse:
        counts = [(family, family.model.objects.count()) for family in FAMILIES]
        return render(request, "reference/index.html", {"cards": counts})


class FamilyView(ManagerView):
    """Finds the family in the address; 404 when there is none, or when it cannot be edited."""

    editing = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today: datetime.date = timezone.localdate()
        self.family: Family | None = BY_SLUG.get(kwargs["family"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.family is None or (self.editing and not self.family.editable):
            raise Http404("Cette page du référentiel n'existe pas.")
        return super().dispatch(request, *args, **kwargs)

    def list_url(self) -> str:
        return reverse("reference:list", args=[self.family.slug])


class EditingView(FamilyView):
    """One form on one page: shown, checked, saved, or shown again with the reasons."""

    editing = True

    def row(self) -> Any:
        return None

    def form(self, data: Any = None) -> ReferenceForm:
        return self.family.form(data, instance=self.row())

    def heading(self, form: ReferenceForm) -> str:
        return self.family.add

    def done(self, row: Any) -> str:
        return f"« {row} » est enregistré."

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A double click lands on the first result; a refused form keeps its token for the next try."""
        form, one_use = self.form(request.POST), OneUseForm(request.POST)
        if not one_use.is_valid():
            form.full_clean()
            form.add_error(None, EXPIRED)
            return self.page(form, status=422)
        try:
            with once(one_use.cleaned_data["token"], user=request.user) as outcome:
                row = self.save(form)
                outcome.url = self.list_url()
        except AlreadyDone as already:
            return redirect(already.outcome_url)
        except Refused:
            return self.page(form, one_use, status=422)
        messages.success(request, self.done(row))
        return redirect(self.list_url())

    def save(self, form: ReferenceForm) -> Any:
        row = form.save_or_explain() if form.is_valid() else None
        if row is None:
            raise Refused
        return row

    def page(self, form: ReferenceForm, one_use: OneUseForm | None = None, status: int = 200) -> HttpResponse:
        context = {
            "family": self.family,
            "form": form,
            "one_use": one_use or OneUseForm(),
            "heading": self.heading(form),
            "closing": False,
        }
        return render(self.request, "reference/form.html", context | self.more(form), status=status)

    def more(self, form: ReferenceForm) -> dict:
        return {}


class RowCreate(EditingView):
    pass


class RowUpdate(EditingView):
    def row(self) -> Any:
        """Locked on POST: the version read is the version compared."""
        rows = self.family.model.objects
        rows = rows.select_for_update() if self.request.method == "POST" else rows
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def heading(self, form: ReferenceForm) -> str:
        return f"Modifier : {self.original(form)}"

    def original(self, form: ReferenceForm) -> Any:
        """As stored: the instance of a refused form already carries what was typed."""
        return self.family.rows().get(pk=form.instance.pk) if form.is_bound else form.instance

    def more(self, form: ReferenceForm) -> dict:
        if self.family.state(self.original(form), self.today) == State.CLOSED:
            return {}
        return {"close_url": reverse("reference:close", args=[self.family.slug, form.instance.pk])}


class RowClose(RowUpdate):
    def form(self, data: Any = None) -> ReferenceForm:
        initial = {"valid_to": self.today} if self.family.dated else {}
        return self.family.close_form(data, instance=self.row(), initial=initial)

    def heading(self, form: ReferenceForm) -> str:
        return f"{self.family.close_label} : {self.original(form)}"

    def done(self, row: Any) -> str:
        if not self.family.dated:
            return f"« {row} » n'est plus proposé."
        return f"« {row} » est valable jusqu'au {row.valid_to:%d/%m/%Y} compris."

    def more(self, form: ReferenceForm) -> dict:
        return {"closing": True}
