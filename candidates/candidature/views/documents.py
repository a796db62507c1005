import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from candidates.candidature.documents import add_document, download_name, withdraw
from candidates.candidature.forms.document import DocumentForm
from candidates.models import Document, Journey
from candidates.permissions import audiences_offered, can_edit_facts, can_withdraw_document
from emile.core.pages.forms import posted
from emile.core.pages.one_use import AlreadyDone, once
from emile.core.people import SignedInRequest


def documents(request: SignedInRequest, reference: str) -> HttpResponse:
    """The page of the papers of a file, where one is added."""
    journey = get_object_or_404(Journey.objects.visible_to(request.user).with_details(), reference=reference)
    may_add = can_edit_facts(request.user, journey)
    if request.method == "POST" and not may_add:
        raise PermissionDenied
    form = DocumentForm(
        posted(request), files=request.FILES or None, audiences=audiences_offered(request.user, journey)
    )
    if request.method == "POST" and form.is_valid():
        return redirect(add(request, journey, form))
    papers = list(journey.household.documents.visible_to(request.user).current_for(request.user))
    for paper in papers:
        paper.may_withdraw = can_withdraw_document(request.user, journey, paper)
    context = {"journey": journey, "household": journey.household, "papers": papers, "form": form, "may_add": may_add}
    return render(request, "candidates/documents/list.html", context)


def add(request: SignedInRequest, journey: Journey, form: DocumentForm) -> str:
    values = dict(form.cleaned_data)
    token, checked = values.pop("token"), values.pop("file")
    try:
        with once(token, user=request.user) as outcome:
            add_document(journey.household, checked, by=request.user, **values)
            outcome.url = reverse("candidates:documents", args=[journey.reference])
    except AlreadyDone as done:
        return done.outcome_url
    messages.success(request, "Le document est ajouté.")
    return outcome.url


@require_GET
def document(request: SignedInRequest, reference: str, token: uuid.UUID) -> FileResponse:
    """Gives the paper itself, always as a download: nothing uploaded is ever shown inside our pages."""
    paper = paper_of(request, reference, token)[1]
    try:
        content = paper.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=True, filename=download_name(paper), content_type=paper.content_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
def withdraw_document(request: SignedInRequest, reference: str, token: uuid.UUID) -> HttpResponse:
    journey, paper = paper_of(request, reference, token)
    if not can_withdraw_document(request.user, journey, paper):
        raise PermissionDenied
    withdraw(paper)
    messages.success(request, "Le document est retiré du dossier.")
    return redirect("candidates:documents", journey.reference)


def paper_of(request: SignedInRequest, reference: str, token: uuid.UUID) -> tuple[Journey, Document]:
    journeys = Journey.objects.visible_to(request.user).select_related("programme")
    journey = get_object_or_404(journeys, reference=reference)
    papers = Document.objects.visible_to(request.user).current_for(request.user)
    return journey, get_object_or_404(papers, token=token, household=journey.household_id)
