"""What leaves with every answer, and what no page of ours ever holds. See docs/security.md.

Risks: script injection, framing, a page read from a cache on a shared computer, a form nobody can read aloud.
"""

import re
import sys
from collections import Counter
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.template.base import FilterExpression

from tests.security.crawl import Answer
from tests.security.matrix import Row, all_rows

ROWS = all_rows()
PAGES = ("GET", "POST")
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE")
READERS = "PRHCmMLDX"
FRAGMENTS = {"jobs:state", "reference:commune_suggestions", "reference:trade_suggestions"}
"""Parts of a page, asked by htmx: no title of their own."""
INLINE_HANDLER = re.compile(r"^on[a-z]+$")
ENGLISH = re.compile(
    r"\b(the|and|with|your|this|that|submit|save|cancel|delete|edit|search|next|previous|error|required|please|enter"
    r"|select|choose|file|upload|password|username|login|logout|yes|none|true|false|undefined|null|january|february"
    r"|monday|sunday|page not found|field|invalid|value|step|done|todo|warning|success)\b",
    re.IGNORECASE,
)
FRENCH_TOO = {"page", "notes", "test", "code"}


def first_reader(row: Row) -> str:
    """Somebody who gets the page; anonymous where nobody signed in does."""
    return next((letter for letter in READERS if row.expected("GET", letter) == 200), "A")


def header_faults(answer: Answer, *, signed_in: bool) -> list[str]:
    headers, faults = answer.headers, []
    policy = headers.get("Content-Security-Policy", "")
    if "unsafe-" in policy or "*" in policy or "default-src 'none'" not in policy:
        faults.append(f"CSP {policy!r}")
    if (
        "sandbox" not in policy
        and answer.is_page
        and not re.search(r"script-src 'self'( 'nonce-[\w+/=-]+')?;?", policy)
    ):
        faults.append(f"scripts {policy!r}")
    if "sandbox" not in policy and "frame-ancestors 'none'" not in policy:
        faults.append(f"frames {policy!r}")
    exact = {
        "X-Content-Type-Options": {"nosniff"},
        "X-Frame-Options": {"DENY"},
        "Referrer-Policy": {"same-origin", "no-referrer"},
        "Cross-Origin-Opener-Policy": {"same-origin"},
        "Cross-Origin-Resource-Policy": {"same-origin"},
    }
    faults += [f"{name} {headers.get(name)!r}" for name, values in exact.items() if headers.get(name) not in values]
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        faults.append("Permissions-Policy")
    if signed_in and "no-store" not in headers.get("Cache-Control", ""):
        faults.append(f"Cache-Control {headers.get('Cache-Control')!r}")
    return faults


def test_a_missing_header_is_seen(planted, crowd):
    answer = crowd["P"].ask("GET", "/")
    assert header_faults(answer, signed_in=True) == []
    for name in answer.headers:
        if name in {"Content-Type", "Content-Length", "Vary", "Expires", "Content-Language"}:
            continue
        less = {key: value for key, value in answer.headers.items() if key != name}
        assert header_faults(Answer(200, less, "", b""), signed_in=True), name


NAMES = {"aria-label", "aria-labelledby"}


MAY_BE_FOLLOWED = {
    "https://www.cnil.fr/fr/adresser-une-plainte",
    "https://formulaire.defenseurdesdroits.fr/",
}
"""Where the law asks that people be sent: a link somebody chooses to follow, never something the page loads."""


