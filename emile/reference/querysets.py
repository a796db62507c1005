"""Filters of the reference data, short and chainable."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Self

from django.db.models import Case, IntegerField, Q, QuerySet, When

from emile.reference.text import query_words, searchable


class DatedQuerySet(QuerySet):
    """Rows with `valid_from` and `valid_to`, both days included; no `valid_to` means still valid."""

    def valid_on(self, date: datetime.date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=date), valid_from__lte=date)


class NamedQuerySet(QuerySet):
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


class CommuneQuerySet(NamedQuerySet):
    """The largest communes first among equals; `search_name` also holds the postal codes."""

    best_first = ("-population", "search_name", "code")

    def named(self, text: str) -> Self:
        """Those a typed answer can mean: an INSEE code, « Aurillac », « Aurillac (15000) »."""
        typed = text.strip()[:120]
        if "\x00" in typed:
            return self.none()
        name, _, postal_code = typed.rstrip(")").rpartition(" (")
        if name and postal_code.isdigit():
            return self.filter(name__iexact=name, postal_codes__contains=[postal_code])
        written = searchable(typed)
        exact = Q(search_name=written) | Q(search_name__startswith=f"{written} 0") if written else Q()
        return self.filter(Q(code=typed.upper()) | Q(name__iexact=typed) | exact)


class TradeQuerySet(NamedQuerySet, DatedQuerySet):
    best_first = ("label", "code")


class ReasonQuerySet(QuerySet):
    def offered(self, kind: str) -> Self:
        """Those a person may still choose, in the order of the list."""
        return self.filter(kind=kind, active=True).order_by("order", "label")


class ParameterMissing(LookupError):
    """No value of this legal parameter on that day: a manager has to enter one."""

    def __init__(self, code: str, date: datetime.date) -> None:
        self.code, self.date = code, date
        super().__init__(f"Aucune valeur du paramètre « {code} » n'est connue au {date:%d/%m/%Y}.")


class LegalParameterQuerySet(DatedQuerySet):
    def value_on(self, code: str, date: datetime.date) -> Decimal:
        """The value in force that day, in the parameter's unit; raises `ParameterMissing`."""
        value = self.valid_on(date).filter(code=code).values_list("value", flat=True).first()
        if value is None:
            raise ParameterMissing(code, date)
        return value

    def values_on(self, date: datetime.date) -> Values:
        """Every value in force that day, in one query: for a page that needs several of them."""
        return Values(date, self.valid_on(date).values_list("code", "value"))


class Values(dict[str, Decimal]):
    """Values of one day by code; a missing one raises `ParameterMissing`, never a bare KeyError."""

    def __init__(self, date: datetime.date, pairs) -> None:
        super().__init__(pairs)
        self.date = date

    def __missing__(self, code: str) -> Decimal:
        raise ParameterMissing(code, self.date)
