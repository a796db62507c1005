"""The accounts, for those who look after them. What somebody may do is added and ended in ``partners``."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from emile.accounts import actions
from emile.accounts.forms import ConfirmForm, PersonForm
from emile.accounts.models import User
from emile.accounts.permissions import ADMINISTRATORS, RoleRequiredMixin, administers_accounts, can_administer
from emile.accounts.signing_in import links
from emile.core.pages.form_page import F, FormPage
from emile.core.people import SignedInRequest


class Person(RoleRequiredMixin, View):
    allowed_roles = ADMINISTRATORS

    def get(self, request: SignedInRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
        context = {
            "person": person,
            "memberships": person.memberships.visible_to(request.user).with_details(),
            "today": timezone.localdate(),
            "can_administer": can_administer(request.user, person),
        }
        return render(request, "accounts/person.html", context)


class PersonPage(FormPage[F, User]):
    """A form about somebody else's account."""

    def may_enter(self) -> bool:
        return administers_accounts(self.request.user)

    def find(self) -> User:
        people = self.for_update(User.objects.visible_to(self.request.user))
        return get_object_or_404(people, pk=self.kwargs["pk"])

    def allowed(self) -> bool:
        return can_administer(self.request.user, self.target)

    def back_url(self) -> str:
        return reverse("accounts:person", args=[self.target.pk])

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Comptes", reverse("accounts:people")), (self.target.full_name, self.back_url())]


class PersonAdd(FormPage[PersonForm, None]):
    form_class = PersonForm
    heading = "Ajouter une personne"
    lead = "Son rattachement et le lien pour choisir son mot de passe viennent juste après."
    submit_label = "Créer le compte"
    done = "Le compte est créé. Ajoutez un rattachement, puis remettez le lien."

    def may_enter(self) -> bool:
        return administers_accounts(self.request.user)

    def back_url(self) -> str:
        return reverse("accounts:people")

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Comptes", self.back_url())]

    def find(self) -> None:
        """Nobody yet."""

    def perform(self, form: PersonForm) -> str:
        person = actions.open_account(form.save(commit=False))
        return reverse("accounts:person", args=[person.pk])


class PersonEdit(PersonPage[PersonForm]):
    form_class = PersonForm
    heading = "Modifier les coordonnées"

    def form_options(self) -> dict[str, object]:
        return {"instance": self.target}

    def perform(self, form: PersonForm) -> str:
        form.save()
        return self.back_url()


class PersonDeactivate(PersonPage[ConfirmForm]):
    form_class = ConfirmForm
    heading = "Désactiver ce compte"
    lead = "La personne ne pourra plus se connecter et sort dès sa prochaine page. Ses actes gardent son nom."
    submit_label = "Désactiver le compte"
    dangerous = True
    done = "Le compte est désactivé."

    def perform(self, form: ConfirmForm) -> str:
        actions.deactivate(self.target)
        return self.back_url()


class PersonReactivate(PersonPage[ConfirmForm]):
    form_class = ConfirmForm
    heading = "Réactiver ce compte"
    lead = "La personne pourra de nouveau se connecter, avec les rattachements encore valables."
    submit_label = "Réactiver le compte"
    done = "Le compte est de nouveau actif."

    def perform(self, form: ConfirmForm) -> str:
        actions.reactivate(self.target)
        return self.back_url()


class PersonLink(View):
    """Makes the link and shows it, this once: leaving the page is losing it, making another is harmless."""

    http_method_names = ["post"]

    def post(self, request: SignedInRequest, pk: int) -> HttpResponse:
        person = get_object_or_404(User.objects.visible_to(request.user).active(), pk=pk)
        if not can_administer(request.user, person):
            raise PermissionDenied
        link = request.build_absolute_uri(links.link_for(person))
        return render(request, "accounts/link.html", {"person": person, "link": link})
