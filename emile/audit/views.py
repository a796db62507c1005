"""What the data protection officer reads: who opened a named file, when, and why they said they needed it."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.permissions import RoleRequiredMixin
from emile.audit.forms import JournalFilter
from emile.audit.models import OpenedFile

PER_PAGE = 50
ASLEEP_AFTER = timedelta(days=180)


class Journal(RoleRequiredMixin, View):
    allowed_roles = frozenset({Role.DPO})

    def get(self, request: HttpRequest) -> HttpResponse:
        form = JournalFilter(request.GET or None)
        asked = form.cleaned_data if form.is_valid() else {}
        openings = filtered(OpenedFile.objects.visible_to(request.user).with_details(), asked)
        context = {
            "form": form,
            "page": Paginator(openings, PER_PAGE).get_page(request.GET.get("page")),
            "accounts": accounts_overview(timezone.localdate()),
            "now": timezone.now(),
        }
        return render(request, "audit/journal.html", context)


def filtered(openings: QuerySet, asked: dict) -> QuerySet:
    for word in (asked.get("q") or "").split():
        openings = openings.filter(
            Q(user__first_name__unaccent__icontains=word)
            | Q(user__last_name__unaccent__icontains=word)
            | Q(note__unaccent__icontains=word)
        )
    if asked.get("reason"):
        openings = openings.filter(reason=asked["reason"])
    if asked.get("since"):
        openings = openings.filter(opened_at__date__gte=asked["since"])
    if asked.get("until"):
        openings = openings.filter(opened_at__date__lte=asked["until"])
    return openings


def accounts_overview(today: date) -> dict[str, int]:
    """One query. Asleep: still active, but without a sign-in for six months."""
    active = Q(is_active=True)
    return User.objects.aggregate(
        active=Count("pk", filter=active),
        never=Count("pk", filter=active & Q(last_login=None)),
        asleep=Count("pk", filter=active & Q(last_login__date__lt=today - ASLEEP_AFTER)),
        closed=Count("pk", filter=~active),
    )
