"""Filters of the reference data, short and chainable."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Self, TypeVar

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Subquery, When

from emile.reference.text import query_words

if TYPE_CHECKING:
    from emile.reference.models import Commune, LegalParameter, Reason, Trade

Row = TypeVar("Row", bound=Model)

DEPARTMENT = re.compile(r"\d{2,3}|2[ab]")
POSTAL_CODE = re.compile(r"\d{5}")


class DatedQuerySet(QuerySet[Row]):
    """Rows with `valid_from` and `valid_to`, both days included; no `valid_to` means still valid."""

    def valid_on(self, date: datetime.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=date), valid_from__lte=date)


class NamedQuerySet(QuerySet[Row]):
    """Rows with a `search_name`, written by `text.searchable`."""

    best_first: tuple[str, ...] = ("search_name",)

    def matching(self, text: str) -> Self:
        """Every word typed begins a word of the name; names beginning with the text come first.

        Nothing typed, nothing found.
        """
        words = query_words(text)
        if not words:
            return self.none()
        found = self
        for word in words:
            found = found.filter(Q(search_name__startswith=word) | Q(search_name__contains=f" {word}"))
        begins = Case(When(search_name__startswith=" ".join(words), then=0), default=1, output_field=IntegerField())
        return found.annotate(rank=begins).order_by("rank", *self.best_first)


class CommuneQuerySet(NamedQuerySet["Commune"]):
    """Sorts the largest communes first among equals; `search_name` also holds the postal codes."""

    best_first = ("-population", "search_name", "code")

    def named(self, text: str) -> Self:
        """Finds what a typed answer can mean: « Aurillac », « Aurillac (15000) », « Paris (75) », « 15000 », « 15014
        »."""
        words = query_words(text)
        if not words:
            return self.none()
        name, place = (words, "") if len(words) == 1 else (words[:-1], words[-1])
        if DEPARTMENT.fullmatch(place):
            return self._called(name).filter(department_id=place.upper())
        if POSTAL_CODE.fullmatch(place):
            return self._called(name).filter(search_name__contains=f" {place}")
        found = Q(code=words[0].upper()) if len(words) == 1 else Q()
        if len(words) == 1 and POSTAL_CODE.fullmatch(words[0]):
            found |= Q(search_name__contains=f" {words[0]}")
        return self.filter(found | self._called_exactly(words))

    def _called(self, words: list[str]) -> Self:
        return self.filter(self._called_exactly(words))

    @staticmethod
    def _called_exactly(words: list[str]) -> Q:
        return Q(search_name__regex=rf"^{' '.join(words)}( \d{{5}})*$")


class TradeQuerySet(NamedQuerySet["Trade"], DatedQuerySet["Trade"]):  # type: ignore[override]  # two as_manager, alike
    best_first = ("label", "code")


class ReasonQuerySet(QuerySet["Reason"]):
    def offered(self, kind: str) -> Self:
        """Keeps the reasons that may still be chosen, in the order of the list."""
        return self.filter(kind=kind, active=True).order_by("order", "label")


class ParameterMissing(LookupError):
    """No value of this legal parameter on that day: a manager has to enter one."""

    def __init__(self, code: str, date: datetime.date) -> None:
        self.code, self.date = code, date
        super().__init__(f"Aucune valeur du paramètre « {code} » n'est connue au {date:%d/%m/%Y}.")


class LegalParameterQuerySet(DatedQuerySet["LegalParameter"]):
    def as_column(self, code: str, date: datetime.date) -> Subquery:
        """A subquery of the value that day, for a statement that reads other rows; null if missing."""
        return Subquery(self.valid_on(date).filter(code=code).values("value")[:1])

    def value_on(self, code: str, date: datetime.date) -> Decimal:
        """Reads the value in force that day, in the parameter's unit; raises `ParameterMissing`."""
        value: Decimal | None = self.valid_on(date).filter(code=code).values_list("value", flat=True).first()
        if value is None:
            raise ParameterMissing(code, date)
        return value

    def values_on(self, date: datetime.date) -> Values:
        """Reads every value in force that day in one query, for a page that needs several of them."""
        return Values(date, self.valid_on(date).values_list("code", "value"))


class Values(dict[str, Decimal]):
    """Values of one day by code; a missing one raises `ParameterMissing`, never a bare KeyError."""

    def __init__(self, date: datetime.date, pairs: Iterable[tuple[str, Decimal]]) -> None:
        super().__init__(pairs)
        self.date = date

    def __missing__(self, code: str) -> Decimal:
        raise ParameterMissing(code, self.date)
