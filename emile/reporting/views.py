from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from emile.accounts.enums import Role
from emile.accounts.permissions import require_role
from emile.core.pages import charts
from emile.reporting import indicators
from emile.reporting.filters import DashboardFilter

FUNNEL = "Du repérage au droit commun"
REASONS = "Pourquoi des familles retenues n'ont pas été au bout"
ARRIVALS = "Familles installées par territoire"


def dashboard(request: HttpRequest) -> HttpResponse:
    """« Pilotage »: figures with their definition, no name."""
    require_role(request.user, Role.MANAGER, Role.SERVICE_HEAD)
    today = timezone.localdate()
    form = DashboardFilter(request.GET, user=request.user, today=today)
    groups = indicators.groups_of(form.journeys())
    values = indicators.figures(groups)
    levels = indicators.funnel(values)
    reasons, arrivals = indicators.reasons(groups), indicators.arrivals(groups)
    context = {
        "form": form,
        "today": today,
        "tiles": [(indicator, values[indicator.code]) for indicator in indicators.INDICATORS],
        "share": indicators.unfinished_share(values),
        "empty": not values["opened"],
        "funnel": picture(charts.funnel(FUNNEL, levels), FUNNEL, ["Étape", "Parcours", "Part"], with_share(levels)),
        "reasons": picture(charts.bars(REASONS, reasons), REASONS, ["Motif", "Parcours"], reasons),
        "arrivals": picture(charts.bars(ARRIVALS, arrivals), ARRIVALS, ["Territoire", "Familles"], arrivals),
    }
    return render(request, "reporting/dashboard.html", context)


def picture(svg, title: str, headers: list[str], rows: list) -> dict:
    return {"svg": svg, "title": title, "headers": headers, "rows": rows}


def with_share(levels: list[tuple[str, int]]) -> list[tuple[str, int, str]]:
    first = levels[0][1]
    return [(label, value, f"{round(100 * value / first)} %" if first else "–") for label, value in levels]
