"""What a server process loads before its first page, and how it looks for garbage."""

import subprocess
import sys

from django.conf import settings

from emile.core import memory


def test_all_that_is_loaded_is_collected_then_frozen_then_looked_at_less_often(monkeypatch):
    done = []

    class Collector:
        def __getattr__(self, name):
            return lambda *values: done.append((name, *values))

    monkeypatch.setattr(memory, "gc", Collector())
    memory.settle()
    assert done == [("collect",), ("freeze",), ("set_threshold", 10_000)]


LOADED = """
import sys
import django
import emile.wsgi
from django.template import engines
[loader] = engines["django"].engine.template_loaders
print(len(loader.get_template_cache), "candidates.journey.view" in sys.modules, django.urls.get_resolver()._populated)
"""


def test_the_first_page_finds_addresses_and_templates_loaded():
    """In a process of its own: this one has opened pages."""
    said = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOADED],
        capture_output=True, text=True, check=True, cwd=settings.BASE_DIR,
    )  # fmt: skip
    assert said.stdout.split() == [str(len(memory.template_names())), "True", "True"]
    assert len(memory.template_names()) > 80
