"""The list of each table; what differs is in ``tables.py``."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db.models import Model, QuerySet
from django.http import Http404, QueryDict
from django.urls import reverse

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.forms import Cleaned
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Button, Empty, Listing
from emile.core.pages.listing.paging import Sort
from emile.reference.forms import FilterForm
from emile.reference.models import LoadedSource
from emile.reference.tables import BY_SLUG, EDITED, ReferenceTable


class Rows(Listing[QuerySet[Model]]):
    """:raises Http404: there is no such table."""

    filters = FilterForm
    empty = Empty(
        "Rien ici", icon="list", filtered="Rien ne correspond", hint="Essayez avec moins de lettres, ou affichez tout."
    )
    sorts = {"usuel": Sort("Comme ils sont proposés")}
    template_name = "reference/list.html"

    def __init__(self, *, table: str, user: User, query: QueryDict, today: date) -> None:
        super().__init__(user=user, query=query, today=today)
        if table not in BY_SLUG:
            raise Http404("Cette page du référentiel n'existe pas.")
        self.reference_table: ReferenceTable = BY_SLUG[table]
        self.title, self.noun = self.reference_table.title, self.reference_table.one

    @property
    def lead(self) -> str:
        return self.reference_table.about

    @property
    def crumbs(self) -> Sequence[tuple[str, str]]:
        return [("Référentiel", reverse("reference:index"))]

    @property
    def columns(self) -> Sequence[Column]:
        return (*self.reference_table.columns, *(EDITED if self.reference_table.editable else ()))

    def allowed(self) -> bool:
        return self.user.has_role(Role.MANAGER)

    def filter_options(self) -> Cleaned:
        return {"asked": self.reference_table.filters}

    def rows(self) -> QuerySet[Model]:
        return self.reference_table.rows()

    def filtered(self, rows: QuerySet[Model], kept: Cleaned) -> QuerySet[Model]:
        return self.reference_table.filtered(rows, kept, self.today)

    def buttons(self) -> list[Button]:
        table = self.reference_table
        return [Button(table.add, reverse("reference:add", args=[table.slug]))] if table.editable else []

    @cached_property
    def source(self) -> LoadedSource | None:
        """The published file that the rows come from."""
        source = self.reference_table.source
        return LoadedSource.objects.filter(name=source).first() if source else None
