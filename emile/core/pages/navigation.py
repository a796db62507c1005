"""The main menu. Each app registers its entries in ``AppConfig.ready``; nobody else knows them all.

register(Entry("Dossiers", "candidates:list", icon="folder-open", order=20, allowed=works_on_files))
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import NoReverseMatch, get_script_prefix, reverse

from emile.core.people import Person


def anybody(user: Person) -> bool:
    return True


@dataclass(frozen=True)
class Entry:
    """``section`` groups entries under a small title ("" first, without title)."""

    label: str
    url_name: str
    icon: str = "circle"
    order: int = 100
    allowed: Callable[[Person], bool] = anybody
    section: str = ""


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page."""

    label: str
    url: str
    icon: str
    section: str
    current: bool


_registry: dict[str, Entry] = {}


_search: list[Entry] = []


def register(entry: Entry) -> None:
    _registry[entry.url_name] = entry


def register_search(entry: Entry) -> None:
    """The one search box on every page, for those who have something to search."""
    _search[:] = [entry]


def search_for(user: Person) -> str:
    """Where the search box leads; empty for those who have none."""
    return next((address(entry) or "" for entry in _search if entry.allowed(user)), "")


def entries_for(user: Person | None, path: str) -> list[Link]:
    """What this person may open, in order. The entry with the longest address leading here is the current one."""
    if user is None or not getattr(user, "is_authenticated", False):
        return []
    entries = sorted((e for e in _registry.values() if e.allowed(user)), key=lambda e: (e.order, e.label))
    addressed = [(entry, url) for entry in entries if (url := address(entry))]
    here = max((url for _, url in addressed if leads_to(url, path)), key=len, default=None)
    return [Link(e.label, url, e.icon, e.section, current=url == here) for e, url in addressed]


def address(entry: Entry) -> str | None:
    """None while the page does not exist: an entry may be registered before its page."""
    try:
        return page(get_script_prefix(), entry.url_name)
    except NoReverseMatch:
        return None


@cache
def page(prefix: str, url_name: str) -> str:
    """Cached: ``reverse`` walks the URL patterns each time, and every page has nine entries."""
    return reverse(url_name)


def leads_to(url: str, path: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
