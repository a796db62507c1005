from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import DetailView, ListView

from emile.core.jobs import actions
from emile.core.jobs.models import Job
from emile.core.jobs.running import results


class JobList(ListView):
    """The person's own work of the last days; older rows are purged."""

    template_name = "jobs/job_list.html"
    context_object_name = "jobs"
    paginate_by = 50

    def get_queryset(self):
        return Job.objects.visible_to(self.request.user)

    def paginate_queryset(self, queryset, page_size):
        """Whatever page the address asks for, one that exists."""
        paginator = self.get_paginator(queryset, page_size)
        page = paginator.get_page(self.request.GET.get(self.page_kwarg))
        return paginator, page, page.object_list, page.has_other_pages()


class JobDetail(DetailView):
    template_name = "jobs/job_detail.html"
    context_object_name = "job"

    def get_queryset(self):
        return Job.objects.visible_to(self.request.user)


class JobState(JobDetail):
    """The part that htmx asks for every second."""

    template_name = "jobs/_state.html"


@require_GET
def download(request: HttpRequest, pk: UUID) -> FileResponse:
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
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return redirect(actions.retry(job, by=request.user))
