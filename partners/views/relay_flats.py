"""The pages of the furnished flats of the immersions; the calendar of their stays is in ``placements``."""

from partners import permissions
from partners.forms.ending import end_form
from partners.forms.relay_flat import RelayFlatForm
from partners.models import RelayFlat
from partners.views.rows import RowAdd, RowEdit, RowEnd


class RelayFlatAdd(RowAdd[RelayFlat]):
    model = RelayFlat
    form_class = RelayFlatForm
    list_name, list_label = "partners:relay_flats", "Appartements relais"
    heading = "Ajouter un appartement relais"
    done = "L'appartement relais est ajouté."


class RelayFlatEdit(RowEdit[RelayFlat]):
    model = RelayFlat
    form_class = RelayFlatForm
    list_name, list_label = "partners:relay_flats", "Appartements relais"
    heading = "Modifier l'appartement relais"
    may = staticmethod(permissions.can_edit_relay_flat)


class RelayFlatClose(RowEnd[RelayFlat]):
    model = RelayFlat
    form_class = end_form(RelayFlat, "closed_on", starts="opened_on")
    list_name, list_label = "partners:relay_flats", "Appartements relais"
    heading = "Fermer l'appartement relais"
    lead = "Plus aucun séjour n'y sera proposé à partir de ce jour ; les séjours passés restent lisibles."
    submit_label = "Fermer l'appartement"
    may = staticmethod(permissions.can_edit_relay_flat)
