from django.db.models import Func
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import SafeString

from emile.core.pages.listing.cells import link, quiet, spaced, stacked
from emile.core.pages.listing.columns import Column, Read
from emile.core.pages.listing.listing import Button, Empty
from emile.core.pages.listing.page import list_page
from emile.core.pages.listing.paging import Sort
from emile.core.people import SignedInRequest
from emile.core.templatetags.components import badge
from partners import permissions
from partners.lists.directory import DirectoryList
from partners.models import Organisation
from partners.querysets import OrganisationQuerySet

NAME = Func("name", function="emile_fold")


def name(organisation: Organisation, organisations: "OrganisationList") -> SafeString:
    over = organisation.closed_on and organisation.closed_on < organisations.today
    words = link(reverse("partners:organisation", args=[organisation.pk]), organisation.name)
    return spaced(words, badge("terminé") if over else "")


def where(organisation: Organisation, organisations: "OrganisationList") -> str:
    places = (organisation.territory or organisation.origin_area, organisation.commune and organisation.commune.name)
    return ", ".join(str(place) for place in places if place)


def where_one_a_line(organisation: Organisation, organisations: "OrganisationList") -> SafeString | None:
    area = organisation.territory or organisation.origin_area
    commune = organisation.commune and quiet(organisation.commune.name)
    return stacked(area, commune) if area or commune else None


def none_is_quiet(column: str) -> Read:
    """A column of figures whose zeros are greyed out."""
    return lambda organisation, organisations: getattr(organisation, column) or quiet(0)


class OrganisationList(DirectoryList[OrganisationQuerySet]):
    title, noun = "Partenaires", "partenaire"
    lead = "Employeurs, bailleurs, structures prescriptrices, financeurs : à qui s'adresser, et ce que chacun apporte."
    asked = ("q", "kind", "territory", "state")
    equal = {"kind": "kind", "territory": "territory"}
    states = [("", "En cours"), ("finis", "Terminés"), ("tous", "Tous")]
    columns = (
        Column("Organisation", "name", name, sort="nom"),
        Column("Type", "get_kind_display", bare=True, sort="type"),
        Column("Où", where, where_one_a_line, bare=True),
        Column("Postes ouverts", "open_vacancies", none_is_quiet("open_vacancies"), number=True),
        Column("Logements", "open_dwellings", none_is_quiet("open_dwellings"), number=True),
    )
    sorts = {
        "nom": Sort("Nom", (NAME, "pk")),
        "type": Sort("Type", ("kind", NAME, "pk"), reads_all=True),
    }
    empty = Empty(
        "Aucun partenaire",
        "Les employeurs, bailleurs et structures avec qui l'on travaille seront ici.",
        icon="handshake",
        filtered="Aucun partenaire ne correspond",
        hint="Essayez avec moins de lettres, ou un autre territoire.",
    )
    template_name = "partners/organisations.html"

    def rows(self) -> OrganisationQuerySet:
        return Organisation.objects.visible_to(self.user).with_offers(self.today)

    def in_state(self, rows: OrganisationQuerySet, state: str) -> OrganisationQuerySet:
        if state == "tous":
            return rows
        return rows.filter(closed_on__lt=self.today) if state == "finis" else rows.open_on(self.today)

    def buttons(self) -> list[Button]:
        if not permissions.writes_directory(self.user):
            return []
        return [Button("Ajouter un partenaire", reverse("partners:organisation_add"))]

    def staff(self) -> bool:
        return permissions.reads_directory(self.user)


def organisation_list(request: SignedInRequest) -> HttpResponse:
    """A partner's directory is its own sheet."""
    own = request.user.scope.partner_organisations
    if not permissions.reads_directory(request.user) and len(own) == 1:
        return redirect("partners:organisation", pk=own[0])
    return list_page(OrganisationList)(request)
