from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from candidates.models import Journey
from emile.core.jobs.actions import enqueue
from emile.core.people import SignedInRequest


@require_POST
def ask_summary(request: SignedInRequest, reference: str) -> HttpResponse:
    """Asks for the « Synthèse de candidature ». Asked again while the first is under way, it is the same job."""
    journey = get_object_or_404(Journey.objects.visible_to(request.user), reference=reference)
    job = enqueue(
        "candidature_summary", args={"journey": journey.pk}, by=request.user, unique_key=f"journey-{journey.pk}"
    )
    return redirect(job)
