from functools import cached_property

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.safestring import SafeString

from emile.core.pages.listing.cells import detail, link, quiet, spaced, stacked
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Button, Empty
from emile.core.pages.listing.paging import Sort
from emile.core.templatetags.components import badge, icon
from emile.core.templatetags.wording import NBSP, day, euros
from emile.reference.models import LegalParameter
from emile.reference.querysets import Values
from partners import permissions, sizes
from partners.lists.directory import DirectoryList
from partners.models import Dwelling
from partners.querysets import DwellingQuerySet


def words(dwelling: Dwelling, dwellings: "DwellingList") -> str:
    return f"{dwelling.get_kind_display()}, {dwelling.address}"


def name(dwelling: Dwelling, dwellings: "DwellingList") -> SafeString:
    url = reverse("partners:dwelling", args=[dwelling.pk])
    return stacked(link(url, words(dwelling, dwellings)), detail(f"{dwelling.commune.name} · {dwelling.landlord}"))


def suits(dwelling: Dwelling, dwellings: "DwellingList") -> str:
    return sizes.suits(dwelling.kind, dwelling.surface, dwellings.values)


def surface(dwelling: Dwelling, dwellings: "DwellingList") -> str:
    return f"{floatformat(dwelling.surface, '-1')}{NBSP}m²"


def cost(dwelling: Dwelling, dwellings: "DwellingList") -> SafeString:
    return stacked(euros(dwelling.rent), dwelling.charges and quiet(f"+ {euros(dwelling.charges)}"))


def access(dwelling: Dwelling, dwellings: "DwellingList") -> str:
    if dwelling.accessible:
        return "accessible"
    return f"{dwelling.floor_words}{', ascenseur' if dwelling.floor and dwelling.lift else ''}"


def drawn_access(dwelling: Dwelling, dwellings: "DwellingList") -> str:
    said = access(dwelling, dwellings)
    return spaced(icon("accessibility", 16), said) if dwelling.accessible else said


def availability(dwelling: Dwelling, dwellings: "DwellingList") -> str:
    if dwelling.withdrawn_on and dwelling.withdrawn_on <= dwellings.today:
        return badge("retiré", icon="archive")
    if dwelling.held:
        return badge("proposé ou loué")
    return badge("libre", "success") if dwelling.available_from <= dwellings.today else day(dwelling.available_from)


class DwellingList(DirectoryList[DwellingQuerySet]):
    title, noun = "Logements", "logement"
    lead = "Ce que les bailleurs proposent, et pour combien de personnes : ni sous-occupé, ni trop petit."
    asked = ("q", "size", "territory", "state")
    equal = {"size": "kind", "territory": "territory"}
    states = [
        ("", "À louer"),
        ("bientot", "À louer plus tard"),
        ("loues", "Proposés ou loués"),
        ("retires", "Retirés"),
        ("tous", "Tous"),
    ]
    columns = (
        Column("Logement", words, name, sort="commune"),
        Column("Commune", "commune.name", shown=False),
        Column("Bailleur", "landlord.name", shown=False),
        Column("Taille légale pour", suits),
        Column("Surface", "surface", surface, number=True, sort="surface"),
        Column("Loyer et charges", "rent", cost, number=True, sort="loyer"),
        Column("Accès", access, drawn_access, bare=True),
        Column("Disponibilité", "available_from", availability, sort="recent"),
    )
    sorts = {
        "recent": Sort("Les plus récents", ("-available_from", "-pk")),
        "commune": Sort("Commune", ("commune__name", "kind", "rent", "pk"), reads_all=True),
        "loyer": Sort("Loyer", ("rent", "pk"), reads_all=True),
        "surface": Sort("Surface", ("-surface", "-pk"), reads_all=True),
    }
    empty = Empty(
        "Aucun logement",
        "Ajoutez celui qu'un bailleur vient de proposer.",
        icon="house",
        filtered="Aucun logement ne correspond",
        hint="Élargissez les filtres, ou ajoutez celui qu'un bailleur vient de proposer.",
    )

    @cached_property
    def values(self) -> Values:
        return LegalParameter.objects.values_on(self.today)

    def rows(self) -> DwellingQuerySet:
        return Dwelling.objects.visible_to(self.user).with_details()

    def in_state(self, rows: DwellingQuerySet, state: str) -> DwellingQuerySet:
        if state == "tous":
            return rows
        if state == "retires":
            return rows.filter(withdrawn_on__lte=self.today)
        if state == "loues":
            return rows.kept_on(self.today).filter(held=True)
        if state == "bientot":
            return rows.kept_on(self.today).filter(available_from__gt=self.today, held=False)
        return rows.to_let_on(self.today)

    def buttons(self) -> list[Button]:
        if not permissions.writes_directory(self.user):
            return []
        return [Button("Ajouter un logement", reverse("partners:dwelling_add"))]
