from typing import NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString

from emile.accounts.enums import Role
from emile.accounts.permissions import require_role
from emile.core.people import SignedInRequest
from emile.reporting.asked import Period, ReportScope
from emile.reporting.filters import DashboardFilter
from emile.reporting.registry import Nothing, Place, ReportTable, tables_at

NOTHING_TO_COUNT = Nothing(
    "Aucun parcours à compter",
    "Choisissez une autre période, un autre programme ou un autre territoire.",
    icon="chart-no-axes-column",
)


def dashboard(request: SignedInRequest) -> HttpResponse:
    """« Pilotage » shows the tables that have a place on it, each with its definition, and no name."""
    require_role(request.user, Role.MANAGER, Role.SERVICE_HEAD)
    today = timezone.localdate()
    form = DashboardFilter(request.GET, user=request.user, today=today)
    scope, period = form.scope(), form.period()
    context: dict[str, object] = {"form": form, "today": today}
    if scope.cohort(period):
        context |= {place.value: shown_at(place, scope, period) for place in (Place.TILE, Place.WIDE, Place.HALF)}
    else:
        context["nothing"] = NOTHING_TO_COUNT
    return render(request, "reporting/dashboard.html", context)


class Shown(NamedTuple):
    """A table as the page shows it: its figures are words."""

    table: ReportTable
    headers: list[str]
    rows: list[list[str]]
    picture: SafeString


def shown_at(place: Place, scope: ReportScope, period: Period) -> list[Shown]:
    return [shown(table, scope, period) for table in tables_at(place)]


def shown(table: ReportTable, scope: ReportScope, period: Period) -> Shown:
    rows = table.rows(scope=scope, period=period)
    return Shown(table, [header.title for header in table.headers], table.texts(rows), table.picture(rows))
