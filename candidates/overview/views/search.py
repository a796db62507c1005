from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from candidates.models import Journey, Member
from candidates.overview.lists import FilesFound
from candidates.overview.rows import Row, rows_of
from candidates.overview.search import Found, How, find_journeys, marked
from emile.accounts.enums import FILE_ROLES, Role
from emile.accounts.models import User
from emile.accounts.permissions import require_role
from emile.core.people import SignedInRequest

MOST = 20


@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    """What the one box finds. Nothing of what was typed is kept."""
    require_role(request.user, *FILE_ROLES, Role.MANAGER)
    text = request.GET.get("q", "").replace("\0", "").strip()
    found = find_journeys(text, user=request.user, most=MOST + 1) if text else Found(How.NOTHING)
    rows = results(found, text, request.user)
    context = {
        "text": text,
        "found": found,
        "list": FilesFound(user=request.user, today=timezone.localdate(), rows=rows),
        "rows": rows,
        "more": len(found.ids) > MOST,
        "pseudonymous": request.user.scope.sees_figures,
    }
    return render(request, "candidates/search.html", context)


def results(found: Found, text: str, user: User) -> list[Row]:
    """The rows in the order found, each with the person who made it come up."""
    ids = found.ids[:MOST]
    rows = Journey.objects.countable_by(user).for_list(named=not user.scope.sees_figures).filter(pk__in=ids)
    files = {file.pk: file for file in rows}
    shown = [files[pk] for pk in ids if pk in files]
    reasons = people_found(found, [file.household_id for file in shown], text, user)
    return [
        replace(row, reason=reasons.get(file.household_id, ""))
        for row, file in zip(rows_of(shown, user, timezone.localdate()), shown, strict=True)
    ]


def people_found(found: Found, households: list[int], text: str, user: User) -> dict[int, str]:
    """The first of each household who bears what was typed."""
    if found.how not in {How.NAME, How.PHONE} or not households:
        return {}
    members = Member.objects.visible_to(user).filter(household__in=households).order_by("pk")
    reasons: dict[int, str] = {}
    for member in members.only("household", "first_name", "last_name", "phone", "search_name"):
        if not reasons.get(member.household_id):
            reasons[member.household_id] = marked(member, text, found.how)
    return reasons
