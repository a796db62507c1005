"""The files one follows, or counts; and those that a search found, drawn alike."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from candidates.models import Journey
from candidates.overview.filters import FileFilter, filter_for, filtered_by
from candidates.overview.rows import Row, row_of
from candidates.permissions import OPENERS
from candidates.querysets import JourneyQuerySet, ListedFile
from emile.accounts.enums import FILE_ROLES, Role
from emile.accounts.models import User
from emile.core.pages.forms import Cleaned
from emile.core.pages.listing.cells import link, link_about
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Button, Empty, Line, Listing
from emile.core.pages.listing.paging import Sort
from emile.core.templatetags.components import badge


def name(row: Row, files: "Files") -> SafeString:
    title = link(row.url, row.title) if row.url else row.title
    named = format_html('{} <span class="file-reference">{}</span>', title, row.reference or row.people)
    return format_html('{}<span class="file-reason">{}</span>', named, row.reason) if row.reason else named


def step(row: Row, files: "Files") -> SafeString:
    return format_html('{}<span class="file-since">{}</span>', badge(row.step, row.tone, row.icon), row.since)


def waits_for(row: Row, files: "Files") -> SafeString:
    return format_html('{}<span class="file-since">{}</span>', row.waits_for, row.awaited)


def access(row: Row, files: "Files") -> SafeString | None:
    return link_about(row.reason_url, "Ouvrir avec un motif", f": {row.title}") if row.reason_url else None


WHERE_IT_STANDS = (
    Column("Étape", "step", step, bare=True, sort="anciennete"),
    Column("Depuis", "since", shown=False),
    Column("Attend", "waits_for", waits_for),
    Column("Pour", "awaited", shown=False),
    Column("Territoire", "territory"),
    Column("Structure", "structure"),
)
BY_NAME = (
    Column("Ménage", "title", name, sort="nom"),
    Column("Référence", "reference", shown=False),
    *WHERE_IT_STANDS,
    Column("Personnes", "people", bare=True),
)
BY_REFERENCE = (
    Column("Dossier", "title", name),
    *WHERE_IT_STANDS,
    Column("Personnes", "people", shown=False),
    Column("Accès", cell=access, none="", bare=True),
)
BY_DATE = {
    "recent": Sort("Ouverture", ("-opened_on", "-pk")),
    "anciennete": Sort("Ancienneté à l'étape", ("step_since", "pk")),
}
ALSO_BY_NAME = {**BY_DATE, "nom": Sort("Nom", ("household__name", "pk"), reads_all=True)}


class Files(Listing[JourneyQuerySet]):
    """Who counts files without following them reads references, never names."""

    title, noun, per_page = "Dossiers", "dossier", 25
    crumbs = (("À faire", "/"),)
    empty = Empty(
        "Aucun dossier pour l'instant",
        "Les dossiers que vous suivez seront ici.",
        icon="folder-open",
        filtered="Aucun dossier pour ces filtres",
        hint="Retirez un filtre, ou vérifiez l'orthographe du nom.",
    )
    look = "files"
    template_name = "candidates/file_list.html"

    @property
    def counts_only(self) -> bool:
        return self.user.scope.sees_figures

    @property
    def lead(self) -> str:
        if not self.counts_only:
            return "Ceux que vous suivez, et eux seuls."
        return (
            "Vous voyez combien de dossiers il y a dans tous les territoires, sans les noms. "
            "Ouvrir un dossier demande un motif, qui est conservé."
        )

    @property
    def columns(self) -> Sequence[Column]:
        return BY_REFERENCE if self.counts_only else BY_NAME

    @property
    def sorts(self) -> Mapping[str, Sort]:
        return BY_DATE if self.counts_only else ALSO_BY_NAME

    @property
    def filters(self) -> type[FileFilter]:
        return filter_for(self.query)

    def filter_options(self) -> Cleaned:
        return {"user": self.user}

    def allowed(self) -> bool:
        return self.user.has_role(*FILE_ROLES, Role.MANAGER)

    def rows(self) -> JourneyQuerySet:
        return Journey.objects.countable_by(self.user)

    def filtered(self, rows: JourneyQuerySet, kept: Cleaned) -> JourneyQuerySet:
        return filtered_by(kept, rows, user=self.user)

    def with_columns(self, rows: JourneyQuerySet) -> QuerySet[Journey, ListedFile]:
        return rows.for_list(named=not self.counts_only)

    def as_read(self, row: ListedFile) -> Row:
        return row_of(row, self.user, self.today)

    def buttons(self) -> list[Button]:
        return [Button("Nouvelle candidature", reverse("candidates:new"))] if self.user.has_role(*OPENERS) else []


class FilesFound(Files):
    """Rows that a search has read already, in its own order."""

    title = "Dossiers trouvés"
    sorts: Mapping[str, Sort] = {}

    def __init__(self, *, user: User, today: date, rows: Sequence[Row]) -> None:
        super().__init__(user=user, query=QueryDict(), today=today)
        self.read = rows

    @cached_property
    def lines(self) -> list[Line]:
        return [self.line(row) for row in self.read]
