"""The list of each family; what differs is in ``families.py``."""

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
from emile.reference.families import BY_SLUG, EDITED, Family
from emile.reference.forms import FilterForm
from emile.reference.models import LoadedSource


class Rows(Listing[QuerySet[Model]]):
    """:raises Http404: there is no such family."""

    filters = FilterForm
    empty = Empty(
        "Rien ici", icon="list", filtered="Rien ne correspond", hint="Essayez avec moins de lettres, ou affichez tout."
    )
    sorts = {"usuel": Sort("Comme ils sont proposés")}
    template_name = "reference/list.html"

    def __init__(self, *, family: str, user: User, query: QueryDict, today: date) -> None:
        super().__init__(user=user, query=query, today=today)
        if family not in BY_SLUG:
            raise Http404("Cette page du référentiel n'existe pas.")
        self.family: Family = BY_SLUG[family]
        self.title, self.noun = self.family.title, self.family.one

    @property
    def lead(self) -> str:
        return self.family.about

    @property
    def crumbs(self) -> Sequence[tuple[str, str]]:
        return [("Référentiel", reverse("reference:index"))]

    @property
    def columns(self) -> Sequence[Column]:
        return (*self.family.columns, *(EDITED if self.family.editable else ()))

    def allowed(self) -> bool:
        return self.user.has_role(Role.MANAGER)

    def filter_options(self) -> Cleaned:
        return {"asked": self.family.filters}

    def rows(self) -> QuerySet[Model]:
        return self.family.rows()

    def filtered(self, rows: QuerySet[Model], kept: Cleaned) -> QuerySet[Model]:
        return self.family.filtered(rows, kept, self.today)

    def buttons(self) -> list[Button]:
        return (
            [Button(self.family.add, reverse("reference:add", args=[self.family.slug]))] if self.family.editable else []
        )

    @cached_property
    def source(self) -> LoadedSource | None:
        """The published file that the rows come from."""
        return LoadedSource.objects.filter(family=self.family.source).first() if self.family.source else None
