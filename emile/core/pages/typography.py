"""Adds French no-break spaces, so that nobody has to remember them and no « : » starts a line.

``Loader`` treats the text of our own templates once, when they are compiled; the filter ``|french`` treats sentences
that come from Python (messages, errors, the arguments of components).
"""

import re

from django.template.base import Origin
from django.template.loaders import filesystem

NBSP = "\u00a0"
BEFORE = re.compile(r"(?:(?<=[\w»)%€…/>’'])|^) (?=[:;!?»%€](?:[\s<),.\"]|$))")
AFTER = re.compile(r"« ")
TAGS = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
NEW_LINE = re.compile(r"\s*\n\s*")


def french(text: str) -> str:
    return AFTER.sub(f"«{NBSP}", BEFORE.sub(NBSP, text))


def template_source(source: str) -> str:
    """French spacing everywhere but between template braces; a long tag, written over several lines, is put on one.

    Django itself knows only tags of one line.
    """
    pieces = TAGS.split(source)
    return "".join(NEW_LINE.sub(" ", piece) if TAGS.fullmatch(piece) else french(piece) for piece in pieces)


class Loader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        return template_source(contents) if origin.name.endswith(".html") else contents
