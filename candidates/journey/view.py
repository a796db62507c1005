from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from candidates.journey.forms import VerbForm
from candidates.journey.moves import roles_on
from candidates.journey.table import TRANSITIONS, Action
from candidates.journey.verbs import Verb, find
from candidates.models import Journey
from emile.core.pages.one_use import AlreadyDone, once, outcome_of
from emile.core.people import SignedInRequest
from emile.core.workflow import WorkflowError


def verb(request: SignedInRequest, reference: str, slug: str) -> HttpResponse:
    """The page of one verb on one file asks, then does. Every change of step comes through here."""
    found = find(slug)
    if found is None:
        raise Http404
    journey = get_object_or_404(Journey.objects.visible_to(request.user).with_details(), reference=reference)
    if TRANSITIONS[found.action].roles.isdisjoint(roles_on(journey, request.user)):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = found.form(sent, journey=journey, user=request.user, today=timezone.localdate())
    if request.method == "POST":
        try:
            if form.is_valid():
                return _perform(request, found, journey, form)
            if earlier := outcome_of(form.cleaned_data.get("token"), user=request.user):
                return redirect(earlier)  # a second click: what it chose is taken since, by the first
        except AlreadyDone as done:
            return redirect(done.outcome_url)
        except Journey.DoesNotExist:
            raise Http404 from None  # out of reach since the page was read
        except WorkflowError as error:
            form.add_error(None, str(error))
    return render(request, "candidates/verb.html", _context(found, journey, form))


def _perform(request: SignedInRequest, found: Verb, journey: Journey, form: VerbForm) -> HttpResponse:
    url = reverse("candidates:file", args=[journey.reference])
    with once(form.cleaned_data["token"], user=request.user, leads_to=url):
        found.perform(journey, by=request.user, **form.arguments())
    messages.success(request, f"{Action(found.action).label} : c'est enregistré.")
    return redirect(url)


def _context(found: Verb, journey: Journey, form: VerbForm) -> dict[str, object]:
    rule = TRANSITIONS[found.action]
    blocked = []
    if not form.is_bound:  # what was typed is shown again with the refusal, whatever the refusal
        elsewhere = f"Ce n'est pas possible à l'étape « {journey.get_step_display()} »."
        blocked = rule.unmet(journey) if rule.starts_from(journey) else [elsewhere]
    return {
        "verb": found,
        "rule": rule,
        "journey": journey,
        "form": form,
        "blocked": blocked,
        "about": [
            ("Étape", journey.get_step_display()),
            ("Programme", str(journey.programme)),
            ("Structure", str(journey.prescriber)),
            ("Territoire", str(journey.territory or "à choisir")),
            ("Référence", journey.reference),
        ],
    }
