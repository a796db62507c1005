"""A list, declared: its words, its columns, its filters, its sorts. Reading, counting, paging and drawing are here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Generic

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString

from emile.core.database import counting
from emile.core.pages.forms import Cleaned
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.filters import SORT, Chip, ListFilter, with_sort, without
from emile.core.pages.listing.paging import Keyed, Page, Rows, Sort, all_of, page_of
from emile.core.people import Person

CHUNK = 500


@dataclass(frozen=True)
class Empty:
    """What stands in place of the rows: ``title`` and ``text`` when there is none at all, the others when the filters
    leave none."""

    title: str
    text: str = ""
    icon: str = "inbox"
    filtered: str = "Rien ne correspond"
    hint: str = "Retirez un filtre, ou vérifiez l'orthographe."


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    icon: str = "plus"


@dataclass(frozen=True)
class Head:
    """The title of a column; with ``url``, a click sorts by it."""

    title: str
    attributes: SafeString
    hidden: bool
    url: str = ""
    icon: str = ""
    """An arrow, when this is the sort of the page."""


@dataclass(frozen=True)
class Line:
    key: str
    name: str
    """For who does not see the line: what its box chooses."""
    title: str
    """The first cell, which is that name, drawn."""
    cells: SafeString
    """The other cells. Made here: a loop of the template over three hundred cells is a fifth of the page."""


class Listing(Generic[Rows]):
    """A subclass declares the names below and ``rows()``; ``filtered()`` when filters do more than ``equal`` says.

    Those that are properties here are declared all the same, or computed: they may depend on who asks.
    """

    title: str
    noun: str
    """« compte »: counted, it takes an s."""
    empty: Empty
    asked: ClassVar[tuple[str, ...] | None] = None
    """The fields that this list takes of a filter shared with others."""
    equal: ClassVar[Mapping[str, str]] = {}
    """Filters that keep the rows whose column has this very value."""
    per_page: ClassVar[int] = 50
    look: ClassVar[str] = ""
    """A class of the table, for a style sheet."""
    template_name: ClassVar[str] = "core/list.html"

    def __init__(self, *, user: Person, query: QueryDict, today: date) -> None:
        self.user, self.query, self.today = user, query, today

    # --- what a list says of itself --------------------------------------------------------------------------------

    @property
    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    @property
    def sorts(self) -> Mapping[str, Sort]:
        """The first is that of the page when nothing is asked."""
        raise NotImplementedError

    @property
    def lead(self) -> str:
        return ""

    @property
    def crumbs(self) -> Sequence[tuple[str, str]]:
        """Labels and addresses of the pages above."""
        return ()

    @property
    def filters(self) -> type[ListFilter]:
        return ListFilter

    def allowed(self) -> bool:
        return True

    def rows(self) -> Rows:
        """Those within reach of this person; their order is that of the sort."""
        raise NotImplementedError

    def with_columns(self, rows: Rows) -> QuerySet[Model, Keyed]:
        """With what the columns read, when that is more, or less, than to count or to choose takes."""
        return rows

    def as_read(self, row: Any) -> object:
        """What the columns are given, when it is not the row itself."""
        return row

    def filtered(self, rows: Rows, kept: Cleaned) -> Rows:
        return rows

    def filter_options(self) -> Cleaned:
        """What the filter is made with, besides the address."""
        return {} if self.asked is None else {"asked": self.asked}

    def buttons(self) -> Sequence[Button]:
        return ()

    def selection(self) -> Button | None:
        """Where chosen rows are sent, by POST: a box stands before each row. ``of_selection`` reads them there."""
        return None

    # --- what is read ----------------------------------------------------------------------------------------------

    @cached_property
    def form(self) -> ListFilter:
        sorts = {code: sort.label for code, sort in self.sorts.items()}
        return self.filters(self.query, sorts=sorts, **self.filter_options())

    @cached_property
    def found(self) -> Rows:
        """The rows that the filters keep, all pages together."""
        kept = self.form.kept
        same = {column: kept[name] for name, column in self.equal.items() if name in kept}
        return self.filtered(self.rows().filter(**same), kept)

    @cached_property
    def total(self) -> int:
        return counting.count(self.found)

    @property
    def count(self) -> str:
        return counting.words(self.total, self.noun)

    @cached_property
    def chips(self) -> list[Chip]:
        return self.form.chips()

    @cached_property
    def sort_asked(self) -> str:
        return self.form.kept.get(SORT) or next(iter(self.sorts))

    @property
    def too_many_to_sort(self) -> bool:
        return self.sorts[self.sort_asked].reads_all and self.total > counting.MOST

    @property
    def sort(self) -> str:
        return next(iter(self.sorts)) if self.too_many_to_sort else self.sort_asked

    @cached_property
    def page(self) -> Page:
        return page_of(self.with_columns(self.found), self.sorts[self.sort], self.query, self.per_page)

    # --- what is drawn ---------------------------------------------------------------------------------------------

    @property
    def first_url(self) -> str:
        return without(self.query)

    @cached_property
    def shown(self) -> list[Column]:
        return [column for column in self.columns if column.shown]

    def heads(self) -> list[Head]:
        return [self.head(column) for column in self.shown]

    def head(self, column: Column) -> Head:
        if column.sort not in self.sorts:
            return Head(column.title, column.head_attributes, column.hidden_title)
        attributes, icon = column.head_attributes, ""
        if column.sort == self.sort:
            way, icon = ("descending", "arrow-down") if self.sorts[self.sort].descends else ("ascending", "arrow-up")
            attributes = format_html('{} aria-sort="{}"', attributes, way)
        return Head(column.title, attributes, column.hidden_title, with_sort(self.query, column.sort), icon)

    @cached_property
    def frame(self) -> str:
        """The cells of a line but the first, still empty; attributes are escaped already, and titles have no brace."""
        return "".join(f"<td{column.attributes}>{{}}</td>" for column in self.shown[1:])

    @cached_property
    def lines(self) -> list[Line]:
        return [self.line(self.as_read(row), str(row.pk)) for row in self.page.rows]

    def line(self, row: object, key: str = "") -> Line:
        first, *others = self.shown
        cells = format_html(self.frame, *(column.draw(row, self) for column in others))
        return Line(key, str(first.read(row, self)), first.draw(row, self), cells)

    # --- what other pages ask --------------------------------------------------------------------------------------

    def table(self) -> tuple[list[str], Iterator[list[object]]]:
        """For an export: the titles, and the values of every row under these filters and rights, all pages together."""
        columns = [column for column in self.columns if column.exported]
        found = all_of(self.with_columns(self.found), self.sorts[self.sort]).iterator(chunk_size=CHUNK)
        rows = (self.as_read(row) for row in found)
        return [column.title for column in columns], ([column.read(row, self) for column in columns] for row in rows)

    def chosen(self, ids: Iterable[str]) -> Rows:
        """Among the rows under these filters and rights, those; what is no id is left out."""
        return self.found.filter(pk__in=list(self.readable(ids))[: counting.MOST])

    def readable(self, ids: Iterable[str]) -> Iterator[object]:
        key = self.found.model._meta.pk
        for text in ids:
            try:
                value = key.to_python(text)
                key.run_validators(value)
            except ValidationError:
                continue
            yield value

    @classmethod
    def of_selection(cls, *, user: Person, sent: QueryDict, today: date) -> Rows:
        """The rows chosen on the page of this list, in the POST that its button sends."""
        listing = cls(user=user, query=QueryDict(sent.get("filtres", "")), today=today)
        return listing.chosen(sent.getlist("choix"))
