"""The pages of posts to fill (postes à pourvoir), and of the news that employers give of them."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from emile.core.people import SignedInRequest
from emile.reference.models import LegalParameter
from partners import permissions
from partners.enums import Shift
from partners.forms.ending import end_form
from partners.forms.vacancy import VacancyForm
from partners.models import Organisation, Vacancy
from partners.stale import news_limit
from partners.views.rows import RowAdd, RowEdit, RowEnd


class VacancySheet(View):
    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        today = timezone.localdate()
        vacancy = get_object_or_404(Vacancy.objects.visible_to(request.user).with_details(), pk=pk)
        context = {
            "vacancy": vacancy,
            "today": today,
            "shifts": [Shift(shift).label for shift in vacancy.shifts],
            "open": vacancy.closed_on is None or vacancy.closed_on > today,
            "stale": vacancy.last_news_on < news_limit(LegalParameter.objects.values_on(today), today),
            "can_edit": permissions.can_edit_vacancy(request.user, vacancy),
            "can_give_news": permissions.can_give_news(request.user, vacancy),
        }
        return render(request, "partners/vacancy.html", context)


class VacancyAdd(RowAdd[Vacancy]):
    model = Vacancy
    form_class = VacancyForm
    list_name, list_label, sheet_name = "partners:vacancies", "Postes à pourvoir", "partners:vacancy"
    heading = "Ajouter un poste à pourvoir"
    done = "Le poste est ajouté."

    def may_enter(self) -> bool:
        return permissions.can_add_vacancy(self.request.user)

    def find(self) -> Vacancy:
        """``?organisation=`` fills the employer in, when it is within sight."""
        asked = self.request.GET.get("organisation", "")
        if not re.fullmatch(r"\d{1,9}", asked, re.ASCII):
            return Vacancy()
        employer = Organisation.objects.visible_to(self.request.user).filter(pk=asked).first()
        if employer is None:
            return Vacancy()
        vacancy = Vacancy(employer=employer)
        if employer.territory_id is not None:
            vacancy.territory_id = employer.territory_id
        return vacancy


class VacancyEdit(RowEdit[Vacancy]):
    model = Vacancy
    form_class = VacancyForm
    list_name, list_label, sheet_name = "partners:vacancies", "Postes à pourvoir", "partners:vacancy"
    heading = "Modifier le poste"
    may = staticmethod(permissions.can_edit_vacancy)


class VacancyClose(RowEnd[Vacancy]):
    model = Vacancy
    form_class = end_form(Vacancy, "closed_on")
    list_name, list_label, sheet_name = "partners:vacancies", "Postes à pourvoir", "partners:vacancy"
    heading = "Clore le poste"
    lead = "Il est pourvu, ou l'employeur y renonce : il ne sera plus proposé à partir de ce jour."
    submit_label = "Clore le poste"
    may = staticmethod(permissions.can_edit_vacancy)


class VacancyNews(View):
    """« Nouvelles de l'employeur aujourd'hui »: the post is still open. Twice the same day changes nothing."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        vacancy = get_object_or_404(Vacancy.objects.visible_to(request.user), pk=pk)
        if not permissions.can_give_news(request.user, vacancy):
            raise PermissionDenied
        vacancy.last_news_on = timezone.localdate()
        vacancy.save(update_fields=["last_news_on"])
        messages.success(request, f"« {vacancy.title} » : nouvelles de l'employeur aujourd'hui.")
        return redirect(own_address(request) or reverse("partners:vacancy", args=[pk]))


def own_address(request: SignedInRequest) -> str:
    """Leads back to the list with its filters; an address outside the site is ignored."""
    asked = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else ""
