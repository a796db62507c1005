"""One form on one page, for accounts and partners alike: asked for, checked, done once, or shown again with why not."""

from datetime import date
from typing import Generic, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.db import IntegrityError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from emile.core.pages.forms import Cleaned
from emile.core.pages.one_use import AlreadyDone, already_sent, once
from emile.core.people import SignedInRequest

F = TypeVar("F", bound=forms.BaseForm)
Target = TypeVar("Target", bound=Model | None)
Rows = TypeVar("Rows", bound=QuerySet[Model])

MEANWHILE = "Ces valeurs ne vont plus ensemble : quelqu'un vient d'enregistrer la même chose. Relisez la liste."


class FormPage(View, Generic[F, Target]):
    """A page says: ``form_class``, ``heading``, ``may_enter`` or ``allowed``, ``perform``; ``target`` is the row."""

    template_name = "core/form_page.html"
    request: SignedInRequest
    form_class: type[F]
    heading = ""
    lead = ""
    submit_label = "Enregistrer"
    dangerous = False
    done = "C'est enregistré."

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        super().setup(request, *args, **kwargs)
        self.today: date = timezone.localdate()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.may_enter():
            raise PermissionDenied
        self.target = self.find()
        if not self.allowed():
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self) -> bool:
        """Asked before the row is looked for: a role that never opens this page is refused, whatever the row."""
        return True

    def find(self) -> Target:
        """The row, within what this person may see; 404 otherwise. Locked when about to be changed."""
        raise NotImplementedError

    def allowed(self) -> bool:
        """Asked about ``target``."""
        return True

    def perform(self, form: F) -> str:
        """Do it; returns the address it leads to."""
        raise NotImplementedError

    def back_url(self) -> str:
        return "/"

    def crumbs(self) -> list[tuple[str, str]]:
        return []

    def get_heading(self) -> str:
        return self.heading

    def form_options(self) -> Cleaned:
        return {}

    def build(self, data: QueryDict | None = None) -> F:
        return self.form_class(data, **self.form_options())

    def get(self, request: SignedInRequest, **kwargs: object) -> HttpResponse:
        return self.page(self.build())

    def post(self, request: SignedInRequest, **kwargs: object) -> HttpResponse:
        if earlier := already_sent(request):
            return redirect(earlier)
        form = self.build(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        try:
            with once(form.cleaned_data["token"], user=request.user) as outcome:
                outcome.url = self.perform(form)
        except AlreadyDone as done:
            return redirect(done.outcome_url)
        except IntegrityError:
            explain(form)
            return self.page(form, status=422)
        messages.success(request, self.done)
        return redirect(outcome.url)

    def page(self, form: F, status: int = 200) -> HttpResponse:
        context = {"form": form, "page": self, "target": self.target, "breadcrumbs": self.crumbs()}
        return render(self.request, self.template_name, context | self.more(), status=status)

    def more(self) -> dict[str, object]:
        return {}

    def for_update(self, rows: Rows) -> Rows:
        return rows.select_for_update(of=("self",)) if self.request.method == "POST" else rows


def explain(form: forms.BaseForm) -> None:
    """Somebody saved between the check and the save: say what the database refused, in its own French sentence."""
    try:
        if isinstance(form, forms.ModelForm):
            form.instance.validate_unique()
            form.instance.validate_constraints()
        form.add_error(None, MEANWHILE)
    except ValidationError as error:
        for message in error.message_dict.get(NON_FIELD_ERRORS, []) or error.messages:
            form.add_error(None, message)
