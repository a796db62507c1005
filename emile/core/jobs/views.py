from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST

from emile.core.generic import DetailView
from emile.core.jobs import actions
from emile.core.jobs.models import Job
from emile.core.jobs.querysets import JobQuerySet
from emile.core.jobs.running import results
from emile.core.people import SignedInRequest


class JobDetail(DetailView[Job]):
    template_name = "jobs/job_detail.html"
    request: SignedInRequest
    context_object_name = "job"

    def get_queryset(self) -> JobQuerySet:
        return Job.objects.visible_to(self.request.user)


class JobState(JobDetail):
    """The part that htmx asks for every second."""

    template_name = "jobs/_state.html"


@require_GET
def download(request: SignedInRequest, pk: UUID) -> FileResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user).exclude(result_path=""), pk=pk)
    try:
        file = results.open_stored(job.result_path)
    except FileNotFoundError:
        raise Http404("Ce fichier a été supprimé.") from None
    response = FileResponse(file, as_attachment=True, filename=job.result_name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_POST
def retry(request: SignedInRequest, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return redirect(actions.retry(job, by=request.user))
