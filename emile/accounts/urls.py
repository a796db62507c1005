from django.urls import path

from emile.accounts.lists import People
from emile.accounts.views import own_account, people, session
from emile.core.pages.listing.page import list_page

app_name = "accounts"
urlpatterns = [
    path("connexion/", session.SignIn.as_view(), name="sign_in"),
    path("deconnexion/", session.sign_out, name="sign_out"),
    path("mot-de-passe/<str:token>/", own_account.ChoosePassword.as_view(), name="choose_password"),
    path("mon-compte/", own_account.OwnAccount.as_view(), name="profile"),
    path("mon-compte/modifier/", own_account.OwnDetails.as_view(), name="profile_edit"),
    path("mon-compte/mot-de-passe/", own_account.PasswordChange.as_view(), name="password_change"),
    path("comptes/", list_page(People), name="people"),
    path("comptes/ajouter/", people.PersonAdd.as_view(), name="person_add"),
    path("comptes/<int:pk>/", people.Person.as_view(), name="person"),
    path("comptes/<int:pk>/modifier/", people.PersonEdit.as_view(), name="person_edit"),
    path("comptes/<int:pk>/lien/", people.PersonLink.as_view(), name="person_link"),
    path("comptes/<int:pk>/desactiver/", people.PersonDeactivate.as_view(), name="person_deactivate"),
    path("comptes/<int:pk>/reactiver/", people.PersonReactivate.as_view(), name="person_reactivate"),
]