class Reading(HTMLParser):
    """A page, as a strict reader: what stands where it should not, and what is missing."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.counts: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.labels: set[str] = set()
        self.inputs: list[dict] = []
        self.lang = ""
        self.text: list[str] = []
        self._silent = 0
        self._in_label = 0
        self._title = ""
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list) -> None:
        found = dict(attributes)
        self.counts[tag] += 1
        for name, value in attributes:
            if INLINE_HANDLER.match(name) or name in {"style", "hx-on"} or name.startswith("hx-on:"):
                self.faults.append(f"<{tag} {name}={value!r}>")
            leads_out = re.match(r"\s*(javascript:|data:text|https?://)", value or "")
            if name in {"href", "src", "action"} and leads_out and not (tag == "a" and value in MAY_BE_FOLLOWED):
                self.faults.append(f"<{tag} {name}={value!r}>")
        self.ids.update([found["id"]] if "id" in found else [])
        self.lang = found.get("lang", self.lang) if tag == "html" else self.lang
        if tag == "script" and not found.get("src"):
            self.faults.append("<script> dans la page")
        if tag in {"script", "style", "svg"}:
            self._silent += 1
        if tag == "style":
            self.faults.append("<style> dans la page")
        self._read_form(tag, found)
        self._in_title = tag == "title"

    def _read_form(self, tag: str, found: dict) -> None:
        if tag == "label":
            self._in_label += 1
            self.labels.add(found.get("for", ""))
        hidden = tag == "input" and found.get("type") in {"hidden", "submit", "button"}
        if tag in {"input", "select", "textarea"} and not hidden:
            self.inputs.append(found | {"inside a label": self._in_label > 0})

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style", "svg"} and self._silent:
            self._silent -= 1
        if tag == "label":
            self._in_label -= 1
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self._title += data
        elif not self._silent and data.strip():
            self.text.append(data.strip())

    def unlabelled(self) -> list[str]:
        return [
            each.get("name", "?")
            for each in self.inputs
            if not (each["inside a label"] or each.get("id") in self.labels or NAMES & set(each))
        ]  # fmt: skip

    def page_faults(self) -> list[str]:
        faults = [*self.faults]
        faults += [] if self.lang == "fr" else [f"lang={self.lang!r}"]
        faults += [] if self._title.strip() and not self._title.strip().startswith("·") else ["sans titre"]
        faults += [] if self.counts["h1"] == 1 else [f"{self.counts['h1']} h1"]
        return faults + self.fragment_faults()

    def fragment_faults(self) -> list[str]:
        twice = [name for name, number in self.ids.items() if number > 1]
        faults = [f"id {name!r} deux fois" for name in twice]
        faults += [f"champ {name!r} sans étiquette" for name in self.unlabelled()]
        english = {found.group(0).lower() for text in self.text for found in ENGLISH.finditer(text)} - FRENCH_TOO
        return faults + ([f"anglais : {sorted(english)}"] if english else [])


@pytest.mark.parametrize(
    "bad",
    [
        '<p onclick="x()">',
        '<p style="color:red">',
        "<script>x()</script>",
        '<a href="javascript:x()">',
        '<img src="https://ailleurs.example/x.png">',
        '<input name="a">',
        '<p id="a"></p><p id="a"></p>',
        "<h1>Deux</h1>",
        "<p>Please enter a valid date.</p>",
    ],
)
def test_a_bad_page_is_seen(bad):
    good = '<!doctype html><html lang="fr"><title>Titre</title><h1>Un</h1>'
    assert Reading(good).page_faults() == []
    assert Reading(good + bad).page_faults() != []


class Unknown(str):
    """What Django writes in place of a variable that does not exist: nothing, as ever, but the name is taken down when
    Django wonders whether there is something to write."""

    found: set[str]

    def __bool__(self) -> bool:
        asking = sys._getframe(1)
        if asking.f_code is FilterExpression.resolve.__code__:
            template = getattr(asking.f_locals["context"].render_context, "template", None)
            self.found.add(f"{getattr(template, 'name', '?')} : {asking.f_locals['self'].var}")
        return False


PACK = re.compile(r"^(bootstrap5/|django/forms/|crispy|None)")
"""Templates of others, which count on it."""


@pytest.fixture
def unknown(monkeypatch) -> Unknown:
    noted = Unknown()
    noted.found = set()
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", noted)
    return noted


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.label)
def test_headers_and_pages(planted, crowd, unknown, row):
    """A slip of the pen in a template is silent, too: nothing is shown, and nobody knows. See ``Unknown``."""
    faults = []
    for letter in dict.fromkeys([first_reader(row), "A", *row.people]):
        for method in asked_by(row, letter):
            answer = crowd[letter].ask(method, row.url(planted.world, letter))
            found = header_faults(answer, signed_in=letter != "A")
            found += [answer.error] if answer.status == 500 else []
            if method in PAGES and has_pages(row, letter) and answer.is_page and answer.body:
                found += faults_in_page(answer, fragment=row.name in FRAGMENTS)
            faults += [f"{method} {row.label} par {letter} ({answer.status}) : {fault}" for fault in found]
    faults += sorted(name for name in unknown.found if not PACK.match(name))
    assert not faults, "\n".join(dict.fromkeys(faults))


def asked_by(row: Row, letter: str) -> tuple[str, ...]:
    """Every method by one who reads and by a stranger; by the others, their pages."""
    if letter in {first_reader(row), "A"}:
        return METHODS
    return PAGES if has_pages(row, letter) else ()


def has_pages(row: Row, letter: str) -> bool:
    return row.expected("GET", letter) in {200, 403} or row.expected("POST", letter) in {200, 422}


def faults_in_page(answer: Answer, *, fragment: bool) -> list[str]:
    read = Reading(answer.body.decode())
    return read.fragment_faults() + read.faults if fragment else read.page_faults()


def test_an_unknown_name_is_seen(unknown):
    engines["django"].from_string("{{ nobody.knows }}").render({})
    assert len(unknown.found) == 1
