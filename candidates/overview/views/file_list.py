from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from candidates.models import Journey
from candidates.overview.filters import chips, file_filter, without
from candidates.overview.paging import page_of
from candidates.overview.rows import rows_of
from candidates.permissions import OPENERS
from emile.accounts.enums import FILE_ROLES, Role
from emile.accounts.permissions import require_role
from emile.core.database import counting


def file_list(request: HttpRequest) -> HttpResponse:
    """The files one may see, or count: filtered by the address, 25 at a time."""
    user = request.user
    require_role(user, *FILE_ROLES, Role.MANAGER)
    form = file_filter(request.GET, user=user)
    files = form.apply(Journey.objects.countable_by(user))
    total = counting.count(files)
    sort = form.order
    too_many_names = sort == "nom" and total > counting.MOST  # it would read every name: the list says to filter first
    sort = "recent" if too_many_names else sort
    page = page_of(files.for_list(named=not user.scope.sees_figures), sort, request.GET)
    context = {
        "form": form,
        "chips": chips(form, request.GET),
        "page": page,
        "rows": rows_of(page.rows, user, timezone.localdate()),
        "sentence": counting.words(total, "dossier"),
        "too_many_names": too_many_names,
        "may_open": user.has_role(*OPENERS),
        "pseudonymous": user.scope.sees_figures,
        "first_url": without(request.GET),
    }
    return render(request, "candidates/file_list.html", context)
