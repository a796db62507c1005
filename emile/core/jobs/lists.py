"""A person's own work of the last days; older rows are purged."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.safestring import SafeString

from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from emile.core.jobs.querysets import JobQuerySet
from emile.core.pages.listing.cells import link, link_about, quiet, spaced
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Empty, Listing
from emile.core.pages.listing.paging import Sort
from emile.core.pages.parts import Tone
from emile.core.templatetags.components import badge

STATES: dict[str, tuple[str, Tone, str]] = {
    State.QUEUED: ("En attente", "neutral", "clock"),
    State.RUNNING: ("En cours", "info", ""),
    State.DONE: ("Terminé", "success", ""),
    State.FAILED: ("Échoué", "danger", ""),
}


def name(job: Job, jobs: "JobList") -> SafeString:
    return link(job.get_absolute_url(), job.label)


def state(job: Job, jobs: "JobList") -> str:
    return STATES[job.state][0]


def state_badge(job: Job, jobs: "JobList") -> SafeString:
    return badge(*STATES[job.state])


def file(job: Job, jobs: "JobList") -> SafeString | None:
    if not job.has_file:
        return None
    download = link_about(reverse("jobs:download", args=[job.pk]), "Télécharger", f": {job.label}")
    return spaced(download, quiet(filesizeformat(job.result_size or 0)))


class JobList(Listing[JobQuerySet]):
    title, noun = "Mes travaux", "demande"
    lead = "Les documents et exports que vous avez demandés. Ils sont gardés sept jours."
    columns = (
        Column("Travail", "label", name),
        Column("Demandé le", "created_at"),
        Column("État", state, state_badge, bare=True),
        Column("Fichier", cell=file, none=quiet("—"), bare=True),
    )
    sorts = {"recent": Sort("Date", ("-created_at", "pk"))}
    empty = Empty(
        "Aucun travail en cours", "Les documents et exports que vous demanderez apparaîtront ici.", icon="printer"
    )

    def rows(self) -> JobQuerySet:
        return Job.objects.visible_to(self.user)
