"""A page is asked as somebody, without leaving a trace; and what may differ between two equal answers."""

import re
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie

import pytest
from django.conf import settings
from django.core.signals import got_request_exception
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import ProductClient, undone
from tests.security.interference.canaries import everything_in
from tests.security.interference.whole_world import LETTERS, Planted

MASKS = [
    (re.compile(rb'(csrfmiddlewaretoken" value|X-CSRFToken"?:? ?"?)[^>]{0,12}[0-9A-Za-z]{64}'), rb"\1"),
    (re.compile(rb"X-CSRFToken[^}]*}"), b"X-CSRFToken"),
    (re.compile(rb"nonce-[\w+/=-]+"), b"nonce-"),
    (re.compile(rb'nonce="[^"]*"'), b"nonce"),
    (re.compile(rb"Expires: [^\n]+"), b""),
    (re.compile(rb'name="token" value="[0-9a-f-]{36}"'), b"token"),
]
"""New in every answer, and rightly so."""
GIVEN_ANEW = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    cookies: str
    body: bytes
    error: str = field(default="", compare=False)

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def is_page(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def whole(self) -> bytes:
        """Every byte of the answer, and what is packed in them."""
        return self._lines + self.cookies.encode() + everything_in(self.body)

    @property
    def _lines(self) -> bytes:
        return "\n".join(f"{name}: {value}" for name, value in self.headers.items()).encode()

    @property
    def masked(self) -> bytes:
        """What must be equal in two equal answers. A session is given anew every five minutes, a token each time."""
        cookies = [line for line in self.cookies.splitlines() if not line.strip().startswith(GIVEN_ANEW)]
        content = f"{self.status} {cookies} ".encode() + self._lines + everything_in(self.body)
        for pattern, replacement in MASKS:
            content = pattern.sub(replacement, content)
        return content


class Visitor:
    """One person at one browser. Cookies of the last answer are forgotten: each question stands alone."""

    def __init__(self, planted: Planted, letter: str) -> None:
        self.planted, self.letter = planted, letter
        self.person = planted.world.who(letter)
        self.client = ProductClient(raise_request_exception=False)
        if self.person is not None:
            self.client.sign_in(self.person)
        self.session = self.client.cookies.get(settings.SESSION_COOKIE_NAME)

    def ask(self, method: str, url: str, data: dict | None = None, *, for_real: bool = False, **headers) -> Answer:
        """``for_real``: what the question writes stays."""
        self.client.cookies = SimpleCookie()
        if self.session is not None:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.session.value
        if for_real:
            return self._ask(method, url, data, headers)
        with undone():
            return self._ask(method, url, data, headers)

    def _ask(self, method: str, url: str, data: dict | None, headers: dict) -> Answer:
        with noting_errors() as errors:
            response = getattr(self.client, method.lower())(url, data or {}, headers=headers)
            body = b"".join(response.streaming_content) if response.streaming else response.content
        cookies = response.cookies.output(header="")
        return Answer(response.status_code, dict(response.headers), cookies, body, "".join(errors))


class noting_errors:
    """The tracebacks of the requests made inside, for the message of the test."""

    def __enter__(self) -> list[str]:
        self.found: list[str] = []
        got_request_exception.connect(self._note)
        return self.found

    def _note(self, **kwargs) -> None:
        self.found.append("".join(traceback.format_exception(*sys.exc_info())[-8:]))

    def __exit__(self, *exception) -> None:
        got_request_exception.disconnect(self._note)


class Crowd:
    """Everybody, signed in once, and for good: not inside what a test undoes."""

    def __init__(self, planted: Planted) -> None:
        self.planted = planted
        self.visitors = {letter: Visitor(planted, letter) for letter in "A" + LETTERS}

    def __getitem__(self, letter: str) -> Visitor:
        return self.visitors[letter]


@pytest.fixture(scope="module")
def crowd(planted_once: Planted, django_db_blocker) -> Crowd:
    """A module at a time: sessions end after thirty minutes, here too."""
    with django_db_blocker.unblock(), planted_once.door.open():
        return Crowd(planted_once)


def url_names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """Every address of the product, by name, includes and all."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from url_names(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"nameless {pattern.pattern}")
