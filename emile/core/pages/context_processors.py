"""``site``: what every page knows about the product and about who is looking at it."""

import tomllib
from functools import cache, cached_property, lru_cache

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from emile.core.pages.navigation import Link, entries_for, search_for
from emile.core.people import Person


@cache
def version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as project:
        number: str = tomllib.load(project)["project"]["version"]
    return number


@lru_cache(maxsize=500)
def menu(links: tuple[Link, ...]) -> SafeString:
    """Cached: a menu depends on the roles and the entries, not on the person."""
    return render_to_string("components/_navigation.html", {"links": links})


class Site:
    """Computed only when a page asks: error pages and fragments cost nothing. What stands twice on a page, for wide
    screens and for telephones, is drawn once."""

    name = "EMILE"
    motto = "Un toit, un emploi"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def version(self) -> str:
        return version()

    @property
    def demo(self) -> bool:
        return settings.DEMO

    @cached_property
    def person(self) -> Person | None:
        """The signed-in person, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def menu(self) -> SafeString:
        return menu(tuple(entries_for(self.person, self.request.path)))

    @cached_property
    def person_sheet(self) -> SafeString:
        return render_to_string("components/_person.html", {"site": self, "csrf_token": get_token(self.request)})

    @cached_property
    def search_url(self) -> str:
        return search_for(self.person) if self.person else ""

    @cached_property
    def searched(self) -> str:
        """What was typed in the search box, on the page where it leads."""
        return self.request.GET.get("q", "") if self.request.path == self.search_url else ""

    @cached_property
    def roles(self) -> str:
        scope = getattr(self.person, "scope", None)
        return ", ".join(sorted(str(getattr(role, "label", role)) for role in getattr(scope, "roles", ())))


def site(request: HttpRequest) -> dict[str, object]:
    return {"site": Site(request), "demo": settings.DEMO}
