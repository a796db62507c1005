"""How a file is followed: by whom, and whether it is in a pause. Each verb has its form here; none moves the step."""

from datetime import date, timedelta

from django import forms
from django.http import QueryDict

from candidates.journey.forms import ReasonField, SimpleForm, VerbForm
from candidates.journey.moves import lock, transition
from candidates.journey.table import Action
from candidates.journey.verbs import register
from candidates.models import Journey
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.database.integrity import explained
from emile.core.pages.forms import Cleaned, SaneDateField
from emile.core.templatetags.wording import day
from emile.core.workflow import OutOfOrder
from emile.reference.enums import ReasonKind
from emile.reference.models import Reason
from partners.models import Membership

LONGEST_PAUSE = timedelta(days=365)
CHANGED = "Quelqu'un a changé ce dossier entre-temps."


class AssignForm(VerbForm):
    caseworker = forms.ModelChoiceField(label="Chargé·e d'accompagnement", queryset=User.objects.none())

    def prepare(self) -> None:
        here = Membership.objects.visible_to(self.user).valid_on(self.today)
        here = here.filter(role=Role.CASEWORKER, territory=self.journey.territory_id)
        colleagues = User.objects.visible_to(self.user).active().filter(pk__in=here.values("user"))
        self.offer_rows("caseworker", colleagues)
        self.fields["caseworker"].initial = self.journey.caseworker_id


@explained()
def assign(journey: Journey, *, by: User, on: date, caseworker: User) -> Journey:
    journey = lock(journey, Action.ASSIGN, by=by)
    changes = {"caseworker": caseworker}
    transition(journey, Action.ASSIGN, by=by, on=on, data={"caseworker": caseworker.pk}, changes=changes)
    return journey


class SuspendForm(SimpleForm):
    data: "QueryDict | dict[str, str]"
    reason = ReasonField(ReasonKind.SUSPENSION)
    until = SaneDateField(
        label="Jusqu'au",
        help_text="Ce jour-là, le dossier revient parmi les choses à faire. Un an au plus.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["reason", "until", "on", "note"]

    def prepare(self) -> None:
        self.fields["on"].label = "Depuis le"
        self.fields["seen"].initial = followed(self.journey)
        if self.journey.is_suspended and self.journey.suspended_until:
            now = day(self.journey.suspended_until)
            self.fields["until"].initial = self.journey.suspended_until
            self.fields["until"].help_text = f"En pause jusqu'au {now} : ce que vous enregistrez le remplace."

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError("Choisissez un jour à venir : ce jour-là, le dossier revient.")
        if until > self.today + LONGEST_PAUSE:
            raise forms.ValidationError("Une pause dure un an au plus. Au-delà, interrompez le parcours.")
        return until

    def clean(self) -> Cleaned:
        """What was typed stays, and is sent again by somebody who knows what another person did meanwhile."""
        cleaned = super().clean()
        seen = cleaned.pop("seen", "")
        if seen and seen != followed(self.journey):
            self.data = self.data.copy()
            self.data["seen"] = followed(self.journey)
            said = f"{CHANGED} {state_of(self.journey)} Votre saisie est ci-dessous : envoyez-la si elle vaut toujours."
            self.add_error(None, said)
        return cleaned


def followed(journey: Journey) -> str:
    """What a pause replaces: the step where the file stands, and the pause it is in."""
    return f"{journey.step}:{journey.suspended_until or ''}"  # no space at the end: a field would strip it


def state_of(journey: Journey) -> str:
    pause = f", en pause jusqu'au {day(journey.suspended_until)}" if journey.suspended_until else ""
    return f"Il est à l'étape « {journey.get_step_display()} »{pause}."


def check_day(journey: Journey, on: date) -> None:
    """A pause begins at the step it stops at, and what is said of it comes in order.

    :raises OutOfOrder: the day is before the step, or before the last pause or its end.
    """
    pauses = journey.events.filter(action__in=[Action.SUSPEND, Action.RESUME])
    earliest = max([journey.step_since, *pauses.values_list("happened_on", flat=True)])
    if on < earliest:
        raise OutOfOrder(f"Ce qui précède est daté du {earliest:%d/%m/%Y} : une pause, ou sa fin, vient après.")


@explained()
def suspend(journey: Journey, *, by: User, on: date, reason: Reason, until: date, note: str = "") -> Journey:
    """The file waits for nobody until a day, or until a verb moves it to another step. Suspended again, it has
    another day."""
    journey = lock(journey, Action.SUSPEND, by=by)
    check_day(journey, on)
    data = {"until": until.isoformat()}
    transition(
        journey, Action.SUSPEND, by=by, on=on, note=note, reason=reason, data=data, changes={"suspended_until": until}
    )
    return journey


@explained()
def resume(journey: Journey, *, by: User, on: date, note: str = "") -> Journey:
    journey = lock(journey, Action.RESUME, by=by)
    check_day(journey, on)
    transition(journey, Action.RESUME, by=by, on=on, note=note, changes={"suspended_until": None})
    return journey


register(Action.ASSIGN, AssignForm, assign)
register(Action.SUSPEND, SuspendForm, suspend)
register(Action.RESUME, SimpleForm, resume)
