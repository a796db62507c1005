"""From a template to a tagged A4 PDF. The only module that knows WeasyPrint; for workers, never for a web request.

WeasyPrint takes 2 s to import, so it is imported inside the functions. What it may read is listed here: the paper's
own static files. User text reaches the page escaped by the template, and nothing it says is ever fetched.
"""

import re
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone

from emile.core.jobs.errors import JobRefused

if TYPE_CHECKING:
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

ALLOWED_FILES = re.compile(r"static:(pdf/[a-z0-9-]+\.(?:css|svg|png)|img/mark\.svg)")
CONTENT_TYPES = {"css": "text/css", "svg": "image/svg+xml", "png": "image/png"}
LONGEST_SECONDS = 60
LARGEST_HTML = 3 * 1024 * 1024  # characters; a thousand table lines are 0.2 M and take 8 s


class PdfEngineMissing(JobRefused):
    """Pango is not installed: there is no wheel of it, it comes from the system's packages."""

    def __init__(self) -> None:
        super().__init__(
            "Le moteur PDF n'est pas installé sur ce serveur. Paquets à installer : libpango-1.0-0, "
            "libpangoft2-1.0-0, libharfbuzz-subset0 et une police (fonts-open-sans ou fonts-dejavu-core)."
        )


class PdfTooLong(JobRefused):
    def __init__(self) -> None:
        super().__init__("Ce document est trop long à mettre en page. Pour une longue liste, choisissez l'export XLSX.")


class ForbiddenFile(ValueError):
    """The page asks for something that is not one of the paper's own static files."""


def render_pdf(template: str, context: dict[str, object], *, title: str) -> bytes:
    """``title`` is what a reader's window shows: the kind of paper and its reference, never a person's name.

    ``pdf/base.html`` also reads ``reference``, ``definition`` (name and version of the paper's definition) and
    ``printed_at`` (an aware datetime; now, by default) for the footer. Raises PdfEngineMissing, PdfTooLong.
    """
    HTML = _engine()
    html = render_to_string(template, {"printed_at": timezone.localtime(), **context, "title": title})
    if len(html) > LARGEST_HTML:
        raise PdfTooLong
    with _at_most(LONGEST_SECONDS):
        document = HTML(string=html, base_url="static:", url_fetcher=_fetcher())
        return document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True, font_config=_fonts())


def engine_is_installed() -> bool:
    try:
        _engine()
    except PdfEngineMissing:
        return False
    return True


def read_allowed(url: str) -> tuple[bytes, str]:
    """Content and type of one of the paper's own files; ForbiddenFile for any other address."""
    match = ALLOWED_FILES.fullmatch(url)
    path = finders.find(match[1]) if match else None
    if not path:
        raise ForbiddenFile(url[:200])
    with open(path, "rb") as file:
        return file.read(), CONTENT_TYPES[path.rsplit(".", 1)[-1]]


def _engine() -> type["HTML"]:
    try:
        from weasyprint import HTML
    except OSError:  # dlopen: a system library is missing
        raise PdfEngineMissing from None
    return HTML


@cache
def _fonts() -> "FontConfiguration":
    """The system's fonts, listed once for all the papers of a process."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@cache
def _fetcher() -> "URLFetcher":
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        """No network, no disk, no ``data:``; the base class's handlers are never reached."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
            content, content_type = read_allowed(url)
            return URLFetcherResponse(url, content, {"Content-Type": content_type})

    return OwnFilesOnly(allowed_protocols={"static"}, allow_redirects=False)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """SIGALRM, again every second: WeasyPrint swallows some exceptions. Only possible in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def too_long(signum: int, frame: FrameType | None) -> None:
        raise PdfTooLong

    before = signal.signal(signal.SIGALRM, too_long)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
