"""The pages of dwellings to rent (logements)."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views import View

from emile.core.people import SignedInRequest
from emile.reference.models import LegalParameter
from partners import permissions, sizes
from partners.forms.dwelling import DwellingForm
from partners.forms.ending import end_form
from partners.models import Dwelling
from partners.views.rows import RowAdd, RowEdit, RowEnd


class DwellingSheet(View):
    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        dwelling = get_object_or_404(Dwelling.objects.visible_to(request.user).with_details(), pk=pk)
        today = timezone.localdate()
        context = {
            "dwelling": dwelling,
            "today": today,
            "suits": sizes.suits(dwelling.kind, dwelling.surface, LegalParameter.objects.values_on(today)),
            "can_edit": permissions.can_edit_dwelling(request.user, dwelling),
        }
        return render(request, "partners/dwelling.html", context)


class DwellingAdd(RowAdd[Dwelling]):
    model = Dwelling
    form_class = DwellingForm
    list_name, list_label, sheet_name = "partners:dwellings", "Logements", "partners:dwelling"
    heading = "Ajouter un logement"
    done = "Le logement est ajouté."


class DwellingEdit(RowEdit[Dwelling]):
    model = Dwelling
    form_class = DwellingForm
    list_name, list_label, sheet_name = "partners:dwellings", "Logements", "partners:dwelling"
    heading = "Modifier le logement"
    may = staticmethod(permissions.can_edit_dwelling)


class DwellingWithdraw(RowEnd[Dwelling]):
    model = Dwelling
    form_class = end_form(Dwelling, "withdrawn_on")
    list_name, list_label, sheet_name = "partners:dwellings", "Logements", "partners:dwelling"
    heading = "Retirer le logement"
    lead = "Il est loué ailleurs, ou le bailleur le reprend : il ne sera plus proposé à partir de ce jour."
    submit_label = "Retirer le logement"
    may = staticmethod(permissions.can_edit_dwelling)
