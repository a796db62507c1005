"""The journal tells the data protection officer who opened a named file, when, and for which stated reason."""

from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.safestring import SafeString

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.audit.forms import JournalFilter
from emile.audit.models import OpenedFile, OpenedFileQuerySet
from emile.core.pages.forms import Cleaned
from emile.core.pages.listing.cells import paragraphs, quiet, stacked
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Empty, Listing
from emile.core.pages.listing.paging import Sort
from emile.core.templatetags.components import badge
from emile.core.templatetags.wording import NBSP, moment

ASLEEP_AFTER = timedelta(days=180)


def household(opening: OpenedFile, journal: "Journal") -> str:
    return f"nº{NBSP}{opening.household_id}"


def reason(opening: OpenedFile, journal: "Journal") -> SafeString:
    return paragraphs(filter(None, [opening.reason.label, opening.note and quiet(f"« {opening.note} »")]))


def access(opening: OpenedFile, journal: "Journal") -> SafeString:
    until = moment(opening.open_until)
    if opening.open_until > journal.now:
        return stacked(badge("encore ouvert", "warning", "lock-open"), quiet(f"jusqu'au {until}"))
    return quiet(f"fini le {until}")


class Journal(Listing[OpenedFileQuerySet]):
    title, noun = "Journal des ouvertures motivées", "ouverture"
    lead = (
        "Chaque dossier nominatif ouvert par quelqu'un qui ne le suit pas, avec la raison donnée. "
        "Écrit une fois, jamais modifié."
    )
    filters = JournalFilter
    equal = {"reason": "reason"}
    columns = (
        Column("Quand", "opened_at"),
        Column("Qui", "user.full_name"),
        Column("Ménage", "household_id", household),
        Column("Motif", "reason.label", reason, bare=True),
        Column("Accès", "open_until", access),
    )
    sorts = {
        "recent": Sort("Date", ("-opened_at", "-pk")),
        "ancien": Sort("Ancienneté", ("opened_at", "pk")),
    }
    empty = Empty(
        "Aucune ouverture",
        "Quand une personne de la direction ouvrira un dossier nominatif, sa raison sera écrite ici.",
        icon="scroll-text",
        filtered="Aucune ouverture pour ces filtres",
    )
    template_name = "audit/journal.html"

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    def allowed(self) -> bool:
        return self.user.has_role(Role.DPO)

    def rows(self) -> OpenedFileQuerySet:
        return OpenedFile.objects.visible_to(self.user).with_details()

    def filtered(self, rows: OpenedFileQuerySet, kept: Cleaned) -> OpenedFileQuerySet:
        for word in kept.get("q", "").split():
            rows = rows.filter(
                Q(user__first_name__unaccent__icontains=word)
                | Q(user__last_name__unaccent__icontains=word)
                | Q(note__unaccent__icontains=word)
            )
        if "since" in kept:
            rows = rows.filter(opened_at__date__gte=kept["since"])
        return rows.filter(opened_at__date__lte=kept["until"]) if "until" in kept else rows

    @cached_property
    def accounts(self) -> dict[str, int]:
        return accounts_overview(self.today)


def accounts_overview(today: date) -> dict[str, int]:
    """Counts accounts in one query. An account is asleep when it is active and nobody has signed in for six months."""
    active = Q(is_active=True)
    counted: dict[str, int] = User.objects.aggregate(
        active=Count("pk", filter=active),
        never=Count("pk", filter=active & Q(last_login=None)),
        asleep=Count("pk", filter=active & Q(last_login__date__lt=today - ASLEEP_AFTER)),
        closed=Count("pk", filter=~active),
    )
    return counted
