"""« À faire » for those who follow no file: a manager watches delays, the data protection officer watches accesses."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Count, F, Min, Window
from django.urls import reverse

from candidates.journey.waiting import suspended
from candidates.models import Journey
from candidates.steps import PREPARING, SETTLING, TO_DECIDE
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.audit.models import OpenedFile
from emile.core.pages import todo
from emile.core.templatetags.wording import as_date, day
from emile.reference.models import LegalParameter
from partners.models import Membership

DAYS_BEFORE_THE_END = timedelta(days=30)
DAYS_OF_OPENINGS = timedelta(days=7)
WATCHED = {
    "a-decider": ("Candidatures à décider depuis longtemps", TO_DECIDE),
    "en-preparation": ("Projets sans mouvement", PREPARING | SETTLING),
}


def late_files(user: User, today: date, asked: todo.Asked) -> list[todo.ShownPile]:
    """Counts late files by territory, without listing any: a manager asks the territory and opens no file."""
    limit = today - timedelta(days=int(LegalParameter.objects.value_on("silent_file_days", today)))
    return [late_pile(user, today, limit, asked, number, group) for number, group in enumerate(WATCHED)]


def late_pile(user: User, today: date, limit: date, asked: todo.Asked, number: int, group: str) -> todo.ShownPile:
    title, steps = WATCHED[group]
    late = Journey.objects.countable_by(user).filter(~suspended(today), step__in=sorted(steps), step_since__lt=limit)
    by_territory = late.values("territory", name=F("territory__name"))
    rows = by_territory.annotate(number=Count("pk"), oldest=Min("step_since"))
    territories = list(rows.order_by("-number", "name"))
    lines = [late_line(group, **row) for row in territories[: asked.lines]]
    return todo.ShownPile(
        slug=group,
        title=title,
        icon="hourglass",
        order=20 + number,
        lines=lines,
        total=len(territories),
    )


def late_line(group: str, territory: int, name: str, number: int, oldest: date) -> todo.Line:
    url = f"{reverse('candidates:list')}?etape={group}&territoire={territory}&tri=anciennete"
    return todo.Line(
        title=f"{number} dossiers" if number > 1 else "1 dossier",
        url=url,
        who=name,
        detail=f"le plus ancien attend depuis le {day(oldest)}",
        icon="hourglass",
        tone="warning",
        action_label="Voir la liste",
        action_url=url,
    )


def accesses(user: User, today: date, asked: todo.Asked) -> list[todo.ShownPile]:
    return [ending_memberships(user, today, asked), recent_openings(user, today, asked)]


def ending_memberships(user: User, today: date, asked: todo.Asked) -> todo.ShownPile:
    ending = Membership.objects.visible_to(user).filter(valid_to__range=(today, today + DAYS_BEFORE_THE_END))
    counted = ending.select_related("user", "organisation").annotate(total=Window(Count("*")))
    rows = list(counted.order_by("valid_to", "pk")[: asked.lines])
    url = reverse("accounts:people")
    lines = [
        todo.Line(
            title="Prolonger ou laisser finir l'accès",
            url=url,
            who=row.user.full_name,
            due=row.valid_to,
            detail=f"{row.get_role_display()}, {row.organisation}",
            icon="user-x",
            tone="warning",
            action_label="Voir les comptes",
            action_url=url,
        )
        for row in rows
    ]
    return todo.ShownPile(
        slug="memberships",
        title="Accès qui prennent fin",
        icon="user-x",
        order=30,
        lines=lines,
        total=total_of(rows),
    )


def recent_openings(user: User, today: date, asked: todo.Asked) -> todo.ShownPile:
    recent = OpenedFile.objects.visible_to(user).filter(opened_at__date__gte=today - DAYS_OF_OPENINGS)
    counted = recent.select_related("user", "reason").annotate(total=Window(Count("*")))
    rows = list(counted.order_by("-opened_at")[: asked.lines])
    url = reverse("audit:journal")
    lines = [
        todo.Line(
            title="Relire l'ouverture du dossier",
            url=url,
            who=row.user.full_name,
            since=as_date(row.opened_at),
            detail=f"motif : {row.reason}",
            icon="eye",
            action_label="Voir le journal",
            action_url=url,
        )
        for row in rows
    ]
    return todo.ShownPile(
        slug="openings",
        title="Dossiers ouverts avec un motif, ces sept jours",
        icon="eye",
        order=40,
        lines=lines,
        total=total_of(rows),
    )


def total_of(rows: Sequence[Membership | OpenedFile]) -> int:
    """Of rows that were read with their number."""
    return rows[0].total if rows else 0  # type: ignore[union-attr]  # annotated where they were read


todo.register(todo.Source(slug="late", allowed=lambda user: user.has_role(Role.MANAGER), fetch=late_files))
todo.register(todo.Source(slug="accesses", allowed=lambda user: user.has_role(Role.DPO), fetch=accesses))
