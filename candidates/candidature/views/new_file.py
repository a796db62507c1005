from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from candidates.candidature.duplicates import Known, household_to_reopen, known_people
from candidates.candidature.forms.new_file import NewFileForm, possible_for
from candidates.enums import Topic
from candidates.journey import actions, first_half
from candidates.models import Household, Journey
from candidates.permissions import OPENERS
from emile.accounts.models import User
from emile.accounts.permissions import RoleRequiredMixin
from emile.core.pages.one_use import AlreadyDone, once, outcome_of
from emile.core.people import SignedInRequest
from emile.core.workflow import WorkflowError


class NewFileView(RoleRequiredMixin, View):
    """Open a file: for a family nobody knows yet, or for one that comes back."""

    allowed_roles = OPENERS

    def get(self, request: SignedInRequest) -> HttpResponse:
        return self.page(request, self.form(request))

    def post(self, request: SignedInRequest) -> HttpResponse:
        form = self.form(request, request.POST)
        if not form.is_valid():
            return self.again(request, form)
        household = self.household(request, form)
        known = [] if household else already_known(request.user, form)
        if form.errors or (known and request.POST.get("confirmed") != signature(known)):
            return self.again(request, form, known)
        try:
            return redirect(self.open(request, form, household))
        except AlreadyDone as done:
            return redirect(done.outcome_url)
        except WorkflowError as error:
            form.add_error(None, str(error))
            return self.again(request, form)

    def again(self, request: SignedInRequest, form: NewFileForm, known: list[Known] | None = None) -> HttpResponse:
        """Shows the form again with what is wrong or doubtful, unless it did its work already: the doubt would be about
        its own file."""
        done = outcome_of(form.cleaned_data.get("token"), user=request.user)
        return redirect(done) if done else self.page(request, form, known)

    def form(self, request: SignedInRequest, data: QueryDict | None = None) -> NewFileForm:
        return NewFileForm(data, possible=possible_for(request.user, timezone.localdate()))

    def household(self, request: SignedInRequest, form: NewFileForm) -> Household | None:
        """Finds the household that the person chose to take up again, if any."""
        reference = request.POST.get("reopen", "")
        if not reference:
            return None
        household = household_to_reopen(request.user, reference[:6])
        if household is None:
            form.add_error(None, "Ce ménage ne peut pas être repris : il a un parcours en cours, ou n'est pas à vous.")
        return household

    @staticmethod
    def open(request: SignedInRequest, form: NewFileForm, household: Household | None) -> str:
        with once(form.cleaned_data["token"], user=request.user) as outcome:
            journey = open_file(form, household, by=request.user)
            outcome.url = reverse("candidates:topic", args=[journey.reference, Topic.HOUSEHOLD.value])
        messages.success(request, f"Le dossier {journey.reference} est ouvert.")
        return outcome.url

    @staticmethod
    def page(request: SignedInRequest, form: NewFileForm, known: list[Known] | None = None) -> HttpResponse:
        context = {"form": form, "known": known, "confirmed": signature(known or []), "possible": form.possible}
        return render(request, "candidates/candidature/new.html", context)


def open_file(form: NewFileForm, household: Household | None, *, by: User) -> Journey:
    chosen = form.cleaned_data
    journey = first_half.open_file(
        programme=chosen["programme"],
        prescriber=chosen["prescriber"],
        origin_area=chosen["origin_area"],
        territory=chosen["territory"],
        by=by,
        on=timezone.localdate(),
        household=household,
    )
    if household is None:
        applicant = actions.save_member(form.applicant(journey.household))
        Household.objects.filter(pk=journey.household_id).update(phone=applicant.phone)
    return journey


def already_known(user: User, form: NewFileForm) -> list[Known]:
    typed = form.cleaned_data
    return known_people(
        user, last_name=typed["last_name"], first_name=typed["first_name"], birth_date=typed["birth_date"]
    )


def signature(known: list[Known]) -> str:
    """Says which warnings were read: « Continuer quand même » is about these and no other."""
    return "-".join(sorted({each.journey.reference for each in known}))
