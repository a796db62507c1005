"""« Mon compte », and choosing a password."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from emile.accounts import actions
from emile.accounts.forms import NewPasswordForm, OwnDetailsForm, PasswordChangeForm
from emile.accounts.models import User
from emile.accounts.signing_in import links
from emile.core.database.identity import acting_as_system
from emile.core.pages.form_page import F, FormPage
from emile.core.people import SignedInRequest

OWN_ACCOUNT = "/mon-compte/"


class OwnAccount(TemplateView):
    request: SignedInRequest
    template_name = "accounts/profile.html"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        memberships = self.request.user.memberships.with_details().valid_on(timezone.localdate())
        return super().get_context_data(memberships=memberships, **kwargs)


class OwnPage(FormPage[F, User]):
    """A form about oneself."""

    def back_url(self) -> str:
        return OWN_ACCOUNT

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Mon compte", OWN_ACCOUNT)]


class OwnDetails(OwnPage[OwnDetailsForm]):
    form_class = OwnDetailsForm
    heading = "Modifier mes coordonnées"
    done = "Vos coordonnées sont à jour."

    def find(self) -> User:
        return self.for_update(User.objects.filter(pk=self.request.user.pk)).get()

    def form_options(self) -> dict[str, object]:
        return {"instance": self.target}

    def perform(self, form: OwnDetailsForm) -> str:
        form.save()
        return OWN_ACCOUNT


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PasswordChange(OwnPage[PasswordChangeForm]):
    form_class = PasswordChangeForm
    heading = "Changer mon mot de passe"
    lead = "Vos autres connexions ouvertes prendront fin ; celle-ci continue."
    submit_label = "Changer le mot de passe"
    done = "Votre mot de passe est changé. Vos autres connexions ont pris fin."

    def find(self) -> User:
        return self.request.user

    def form_options(self) -> dict[str, object]:
        return {"person": self.request.user}

    def perform(self, form: PasswordChangeForm) -> str:
        actions.change_password(self.request.user, form.cleaned_data["new_password"])
        update_session_auth_hash(self.request, self.request.user)
        return OWN_ACCOUNT


@method_decorator([login_not_required, never_cache, sensitive_post_parameters()], name="dispatch")
class ChoosePassword(View):
    """Opened with a link. Reading it changes nothing: only the password chosen uses it up."""

    def dispatch(self, request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            with acting_as_system():
                response: HttpResponseBase = super().dispatch(request, person=links.person_of(token))
        except links.LinkVoid:
            response = render(request, "accounts/link_void.html", status=410)
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get(self, request: HttpRequest, person: User) -> HttpResponse:
        return self.page(NewPasswordForm(person=person))

    def post(self, request: HttpRequest, person: User) -> HttpResponse:
        form = NewPasswordForm(request.POST, person=person)
        if not form.is_valid():
            return self.page(form)  # 200: any other status would be logged with the address, and the link still works
        actions.change_password(person, form.cleaned_data["new_password"])
        messages.success(request, "Votre mot de passe est choisi : connectez-vous.")
        return redirect("accounts:sign_in")

    def page(self, form: NewPasswordForm) -> HttpResponse:
        return render(self.request, "accounts/choose_password.html", {"form": form})
