"""Components drawn alone, and read."""

import html
import re

from django.template import Context, Template
from django.test import RequestFactory


def drawn(source: str, *, address: str = "/dossiers/", **context) -> str:
    return Template(source).render(Context({"request": RequestFactory().get(address), **context}))


def words(drawing: str) -> str:
    """As one reads it: ordinary spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", drawing))
    return " ".join(text.split())
