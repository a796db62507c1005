"""Suggestions while typing, for any signed-in person: ten options at most, one query, nothing personal."""

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from emile.reference.models import Commune, Trade

SHOWN = 10


def typed(request: HttpRequest) -> str:
    """Reads `q`, or the field that htmx sends under its own name."""
    name = request.headers.get("HX-Trigger-Name", "")
    return request.GET.get("q") or request.GET.get(name) or ""


def options(request: HttpRequest, rows: QuerySet[Model]) -> HttpResponse:
    return render(request, "reference/_options.html", {"rows": rows[:SHOWN]})


@require_GET
def commune_suggestions(request: HttpRequest) -> HttpResponse:
    return options(request, Commune.objects.matching(typed(request)))


@require_GET
def trade_suggestions(request: HttpRequest) -> HttpResponse:
    return options(request, Trade.objects.valid_on(timezone.localdate()).matching(typed(request)))
