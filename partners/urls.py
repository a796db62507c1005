from django.urls import path

from emile.core.pages.listing.page import list_page
from partners.lists.dwellings import DwellingList
from partners.lists.organisations import organisation_list
from partners.lists.relay_flats import RelayFlatList
from partners.lists.vacancies import VacancyList
from partners.views import dwellings, memberships, organisations, relay_flats, vacancies

app_name = "partners"
urlpatterns = [
    path("", organisation_list, name="organisations"),
    path("ajouter/", organisations.OrganisationAdd.as_view(), name="organisation_add"),
    path("<int:pk>/", organisations.OrganisationSheet.as_view(), name="organisation"),
    path("<int:pk>/modifier/", organisations.OrganisationEdit.as_view(), name="organisation_edit"),
    path("<int:pk>/fin/", organisations.OrganisationClose.as_view(), name="organisation_close"),
    path("<int:organisation>/contacts/ajouter/", organisations.ContactAdd.as_view(), name="contact_add"),
    path("contacts/<int:pk>/modifier/", organisations.ContactEdit.as_view(), name="contact_edit"),
    path("contacts/<int:pk>/depart/", organisations.ContactLeave.as_view(), name="contact_leave"),
    path("postes/", list_page(VacancyList), name="vacancies"),
    path("postes/ajouter/", vacancies.VacancyAdd.as_view(), name="vacancy_add"),
    path("postes/<int:pk>/", vacancies.VacancySheet.as_view(), name="vacancy"),
    path("postes/<int:pk>/modifier/", vacancies.VacancyEdit.as_view(), name="vacancy_edit"),
    path("postes/<int:pk>/clore/", vacancies.VacancyClose.as_view(), name="vacancy_close"),
    path("postes/<int:pk>/nouvelles/", vacancies.VacancyNews.as_view(), name="vacancy_news"),
    path("logements/", list_page(DwellingList), name="dwellings"),
    path("logements/ajouter/", dwellings.DwellingAdd.as_view(), name="dwelling_add"),
    path("logements/<int:pk>/", dwellings.DwellingSheet.as_view(), name="dwelling"),
    path("logements/<int:pk>/modifier/", dwellings.DwellingEdit.as_view(), name="dwelling_edit"),
    path("logements/<int:pk>/retirer/", dwellings.DwellingWithdraw.as_view(), name="dwelling_withdraw"),
    path("appartements-relais/", list_page(RelayFlatList), name="relay_flats"),
    path("appartements-relais/ajouter/", relay_flats.RelayFlatAdd.as_view(), name="relay_flat_add"),
    path("appartements-relais/<int:pk>/modifier/", relay_flats.RelayFlatEdit.as_view(), name="relay_flat_edit"),
    path("appartements-relais/<int:pk>/fermer/", relay_flats.RelayFlatClose.as_view(), name="relay_flat_close"),
    path("rattachements/<int:person>/ajouter/", memberships.MembershipAdd.as_view(), name="membership_add"),
    path("rattachements/<int:pk>/terminer/", memberships.MembershipEnd.as_view(), name="membership_end"),
]
