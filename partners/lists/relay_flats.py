"""The list of the furnished flats of the immersions; the calendar tells who sleeps there, and when."""

from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString

from emile.core.pages.listing.cells import detail, link_about, quiet, spaced, stacked
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Button, Empty
from emile.core.pages.listing.paging import Sort
from emile.core.templatetags.components import badge
from emile.core.templatetags.wording import day
from partners import permissions
from partners.lists.directory import DirectoryList
from partners.models import RelayFlat
from partners.querysets import RelayFlatQuerySet


def name(flat: RelayFlat, flats: "RelayFlatList") -> SafeString:
    closed = flat.closed_on and flat.closed_on <= flats.today
    title = spaced(flat.name, badge("fermé", icon="archive") if closed else "")
    return stacked(title, flat.address and detail(flat.address))


def opened(flat: RelayFlat, flats: "RelayFlatList") -> SafeString:
    return stacked(day(flat.opened_on), flat.closed_on and quiet(f"fermé le {day(flat.closed_on)}"))


def links(flat: RelayFlat, flats: "RelayFlatList") -> SafeString | str:
    if not permissions.can_edit_relay_flat(flats.user, flat):
        return SafeString("")
    return spaced(
        link_about(reverse("partners:relay_flat_edit", args=[flat.pk]), "Modifier", flat.name),
        "·",
        link_about(
            reverse("partners:relay_flat_close", args=[flat.pk]),
            "Changer la fin" if flat.closed_on else "Fermer",
            flat.name,
        ),
    )


class RelayFlatList(DirectoryList[RelayFlatQuerySet]):
    title, noun = "Appartements relais", "appartement"
    lead = "Meublés, pour les séjours d'immersion. Qui y dort quand se lit dans le calendrier."
    asked = ("q", "territory", "state")
    equal = {"territory": "territory"}
    states = [("", "Ouverts"), ("fermes", "Fermés"), ("tous", "Tous")]
    columns = (
        Column("Appartement", "name", name),
        Column("Territoire", "territory.name", bare=True),
        Column("Couchages", "capacity", number=True),
        Column("Bailleur", "landlord.name"),
        Column("Ouvert depuis", "opened_on", opened),
        Column("Fermé le", "closed_on", shown=False),
        Column("Actions", cell=links, none="", hidden_title=True),
    )
    sorts = {"territoire": Sort("Territoire", ("territory__name", "name", "pk"))}
    empty = Empty(
        "Aucun appartement relais",
        "Les meublés où l'on dort pendant une immersion seront ici.",
        icon="bed-double",
        filtered="Aucun appartement relais ne correspond",
        hint="Élargissez les filtres.",
    )

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        return [("Partenaires", reverse("partners:organisations"))]

    def allowed(self) -> bool:
        return permissions.reads_directory(self.user)

    def rows(self) -> RelayFlatQuerySet:
        return RelayFlat.objects.visible_to(self.user).with_details()

    def in_state(self, rows: RelayFlatQuerySet, state: str) -> RelayFlatQuerySet:
        if state == "tous":
            return rows
        closed = Q(closed_on__lte=self.today)
        return rows.filter(closed) if state == "fermes" else rows.exclude(closed)

    def buttons(self) -> list[Button]:
        if not permissions.writes_directory(self.user):
            return []
        return [Button("Ajouter un appartement", reverse("partners:relay_flat_add"))]
