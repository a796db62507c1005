"""One form on one page, for accounts and partners alike: asked for, checked, done once, or shown again with why not."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from emile.core.pages.one_use import AlreadyDone, already_sent, once

MEANWHILE = "Ces valeurs ne vont plus ensemble : quelqu'un vient d'enregistrer la même chose. Relisez la liste."


class FormPage(View):
    """A page says: ``form_class``, ``heading``, ``may_enter`` or ``allowed``, ``perform``; ``target`` is the row."""

    template_name = "core/form_page.html"
    form_class: type[forms.Form]
    heading = ""
    lead = ""
    submit_label = "Enregistrer"
    dangerous = False
    done = "C'est enregistré."

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.today: date = timezone.localdate()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_enter():
            raise PermissionDenied
        self.target = self.find()
        if not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self) -> bool:
        """Asked before the row is looked for: a role that never opens this page is refused, whatever the row."""
        return True

    def find(self) -> Any:
        """The row, within what this person may see; 404 otherwise. Locked when about to be changed."""

    def allowed(self) -> bool:
        """Asked about ``target``."""
        return True

    def perform(self, form: forms.Form) -> str:
        """Do it; returns the address it leads to."""
        raise NotImplementedError

    def back_url(self) -> str:
        return "/"

    def crumbs(self) -> list[tuple[str, str]]:
        return []

    def get_heading(self) -> str:
        return self.heading

    def form_options(self) -> dict[str, Any]:
        return {}

    def build(self, data: Any = None) -> forms.Form:
        return self.form_class(data, **self.form_options())

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.build())

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if earlier := already_sent(request):
            return redirect(earlier)
        form = self.build(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            with once(form.cleaned_data["token"], user=request.user) as outcome:
                outcome.url = self.perform(form)
        except AlreadyDone as earlier:
            return redirect(earlier.outcome_url)
        except IntegrityError:
            explain(form)
            return self.page(form, status=422)
        messages.success(request, self.done)
        return redirect(outcome.url)

    def page(self, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {"form": form, "page": self, "target": self.target, "breadcrumbs": self.crumbs()}
        return render(self.request, self.template_name, context | self.more(), status=status)

    def more(self) -> dict[str, Any]:
        return {}

    def for_update(self, rows: Any) -> Any:
        return rows.select_for_update(of=("self",)) if self.request.method == "POST" else rows


def explain(form: forms.Form) -> None:
    """Somebody saved between the check and the save: say what the database refused, in its own French sentence."""
    try:
        if isinstance(form, forms.ModelForm):
            form.instance.validate_unique()
            form.instance.validate_constraints()
        form.add_error(None, MEANWHILE)
    except ValidationError as error:
        for message in error.message_dict.get(NON_FIELD_ERRORS, []) or error.messages:
            form.add_error(None, message)
