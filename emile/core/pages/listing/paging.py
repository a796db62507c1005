"""Pages by the place of the last row rather than by number.

Page 400 costs what page 1 costs, and a row that leaves the list while somebody works through it (decided, closed) makes
nobody jump over the next ones, as page numbers do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Model, Q, QuerySet
from django.db.models.expressions import Combinable, OrderBy
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from emile.core.database.columns import AnyField, column
from emile.core.pages.listing.filters import PLACES

AFTER, BEFORE = PLACES
MOST_TYPED = 200


class Keyed(Protocol):
    """A row: of a model, or of a query that reads its key and some columns."""

    @property
    def pk(self) -> object: ...


Rows = TypeVar("Rows", bound=QuerySet[Model, Keyed])


@dataclass(frozen=True)
class Sort:
    """``keys``: columns or expressions, none of them ever null, ``-`` in front of those that go down; the last one is
    the primary key, which decides between equals. Rows read without models are sorted by columns they hold.

    Without keys, the order is that of the rows themselves: of their query (the best found first), or of their model.
    """

    label: str
    keys: tuple[str | Combinable, ...] = ()
    reads_all: bool = False
    """No index gives this order: not offered past the number that counts are exact to."""

    @property
    def descends(self) -> bool:
        return bool(self.keys) and key_of(0, self.keys[0]).descends


@dataclass(frozen=True)
class Key:
    name: str
    descends: bool
    expression: Combinable | None = None
    """Read under ``name`` beside the row."""


@dataclass(frozen=True)
class Page:
    rows: Sequence[Keyed]
    before: str = ""
    """The query of the page before, if there is one; the same for ``after``."""
    after: str = ""


def key_of(rank: int, key: str | Combinable) -> Key:
    if isinstance(key, str):
        return Key(key.removeprefix("-"), key.startswith("-"))
    if isinstance(key, OrderBy):
        return Key(f"sorted_by_{rank}", key.descending, key.expression)
    return Key(f"sorted_by_{rank}", False, key)


def keys_of(rows: QuerySet[Model, Keyed], sort: Sort) -> list[Key]:
    own = (*(rows.query.order_by or rows.model._meta.ordering or ()), "pk")
    return [key_of(rank, key) for rank, key in enumerate(sort.keys or own)]


def with_keys(rows: Rows, keys: Sequence[Key]) -> Rows:
    return rows.annotate(**{key.name: key.expression for key in keys if key.expression is not None})


def in_order(rows: Rows, keys: Sequence[Key], backwards: bool = False) -> Rows:
    return rows.order_by(*(f"{'-' if key.descends != backwards else ''}{key.name}" for key in keys))


def page_of(rows: QuerySet[Model, Keyed], sort: Sort, query: QueryDict, per_page: int) -> Page:
    """The rows after a place (``apres``) or before it (``avant``), one more than shown to know whether it goes on."""
    keys = keys_of(rows, sort)
    rows = with_keys(rows, keys)
    start, end = place(rows, keys, query.getlist(AFTER)), place(rows, keys, query.getlist(BEFORE))
    backwards = end is not None and start is None
    edge = end if backwards else start
    if edge is not None:
        rows = rows.filter(beyond(keys, edge, backwards))
    found = list(in_order(rows, keys, backwards)[: per_page + 1])
    more, found = len(found) > per_page, found[:per_page]
    if backwards:
        found.reverse()
    if not found:
        return Page([])
    goes_back, goes_on = (more, True) if backwards else (edge is not None, more)
    return Page(
        rows=found,
        before=address(query, BEFORE, keys, found[0]) if goes_back else "",
        after=address(query, AFTER, keys, found[-1]) if goes_on else "",
    )


def all_of(rows: Rows, sort: Sort) -> Rows:
    """Every row, in that order."""
    keys = keys_of(rows, sort)
    return in_order(with_keys(rows, keys), keys)


def beyond(keys: Sequence[Key], edge: Sequence[object], backwards: bool) -> Q:
    """(a, b, c) after (1, 2, 3): a > 1, or a = 1 and (b > 2, or b = 2 and c > 3). Said first of all that a ≥ 1, so that
    an index begins there."""
    beyond_all = Q()
    for key, value in reversed(list(zip(keys, edge, strict=True))):
        side = "lt" if key.descends != backwards else "gt"
        further = Q(**{f"{key.name}__{side}": value})
        beyond_all = further | Q(**{key.name: value}) & beyond_all if beyond_all else further
    first = keys[0]
    side = "lte" if first.descends != backwards else "gte"
    return Q(**{f"{first.name}__{side}": edge[0]}) & beyond_all


def place(rows: QuerySet[Model, Keyed], keys: Sequence[Key], typed: Sequence[str]) -> list[object] | None:
    """A place out of an address, or nothing: whatever was typed there, the first page."""
    if len(typed) != len(keys):
        return None
    try:
        return [read(field_of(rows, key.name), text) for key, text in zip(keys, typed, strict=True)]
    except ValidationError:
        return None


def read(field: AnyField, text: str) -> object:
    """:raises ValidationError: no value of this column."""
    if "\0" in text or len(text) > MOST_TYPED:
        raise ValidationError("Illisible.")
    value = moment(text) if isinstance(field, DateTimeField) else field.to_python(text)
    field.run_validators(value)
    return value


def moment(text: str) -> object:
    try:
        found = parse_datetime(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise ValidationError("Illisible.")
    return found


def field_of(rows: QuerySet[Model, Keyed], name: str) -> AnyField:
    if name in rows.query.annotations:
        annotated: AnyField = rows.query.annotations[name].output_field
        return annotated
    *path, last = name.split("__")
    model = rows.model
    for step in path:
        model = column(model, step).related_model  # type: ignore[assignment]  # a relation always has a model
    return model._meta.pk if last == "pk" else column(model, last)


def value_at(row: object, name: str) -> object:
    """A column of a row read without models, or an attribute followed through relations."""
    if hasattr(row, name):
        return getattr(row, name)
    found = row
    for step in name.split("__"):
        found = getattr(found, step)
    return found


def address(query: QueryDict, way: str, keys: Sequence[Key], row: Keyed) -> str:
    kept = query.copy()
    for name in PLACES:
        kept.pop(name, None)
    kept.setlist(way, [str(value_at(row, key.name)) for key in keys])
    return f"?{kept.urlencode()}"
