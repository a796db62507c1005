"""French spacing, put by the machine so that nobody has to remember it: no « : » ever starts a line.

``Loader`` treats the text of our own templates once, when they are compiled; the filter ``|french`` treats sentences
that come from Python (messages, errors, the arguments of components).
"""

import re

from django.template.loaders import filesystem

NBSP = "\u00a0"
BEFORE = re.compile(r"(?:(?<=[\w»)%€…/>’'])|^) (?=[:;!?»%€](?:[\s<),.\"]|$))")
AFTER = re.compile(r"« ")
TAGS = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)


def french(text: str) -> str:
    return AFTER.sub(f"«{NBSP}", BEFORE.sub(NBSP, text))


def french_source(source: str) -> str:
    """Everything but what stands between template braces."""
    return "".join(piece if TAGS.fullmatch(piece) else french(piece) for piece in TAGS.split(source))


class Loader(filesystem.Loader):
    def get_contents(self, origin) -> str:
        contents = super().get_contents(origin)
        return french_source(contents) if origin.name.endswith(".html") else contents
