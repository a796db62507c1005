"""The pages of organisations and of the people to call there."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from emile.accounts.models import User
from emile.core.people import SignedInRequest
from emile.reference.models import LegalParameter
from partners import permissions
from partners.forms.base import PartnerForm
from partners.forms.contact import ContactForm
from partners.forms.ending import end_form
from partners.forms.organisation import OrganisationForm
from partners.forms.vacancy import HIRING
from partners.models import Contact, Organisation
from partners.querysets import ContactQuerySet, DwellingQuerySet
from partners.stale import news_limit
from partners.views.rows import PartnerPage, RowAdd, RowEdit, RowEnd

SHOWN = 25


class OrganisationSheet(View):
    """Staff read everything; the partner itself reads an allow-list: what it told us, and what it offers."""

    request: SignedInRequest

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        today = timezone.localdate()
        organisation = get_object_or_404(Organisation.objects.visible_to(request.user).with_details(), pk=pk)
        staff = permissions.reads_directory(request.user)
        context = {
            "organisation": organisation,
            "today": today,
            "staff": staff,
            "contacts": self.contacts(organisation),
            "vacancies": organisation.vacancies.open_on(today).with_details().order_by("-last_news_on", "pk")[:SHOWN],
            "dwellings": self.dwellings(organisation),
            "stale_before": news_limit(LegalParameter.objects.values_on(today), today),
            "can_edit": permissions.can_edit_organisation(request.user, organisation),
            "vacancy_add_url": self.vacancy_add_url(organisation),
        }
        if staff:
            context |= self.for_staff(organisation)
        return render(request, "partners/organisation.html", context)

    def vacancy_add_url(self, organisation: Organisation) -> str:
        if organisation.kind not in HIRING or not permissions.can_add_vacancy(self.request.user):
            return ""
        return f"{reverse('partners:vacancy_add')}?organisation={organisation.pk}"

    def contacts(self, organisation: Organisation) -> ContactQuerySet:
        contacts = organisation.contacts.visible_to(self.request.user).in_order()
        return contacts if permissions.reads_directory(self.request.user) else contacts.filter(left_on=None)

    def dwellings(self, organisation: Organisation) -> DwellingQuerySet:
        free = organisation.dwellings.kept_on(timezone.localdate()).filter(held=False)
        return free.with_details().order_by("available_from", "pk")[:SHOWN]

    def for_staff(self, organisation: Organisation) -> dict[str, object]:
        today = timezone.localdate()
        memberships = organisation.memberships.visible_to(self.request.user).valid_on(today)
        return {
            "relay_flats": organisation.relay_flats.visible_to(self.request.user).select_related("territory"),
            "memberships": memberships.select_related("user").order_by("user__last_name", "pk"),
        }


class OrganisationAdd(RowAdd[Organisation]):
    model = Organisation
    form_class = OrganisationForm
    sheet_name = "partners:organisation"
    heading = "Ajouter un partenaire"
    done = "Le partenaire est ajouté. Il lui manque peut-être quelqu'un à appeler."


class OrganisationEdit(RowEdit[Organisation]):
    model = Organisation
    form_class = OrganisationForm
    sheet_name = "partners:organisation"
    heading = "Modifier la fiche"
    may = staticmethod(permissions.can_edit_organisation)


class OrganisationClose(RowEnd[Organisation]):
    model = Organisation
    form_class = end_form(Organisation, "closed_on")
    sheet_name = "partners:organisation"
    heading = "Fin du partenariat"
    lead = "L'organisation ne sera plus proposée dans les listes ; ce qui la cite reste lisible."
    may = staticmethod(permissions.can_edit_organisation)


class ContactPage(PartnerPage[Contact]):
    """Leads back to the organisation's sheet."""

    model = Contact

    def url_of(self, row: Contact) -> str:
        return reverse("partners:organisation", args=[row.organisation_id])

    def back_url(self) -> str:
        return self.url_of(self.target)

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Partenaires", reverse("partners:organisations")), (str(self.target.organisation), self.back_url())]


class ContactAdd(ContactPage):
    form_class = ContactForm
    heading = "Ajouter quelqu'un à appeler"

    def find(self) -> Contact:
        organisations = Organisation.objects.visible_to(self.request.user)
        return Contact(organisation=get_object_or_404(organisations, pk=self.kwargs["organisation"]))

    def allowed(self) -> bool:
        return permissions.can_edit_organisation(self.request.user, self.target.organisation)


class ContactEdit(ContactPage, RowEdit[Contact]):
    form_class: type[PartnerForm] = ContactForm
    heading = "Modifier un contact"

    @staticmethod
    def may(user: User, contact: Contact) -> bool:
        return permissions.can_edit_organisation(user, contact.organisation)


class ContactLeave(ContactEdit):
    form_class = end_form(Contact, "left_on")
    heading = "Cette personne est partie"
    lead = "Elle ne sera plus proposée ; ce qu'elle a suivi garde son nom."
    submit_label = "Enregistrer son départ"
    dangerous = True
