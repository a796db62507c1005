"""Pages that give a role and end one. Roles are the only source of rights, and nobody changes their own."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from emile.accounts.models import User
from emile.accounts.permissions import administers_accounts, can_administer
from emile.core.pages.form_page import FormPage
from emile.core.pages.forms import Cleaned
from partners.forms.base import PartnerForm
from partners.forms.ending import end_form
from partners.forms.membership import MembershipForm
from partners.models import Membership


class MembershipPage(FormPage[PartnerForm, Membership]):
    def may_enter(self) -> bool:
        return administers_accounts(self.request.user)

    def allowed(self) -> bool:
        return can_administer(self.request.user, self.target.user)

    def form_options(self) -> Cleaned:
        return {"user": self.request.user, "today": self.today, "instance": self.target}

    def back_url(self) -> str:
        return reverse("accounts:person", args=[self.target.user_id])

    def crumbs(self) -> list[tuple[str, str]]:
        return [("Comptes", reverse("accounts:people")), (self.target.user.full_name, self.back_url())]

    def perform(self, form: PartnerForm) -> str:
        form.save()
        return self.back_url()


class MembershipAdd(MembershipPage):
    form_class = MembershipForm
    heading = "Ajouter un rattachement"
    lead = "Ce qu'une personne voit et fait vient de ses rattachements, et de rien d'autre."
    done = "Le rattachement est ajouté : il vaut dès la prochaine page de cette personne."

    def find(self) -> Membership:
        people = User.objects.visible_to(self.request.user)
        return Membership(user=get_object_or_404(people, pk=self.kwargs["person"]))


class MembershipEnd(MembershipPage):
    form_class = end_form(Membership, "valid_to", starts="valid_from")
    heading = "Terminer un rattachement"
    lead = "La date indiquée est le dernier jour de ce rôle. Rien ne s'efface."
    submit_label = "Enregistrer la fin"
    dangerous = True

    def find(self) -> Membership:
        memberships = self.for_update(Membership.objects.visible_to(self.request.user))
        return get_object_or_404(memberships, pk=self.kwargs["pk"])
