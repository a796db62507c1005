"""A worker makes the papers of a file, with the rights of the person who asked."""

from django.utils import timezone

from candidates.candidature.paper import context_of
from candidates.models import Journey
from emile.core.jobs.errors import JobRefused
from emile.core.jobs.models import Job
from emile.core.jobs.registry import JobResult, ReportProgress, job_kind
from emile.core.pdf import render_pdf


@job_kind("candidature_summary", label="Synthèse de candidature", queue="pdf")
def candidature_summary(job: Job, report_progress: ReportProgress) -> JobResult:
    """:raises JobRefused: the file is out of the person's reach, perhaps since they asked."""
    user = job.requested_by
    files = Journey.objects.visible_to(user) if user else Journey.objects.none()
    journey = files.with_details().filter(pk=job.args["journey"]).first()
    if user is None or journey is None:
        raise JobRefused("Ce dossier n'est pas, ou n'est plus, parmi ceux que vous suivez.")
    context = context_of(journey, user, timezone.localdate())
    report_progress(30, "dossier lu, mise en page")
    title = f"Synthèse de candidature {journey.reference}"
    context |= {"definition": "Synthèse de candidature, version 1", "asked_by": user}
    content = render_pdf("pdf/candidature_summary.html", context, title=title)
    report_progress(90, "papier prêt, enregistrement")
    return JobResult(f"synthese-{journey.reference}.pdf", content)
