"""How a file is followed: by whom. These verbs leave the step where it is; each is here with its form."""

from datetime import date

from django import forms
from django.db import transaction

from candidates.journey.forms import VerbForm
from candidates.journey.moves import lock, transition
from candidates.journey.table import Action
from candidates.journey.verbs import register
from candidates.models import Journey
from emile.accounts.enums import Role
from emile.accounts.models import User
from partners.models import Membership


class AssignForm(VerbForm):
    caseworker = forms.ModelChoiceField(label="Chargé·e d'accompagnement", queryset=User.objects.none())

    def prepare(self) -> None:
        here = Membership.objects.visible_to(self.user).valid_on(self.today)
        here = here.filter(role=Role.CASEWORKER, territory=self.journey.territory_id)
        colleagues = User.objects.visible_to(self.user).active().filter(pk__in=here.values("user"))
        self.fields["caseworker"].queryset = colleagues
        self.fields["caseworker"].initial = self.journey.caseworker_id


@transaction.atomic
def assign(journey: Journey, *, by, on: date, caseworker) -> Journey:
    journey = lock(journey, Action.ASSIGN, by=by)
    changes = {"caseworker": caseworker}
    transition(journey, Action.ASSIGN, by=by, on=on, data={"caseworker": caseworker.pk}, changes=changes)
    return journey


register(Action.ASSIGN, AssignForm, assign)
