"""Addresses of files by the dozen: a list, a board or « À faire » asks for a hundred of them at once.

``reverse`` looks through the whole address book each time (26 µs); here each kind of address is looked up once.
"""

from functools import cache

from django.urls import get_script_prefix, reverse

ANY_FILE = "AAAAAA"


def file_page(reference: str, page: str = "candidates:file", *more: str) -> str:
    """The address of a page of one file: ``more`` are the page's other arguments."""
    return _pattern(get_script_prefix(), page, more).replace(ANY_FILE, reference)


@cache
def _pattern(prefix: str, page: str, more: tuple[str, ...]) -> str:
    return reverse(page, args=[ANY_FILE, *more])
