"""``house``: what every page knows about the product and about who is looking at it."""

import tomllib
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from emile.core.navigation import Link, entries_for, search_for


@cache
def version() -> str:
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as project:
        return tomllib.load(project)["project"]["version"]


class House:
    """Computed only when a page asks: error pages and fragments cost nothing."""

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
    def person(self) -> Any | None:
        """The signed-in person, or None."""
        user = getattr(self.request, "user", None)
        return user if user is not None and user.is_authenticated else None

    @cached_property
    def navigation(self) -> list[Link]:
        return entries_for(self.person, self.request.path)

    @cached_property
    def search_url(self) -> str:
        return search_for(self.person) if self.person else ""

    @cached_property
    def roles(self) -> list[str]:
        scope = getattr(self.person, "scope", None)
        return sorted(str(getattr(role, "label", role)) for role in getattr(scope, "roles", ()))


def house(request: HttpRequest) -> dict[str, Any]:
    return {"house": House(request), "demo": settings.DEMO}
