"""What a list says of each row: a column has a title, a value (for an export) and a cell (for the page)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString

from emile.core.templatetags.wording import day, moment, number

Read = Callable[[Any, Any], object]
"""Reads a row of its list; the list, given second, knows what the row does not: who reads, and the day."""


@dataclass(frozen=True)
class Column:
    """``value`` is a name, followed through relations (``"commune.name"``), or a function of the row and its list.

    Without ``cell`` the value is drawn as it reads in French (a date, a figure, « oui »); without ``value`` nothing is
    exported: a column of links.
    """

    title: str
    value: str | Read | None = None
    cell: Read | None = None
    _: KW_ONLY
    sort: str = ""
    """The code of the sort that a click on the title asks for."""
    none: str = "–"
    """What is drawn for nothing."""
    number: bool = False
    bare: bool = False
    """On a phone a cell stands under its title, unless it is understood without."""
    hidden_title: bool = False
    shown: bool = True
    """Otherwise it is for exports only."""

    @property
    def exported(self) -> bool:
        return self.value is not None

    def read(self, row: object, listing: object) -> object:
        found = self.value(row, listing) if callable(self.value) else followed(row, self.value or "")
        return str(found) if isinstance(found, Model) else found

    def draw(self, row: object, listing: object) -> str:
        found = self.cell(row, listing) if self.cell else self.read(row, listing)
        return in_words(found, self.none)

    @cached_property
    def head_attributes(self) -> SafeString:
        return format_html(' class="{}"', "num") if self.number else SafeString("")

    @cached_property
    def attributes(self) -> SafeString:
        label = "" if self.bare or self.hidden_title else format_html(' data-label="{}"', self.title)
        return format_html("{}{}", self.head_attributes, label)


def followed(row: object, path: str) -> object:
    """``followed(dwelling, "commune.name")``; nothing where a relation leads nowhere."""
    found = row
    for name in path.split("."):
        found = getattr(found, name)
        if found is None:
            return None
    return found() if callable(found) else found


def in_words(value: object, none: str) -> str:
    if isinstance(value, str):
        return value or none
    if value is None:
        return none
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dt.datetime):
        return moment(value)
    if isinstance(value, dt.date):
        return day(value)
    if isinstance(value, int | float | Decimal):
        return str(number(value))
    return str(value)
