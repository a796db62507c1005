"""The few files of pip packages that browsers are given, and nothing else of those packages.

Bootstrap's wheel has no namespace and 60 files; listing its app would collect them all (96 s, 26 MB).
Their sha256 are checked in ``tests/core/pages/test_assets.py``: a repackaged file never changes in silence.
"""

import builtins
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

BOOTSTRAP = ("django_include_bootstrap", "static/css")
"""Package and folder; served under ``vendor/``. htmx comes with the installed app ``django_htmx``."""

PACKAGED = {
    "vendor/bootstrap.min.css": (*BOOTSTRAP, "bootstrap.min.css"),
    "vendor/bootstrap.min.css.map": (*BOOTSTRAP, "bootstrap.min.css.map"),
}


def packaged_path(name: str) -> Path:
    package, folder, filename = PACKAGED[name]
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{package} is not installed: {name} cannot be served.")
    return Path(spec.submodule_search_locations[0]) / folder / filename


class PackagedAssetsFinder(BaseFinder):
    def check(self, **kwargs: object) -> builtins.list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: bool) -> str | list[str]:  # type: ignore[override]  # one body, two answers
        # `all` is the name of the argument until Django 6.1.
        find_all = find_all or kwargs.get("all", False)
        found = str(packaged_path(path)) if path in PACKAGED else ""
        if find_all:
            return [found] if found else []
        return found or []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in PACKAGED:
            source = packaged_path(name)
            storage = FileSystemStorage(location=source.parent)
            storage.prefix = name.rpartition("/")[0]  # type: ignore[attr-defined]  # collectstatic reads it
            yield source.name, storage
