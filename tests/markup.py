"""HTML as a browser reads it: where the lines of our templates end is not what people see."""

import re

FRENCH = {"\u00a0": " ", "&#x27;": "'"}


def on_one_line(html: str) -> str:
    """A line end beside a tag is nothing, and in a sentence it is a space."""
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(?<=>)\s*\n\s*|\s*\n\s*(?=<)", "", html))


def in_plain_words(html: str) -> str:
    """The same, with plain spaces and apostrophes."""
    for sign, plain in FRENCH.items():
        html = html.replace(sign, plain)
    return on_one_line(html)
