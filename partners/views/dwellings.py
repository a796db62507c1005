"""Dwellings to rent (logements)."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View

from emile.reference.models import LegalParameter
from partners import permissions, sizes
from partners.forms import DwellingForm, end_form
from partners.models import Dwelling
from partners.views.lists import DirectoryList
from partners.views.rows import RowAdd, RowEdit, RowEnd


class DwellingList(DirectoryList):
    template_name = "partners/dwellings.html"
    asked = ("q", "size", "territory", "state")
    states = [("", "À louer"), ("bientot", "À louer plus tard"), ("retires", "Retirés"), ("tous", "Tous")]

    def rows(self) -> QuerySet:
        dwellings = Dwelling.objects.visible_to(self.request.user).with_details()
        return dwellings.order_by("commune__name", "kind", "rent", "pk")

    def filtered(self, rows: QuerySet, asked: dict[str, Any]) -> QuerySet:
        rows = super().filtered(rows, asked)
        return rows.filter(kind=asked["size"]) if asked.get("size") else rows

    def in_state(self, rows: QuerySet, state: str) -> QuerySet:
        if state == "tous":
            return rows
        if state == "retires":
            return rows.filter(withdrawn_on__lte=self.today)
        still = rows.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=self.today))
        return still.filter(available_from__gt=self.today) if state == "bientot" else rows.available_on(self.today)

    def more(self, page: Any) -> dict[str, Any]:
        values = LegalParameter.objects.values_on(self.today)
        return {
            "can_add": permissions.writes_directory(self.request.user),
            "lines": [(dwelling, sizes.suits(dwelling.kind, dwelling.surface, values)) for dwelling in page],
        }


class DwellingSheet(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        dwelling = get_object_or_404(Dwelling.objects.visible_to(request.user).with_details(), pk=pk)
        today = timezone.localdate()
        context = {
            "dwelling": dwelling,
            "today": today,
            "suits": sizes.suits(dwelling.kind, dwelling.surface, LegalParameter.objects.values_on(today)),
            "can_edit": permissions.can_edit_dwelling(request.user, dwelling),
        }
        return render(request, "partners/dwelling.html", context)


class DwellingAdd(RowAdd):
    model = Dwelling
    form_class = DwellingForm
    list_name, list_label, sheet_name = "partners:dwellings", "Logements", "partners:dwelling"
    heading = "Ajouter un logement"
    done = "Le logement est ajouté."


class DwellingEdit(RowEdit):
    model = Dwelling
    form_class = DwellingForm
    list_name, list_label, sheet_name = "partners:dwellings", "Logements", "partners:dwelling"
    heading = "Modifier le logement"
    may = permissions.can_edit_dwelling


class DwellingWithdraw(RowEnd):
    model = Dwelling
    form_class = end_form(Dwelling, "withdrawn_on")
    list_name, list_label, sheet_name = "partners:dwellings", "Logements", "partners:dwelling"
    heading = "Retirer le logement"
    lead = "Il est loué ailleurs, ou le bailleur le reprend : il ne sera plus proposé à partir de ce jour."
    submit_label = "Retirer le logement"
    may = permissions.can_edit_dwelling
