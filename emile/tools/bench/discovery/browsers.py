"""One person at one browser: through Django in this process, or through HTTP to a server."""

import gzip
import http.client
import re
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Protocol
from urllib.parse import urlencode, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from emile.core.database.identity import acting_as_system
from emile.tools.bench.discovery.people import Person

Values = dict[str, list[str]]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    status: int
    location: str
    content: bytes
    """As sent: compressed when the server compressed it."""
    compressed: bool = False
    is_page: bool = True

    @property
    def text(self) -> str:
        return (gzip.decompress(self.content) if self.compressed else self.content).decode(errors="replace")


@dataclass(frozen=True)
class Sent:
    """What a browser sends when a button is pressed."""

    path: str
    values: Values
    files: dict[str, tuple[str, bytes]]
    by_itself: bool = False
    """By htmx, while somebody types."""

    @property
    def body(self) -> tuple[bytes, str]:
        if not self.files:
            return urlencode(self.values, doseq=True).encode(), FORM
        data: dict[str, object] = dict(self.values)
        data |= {name: SimpleUploadedFile(named, content) for name, (named, content) in self.files.items()}
        return encode_multipart(BOUNDARY, data), MULTIPART_CONTENT

    @property
    def headers(self) -> dict[str, str]:
        return {"HX-Request": "true"} if self.by_itself else {}


class Browser(Protocol):
    def get(self, path: str) -> Answer: ...
    def post(self, sent: Sent) -> Answer: ...


def session_of(person: Person) -> SimpleCookie:
    """Signed in without a password: what a password costs is measured apart."""
    client = Client()
    if person.is_signed_in:
        user = person.user()
        with acting_as_system():
            client.force_login(user)
    return client.cookies


class InProcess:
    """Every middleware, the view, the template and the compression; no network and no server."""

    def __init__(self, person: Person) -> None:
        self.cookies = session_of(person)
        self.client = Client(headers={"accept-encoding": "gzip"})
        self._forget()

    def get(self, path: str) -> Answer:
        return self._answer(self.client.get(path))

    def post(self, sent: Sent) -> Answer:
        body, content_type = sent.body
        return self._answer(self.client.generic("POST", sent.path, body, content_type, headers=sent.headers))

    def _answer(self, response: HttpResponseBase) -> Answer:
        content = response.getvalue()
        self._forget()
        return Answer(
            response.status_code,
            response.headers.get("Location", ""),
            content,
            response.headers.get("Content-Encoding") == "gzip",
            response.headers.get("Content-Type", "").startswith("text/html"),
        )

    def _forget(self) -> None:
        """The cookies as they were when the person arrived: each question stands alone."""
        self.client.cookies = SimpleCookie({name: morsel.value for name, morsel in self.cookies.items()})


class OverHttp:
    """One connection, kept open as browsers do."""

    def __init__(self, person: Person, address: str, cookies: SimpleCookie | None = None) -> None:
        self.cookies = session_of(person) if cookies is None else cookies
        self.address = address
        self.connection = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        where = urlsplit(self.address)
        return http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def post(self, sent: Sent) -> Answer:
        body, content_type = sent.body
        token = csrf_of(sent.values)
        headers = {"Content-Type": content_type, "X-CSRFToken": token, **sent.headers}
        return self._ask("POST", sent.path, body, headers, {"emile_csrf": token})

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str], more: dict[str, str] | None = None
    ) -> Answer:
        cookies = {name: morsel.value for name, morsel in self.cookies.items()} | (more or {})
        sent = {
            "Accept-Encoding": "gzip",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            **headers,
        }
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):  # kept open for long enough
            self.connection = self._connect()
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
        content = response.read()
        location = re.sub(r"^https?://[^/]+", "", response.getheader("Location", "") or "")
        kind = response.getheader("Content-Type", "") or ""
        zipped = response.getheader("Content-Encoding") == "gzip"
        return Answer(response.status, location, content, zipped, kind.startswith("text/html"))


def csrf_of(values: Values) -> str:
    """The masked token of a form is a valid cookie too: the server compares what they hide."""
    return (values.get("csrfmiddlewaretoken") or [""])[0]
