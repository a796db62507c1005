from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from partners.forms import DirectoryFilter


class DirectoryList(View):
    """A list with its filters kept in the address."""

    per_page = 50
    template_name: ClassVar[str]
    asked: ClassVar[tuple[str, ...]]
    states: ClassVar[list[tuple[str, str]]]

    def allowed(self) -> bool:
        return True

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.allowed():
            raise PermissionDenied
        self.today = timezone.localdate()
        form = DirectoryFilter(request.GET or None, asked=self.asked, states=self.states)
        asked = form.cleaned_data if form.is_valid() else {}
        page = Paginator(self.filtered(self.rows(), asked), self.per_page).get_page(request.GET.get("page"))
        return render(request, self.template_name, {"form": form, "page": page, "today": self.today} | self.more(page))

    def rows(self) -> QuerySet:
        """In order, with what the lines show, within sight of this person."""
        raise NotImplementedError

    def filtered(self, rows: QuerySet, asked: dict[str, Any]) -> QuerySet:
        rows = rows.matching(asked.get("q") or "")
        if asked.get("territory"):
            rows = rows.filter(territory=asked["territory"])
        return self.in_state(rows, asked.get("state") or "")

    def in_state(self, rows: QuerySet, state: str) -> QuerySet:
        return rows

    def more(self, page: Any) -> dict[str, Any]:
        return {}
