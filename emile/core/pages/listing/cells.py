"""What cells are often made of. Everything given is escaped, unless it is already markup of ours."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


def link(url: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', url, words)


def link_about(url: str, words: str, about: object) -> SafeString:
    """« Modifier », and for who does not see the line: « Modifier Relais Jordanne »."""
    return format_html('<a href="{}">{}<span class="visually-hidden"> {}</span></a>', url, words, about)


def quiet(words: object) -> SafeString:
    return format_html('<span class="text-quiet">{}</span>', words)


def unknown(words: str) -> SafeString:
    return format_html('<span class="unknown">{}</span>', words)


def detail(words: object) -> SafeString:
    """Under the name of a row."""
    return format_html('<span class="person-detail">{}</span>', words)


def stacked(*parts: object) -> SafeString:
    """One under the other; what is empty takes no line. One of them at least is there."""
    return joined("<br>", parts)


def paragraphs(parts: Iterable[object]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((part,) for part in parts))


def joined(separator: str, parts: Iterable[object]) -> SafeString:
    """``separator`` is markup of ours."""
    shown = [part for part in parts if part]
    return format_html(separator.join(["{}"] * len(shown)), *shown)


def spaced(*parts: object) -> SafeString:
    return joined(" ", parts)
