from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from candidates.candidature.forms.member import DepartureForm, MemberForm, age_doubt
from candidates.candidature.forms.pages import mark_saved
from candidates.enums import Link, Topic
from candidates.journey import actions
from candidates.models import Journey, Member
from candidates.permissions import can_edit_facts
from emile.core.database.integrity import explained
from emile.core.pages.forms import posted
from emile.core.pages.one_use import AlreadyDone, already_sent, once
from emile.core.people import SignedInRequest
from emile.core.workflow import WorkflowError


def add_member(request: SignedInRequest, reference: str) -> HttpResponse:
    """``?lien=child`` starts a child, with the family's name."""
    journey = editable_journey(request, reference)
    form = MemberForm(
        posted(request),
        instance=Member(household=journey.household),
        initial=first_values(request, journey),
        journey=journey,
    )
    return answer(request, journey, form, "Ajouter une personne")


@transaction.atomic
def edit_member(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    journey = editable_journey(request, reference)
    form = MemberForm(posted(request), instance=member_of(request, journey, pk), journey=journey)
    return answer(request, journey, form, "Modifier une personne")


@transaction.atomic
def member_left(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    """« A quitté le ménage »: the person stays in the file, with a date."""
    journey = editable_journey(request, reference)
    if earlier := already_sent(request):
        return redirect(earlier)
    member = member_of(request, journey, pk)
    today = {"left_household_on": timezone.localdate()}
    form = DepartureForm(posted(request), instance=member, initial=today, journey=journey)
    if request.method == "POST" and form.is_valid():
        with once(form.cleaned_data["token"], user=request.user) as outcome:
            actions.save_member(form.save(commit=False))
            mark_saved(journey, by=request.user)
            outcome.url = household_page(journey)
        messages.success(request, f"{member.first_name} ne fait plus partie du ménage.")
        return redirect(household_page(journey))
    context = {"journey": journey, "member": member, "form": form, "back": household_page(journey)}
    return render(request, "candidates/candidature/member_left.html", context)


def answer(request: SignedInRequest, journey: Journey, form: MemberForm, heading: str) -> HttpResponse:
    if earlier := already_sent(request):
        return redirect(earlier)
    if request.method == "POST" and form.is_valid():
        try:
            with once(form.cleaned_data["token"], user=request.user) as outcome:
                with explained():
                    member = actions.save_member(form.save(commit=False))
                mark_saved(journey, by=request.user)
                outcome.url = after_saving(request, journey)
        except AlreadyDone as done:
            return redirect(done.outcome_url)
        except WorkflowError as error:
            form.add_error(None, str(error))
            return member_page(request, journey, form, heading)
        messages.success(request, f"{member.first_name} : c'est enregistré.")
        if doubt := age_doubt(member, timezone.localdate()):
            messages.warning(request, doubt)
        return redirect(outcome.url)
    return member_page(request, journey, form, heading)


def member_page(request: SignedInRequest, journey: Journey, form: MemberForm, heading: str) -> HttpResponse:
    context = {"journey": journey, "form": form, "heading": heading, "back": household_page(journey)}
    return render(request, "candidates/candidature/member.html", context)


def after_saving(request: SignedInRequest, journey: Journey) -> str:
    if "another" in request.POST:
        return reverse("candidates:member_add", args=[journey.reference]) + f"?lien={Link.CHILD.value}"
    return household_page(journey)


def editable_journey(request: SignedInRequest, reference: str) -> Journey:
    journey = get_object_or_404(Journey.objects.visible_to(request.user).with_details(), reference=reference)
    if not can_edit_facts(request.user, journey):
        raise PermissionDenied
    return journey


def member_of(request: SignedInRequest, journey: Journey, pk: int) -> Member:
    """Locks the row when it is about to be changed, so that it is still what was compared when it is written."""
    rows = Member.objects.visible_to(request.user).present()
    rows = rows.select_for_update(of=["self"]) if request.method == "POST" else rows
    return get_object_or_404(rows, pk=pk, household=journey.household_id)


def first_values(request: SignedInRequest, journey: Journey) -> dict[str, str]:
    """A child has the applicant's name more often than not; the first adult added is most often the partner."""
    link = request.GET.get("lien", "")
    members = journey.household.members.visible_to(request.user).present()
    applicant = members.filter(link=Link.APPLICANT).first()
    if link == Link.CHILD and applicant:
        return {"link": Link.CHILD, "last_name": applicant.last_name, "nationality": applicant.nationality}
    return {"link": Link.PARTNER if applicant else Link.APPLICANT}


def household_page(journey: Journey) -> str:
    return reverse("candidates:topic", args=[journey.reference, Topic.HOUSEHOLD.value])
