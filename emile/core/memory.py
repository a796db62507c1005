"""What a server process holds in memory before its first page, and how it looks for garbage."""

import gc
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.urls import get_resolver

from emile.core.pages import drawings

OBJECTS_BEFORE_A_LOOK = 10_000
"""Objects allocated before a collection. A page allocates some thousands and frees them at once: with Python's default
of 700 the collector would run a hundred times for nothing."""


def load_pages() -> None:
    """Every address with its view, every template, the archive of drawings: the first person after a restart does not
    wait for them."""
    get_resolver().reverse_dict  # noqa: B018 (read, it imports every view)
    for name in template_names():
        get_template(name)
    drawings.archive()


def template_names() -> list[str]:
    folders = [Path(str(folder)) for engine in settings.TEMPLATES for folder in engine["DIRS"]]
    return [path.relative_to(folder).as_posix() for folder in folders for path in sorted(folder.rglob("*.html"))]


def settle() -> None:
    """Freezes what is loaded: it lives as long as the process, and collecting through it again paused one request in
    forty for 90 ms. Forked workers also keep sharing this memory."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS_BEFORE_A_LOOK)
