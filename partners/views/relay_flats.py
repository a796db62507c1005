"""The furnished flats of the immersions; their calendar of stays is elsewhere."""

from typing import Any

from django.db.models import Q, QuerySet

from partners import permissions
from partners.forms import RelayFlatForm, end_form
from partners.models import RelayFlat
from partners.views.lists import DirectoryList
from partners.views.rows import RowAdd, RowEdit, RowEnd


class RelayFlatList(DirectoryList):
    template_name = "partners/relay_flats.html"
    asked = ("q", "territory", "state")
    states = [("", "Ouverts"), ("fermes", "Fermés"), ("tous", "Tous")]

    def allowed(self) -> bool:
        return permissions.reads_directory(self.request.user)

    def rows(self) -> QuerySet:
        flats = RelayFlat.objects.visible_to(self.request.user).with_details()
        return flats.order_by("territory__name", "name", "pk")

    def in_state(self, rows: QuerySet, state: str) -> QuerySet:
        if state == "tous":
            return rows
        closed = Q(closed_on__lte=self.today)
        return rows.filter(closed) if state == "fermes" else rows.exclude(closed)

    def more(self, page: Any) -> dict[str, Any]:
        user = self.request.user
        return {
            "can_add": permissions.writes_directory(user),
            "lines": [(flat, permissions.can_edit_relay_flat(user, flat)) for flat in page],
        }


class RelayFlatAdd(RowAdd):
    model = RelayFlat
    form_class = RelayFlatForm
    list_name, list_label = "partners:relay_flats", "Appartements relais"
    heading = "Ajouter un appartement relais"
    done = "L'appartement relais est ajouté."


class RelayFlatEdit(RowEdit):
    model = RelayFlat
    form_class = RelayFlatForm
    list_name, list_label = "partners:relay_flats", "Appartements relais"
    heading = "Modifier l'appartement relais"
    may = permissions.can_edit_relay_flat


class RelayFlatClose(RowEnd):
    model = RelayFlat
    form_class = end_form(RelayFlat, "closed_on", starts="opened_on")
    list_name, list_label = "partners:relay_flats", "Appartements relais"
    heading = "Fermer l'appartement relais"
    lead = "Plus aucun séjour n'y sera proposé à partir de ce jour ; les séjours passés restent lisibles."
    submit_label = "Fermer l'appartement"
    may = permissions.can_edit_relay_flat
