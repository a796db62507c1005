"""Signing in and out."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from emile.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from emile.accounts.forms import SignInForm


@method_decorator([login_not_required, never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignIn(RedirectURLMixin, View):
    """``next`` leads to this very site or nowhere."""

    next_page = "/"

    def get_success_url(self) -> str:
        url = super().get_success_url()
        return self.get_default_redirect_url() if url.startswith(self.request.path) else url

    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        return self.page(self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, status=422)
        user = form.signed_in()
        if not user.scope.roles:
            return render(request, "accounts/no_role.html", {"first_name": user.first_name}, status=403)
        login(request, user)
        return HttpResponseRedirect(self.get_success_url())

    def form(self, data: QueryDict | None = None) -> SignInForm:
        return SignInForm(data, request=self.request, now=timezone.now())

    def page(self, form: SignInForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "next": self.get_redirect_url()}
        if settings.DEMO:
            context |= {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
        return render(self.request, "accounts/sign_in.html", context, status=status)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Browsers that listen also drop what they kept of our pages: nothing left behind the back button."""
    logout(request)
    messages.info(request, "Vous êtes déconnecté·e.")
    response = redirect(settings.LOGOUT_REDIRECT_URL)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response
