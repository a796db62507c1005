"""Keyset pagination of a long list: a page starts after the last row of the page before, so page 400 costs as much as
page 1."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date

PER_PAGE = 25
ORDERS: dict[str, tuple[str, bool]] = {
    "recent": ("opened_on", True),
    "anciennete": ("step_since", False),
    "nom": ("household__name", False),
}
"""Sort → the column and whether it goes down; the id decides between equals, the same way."""


@dataclass(frozen=True)
class Place:
    """Where a page starts from: the value of the column, and the id."""

    value: Any
    pk: int


@dataclass(frozen=True)
class Page:
    rows: list
    before: str = ""
    """The query of the page before, if there is one; the same for ``after``."""
    after: str = ""


def read(text: str, sort: str) -> Place | None:
    """Reads a place from the URL; anything that cannot be read gives the first page."""
    value, _, pk = text.rpartition("~")
    if not pk.isascii() or not pk.isdigit() or len(pk) > 18 or "\0" in value:
        return None
    if sort == "nom":
        return Place(value, int(pk))
    try:
        day = parse_date(value)
    except ValueError:
        return None
    return Place(day, int(pk)) if day else None


def page_of(rows: QuerySet, sort: str, query) -> Page:
    """The rows after a place (``apres``) or before it (``avant``), one more than shown to know whether it goes on.

    ``rows`` are columns (``for_list``), the one that sorts them among them.
    """
    column, down = ORDERS[sort]
    start, end = read(query.get("apres", ""), sort), read(query.get("avant", ""), sort)
    backwards = end is not None and start is None
    place = end if backwards else start
    descending = down != backwards
    if place is not None:
        rows = rows.filter(beyond(column, place, descending))
    sign = "-" if descending else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}pk")[: PER_PAGE + 1])
    more, found = len(found) > PER_PAGE, found[:PER_PAGE]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    first, last = marker(found[0], column), marker(found[-1], column)
    goes_back, goes_on = (more, True) if backwards else (place is not None, more)
    return Page(
        rows=found,
        before=address(query, "avant", first) if goes_back else "",
        after=address(query, "apres", last) if goes_on else "",
    )


def beyond(column: str, place: Place, descending: bool) -> Q:
    side = "lt" if descending else "gt"
    return Q(**{f"{column}__{side}": place.value}) | Q(**{column: place.value, f"pk__{side}": place.pk})


def marker(row: Any, column: str) -> str:
    return f"{getattr(row, column)}~{row.pk}"


def address(query, name: str, place: str) -> str:
    kept = query.copy()
    for other in ("apres", "avant"):
        kept.pop(other, None)
    kept[name] = place
    return f"?{kept.urlencode()}"
