from django.urls import path

from emile.accounts.views import session

app_name = "accounts"
urlpatterns = [
    path("connexion/", session.SignIn.as_view(), name="sign_in"),
    path("deconnexion/", session.sign_out, name="sign_out"),
]
