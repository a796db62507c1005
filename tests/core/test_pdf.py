import http.server
import io
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path

import pypdf
import pytest
from django.contrib.staticfiles import finders
from django.utils import timezone

from emile.core import pdf

TITLE = "Synthèse de candidature K7QF3M"
CONTEXT = {
    "household": "Awa et Moussa",
    "reference": "K7QF3M",
    "definition": "Synthèse de candidature, version 3",
    "members": [("Awa", 34, "Agente de restauration", "1 120,00 €")],
    "words": "On veut une maison.",
    "text": "Un texte.",
}
pytestmark = pytest.mark.skipif(not pdf.engine_is_installed(), reason="Pango is not installed")


@pytest.fixture(autouse=True)
def with_specimens(settings):
    settings.TEMPLATES = [
        {**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], settings.BASE_DIR / "tests/core/templates"]}
    ]


def paper(**changes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.render_pdf("specimen/paper.html", {**CONTEXT, **changes}, title=TITLE)))


def text_of(reader: pypdf.PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def test_the_paper_is_tagged_french_and_titled():
    reader = paper()
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert reader.metadata.title == TITLE
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_metadata_hold_nobody():
    reader = paper(household="NOMSECRET")
    assert "NOMSECRET" in text_of(reader)
    metadata = str(dict(reader.metadata)) + reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "NOMSECRET" not in metadata


def test_the_footer_says_which_file_which_version_which_day_which_page():
    now = timezone.make_aware(timezone.datetime(2026, 11, 21, 15, 4))
    reader = paper(printed_at=now, text="Une ligne.\n" * 120)
    assert len(reader.pages) >= 2
    for number, page in enumerate(reader.pages, 1):
        text = page.extract_text()
        assert "Dossier K7QF3M" in text
        assert "Synthèse de candidature, version 3" in text
        assert "21 novembre 2026 à 15 h 04" in text
        assert f"page {number} / {len(reader.pages)}" in text


def test_the_fonts_are_embedded_and_arabic_can_be_read():
    reader = paper()
    assert "العربية" in text_of(reader)
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descriptor = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)


def test_the_same_paper_twice_is_the_same_file():
    now = timezone.now()
    first, second = (pdf.render_pdf("specimen/paper.html", {**CONTEXT, "printed_at": now}, title=TITLE) for _ in "12")
    assert first == second


def test_the_systems_fonts_are_listed_once_for_all_papers(monkeypatch):
    from weasyprint.text.fonts import FontConfiguration

    listed, list_fonts = [], FontConfiguration.__init__
    monkeypatch.setattr(FontConfiguration, "__init__", lambda fonts: listed.append(fonts) or list_fonts(fonts))
    pdf._fonts.cache_clear()
    paper(), paper()
    assert len(listed) == 1


def test_a_column_stands_at_the_same_place_whatever_its_table_says():
    """Fixed columns: their cells are laid out once, instead of measured and then laid out."""
    few, many = (left_of("Situation", members=[("Awa", 34, words, "1 120,00 €")]) for words in ("Maçonne", "mot " * 90))
    assert few == many


def left_of(title: str, **changes) -> float:
    """Where the head of a column begins, in points from the left edge of the first page that has it."""
    found = []

    def visit(text, matrix, text_matrix, font, size):
        if text.strip() == title:
            found.append(round(text_matrix[4] * matrix[0] + matrix[4], 1))

    for page in paper(**changes).pages:
        page.extract_text(visitor_text=visit)
    return found[0]


@pytest.fixture(scope="module")
def server():
    hits = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            hits.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1], hits
    server.shutdown()
    server.server_close()


@pytest.fixture
def sentinel(server):
    """A server on this machine that must never be called."""
    server[1].clear()
    return server


PAYLOADS = [
    '<img src="{address}">',
    '<link rel="stylesheet" href="{address}">',
    '<link rel="attachment" href="{address}">',
    "<style>@import url({address});</style>",
    "<style>@font-face {{ font-family: X; src: url({address}) }} p {{ font-family: X }}</style>",
    '<p style="background: url({address})">x</p>',
    '<p style="content: url({address})">x</p>',
    '<svg><image href="{address}" width="9" height="9"/></svg>',
    '<svg><use href="{address}#a"/></svg>',
    '<object data="{address}"></object>',
    '<embed src="{address}">',
    '<iframe src="{address}"></iframe>',
    '<base href="{address}"><img src="x.png">',
]
ADDRESSES = [
    "http://127.0.0.1:{port}/x",
    "file://{secret}",
    "static:../settings.py",
    "static:css/base.css",
    "data:text/css,p",
]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("payload", PAYLOADS)
def test_even_raw_html_fetches_nothing(payload, address, sentinel, tmp_path, settings):
    """Our templates escape; this is what holds when one of them does not."""
    port, hits = sentinel
    secret = tmp_path / "secret.txt"
    secret.write_text("CANARI-DU-DISQUE")
    where = address.format(port=port, secret=secret)
    body = payload.format(address=where)
    page = f'<!doctype html><html lang="fr"><head><title>t</title></head><body>{body}</body></html>'
    (tmp_path / "raw.html").write_text(page)
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    document = pdf.render_pdf("raw.html", {}, title="t")
    assert hits == []
    assert b"CANARI" not in unpacked(document)


def unpacked(document: bytes) -> bytes:
    found = [document]
    for part in document.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(part))
        except zlib.error:
            continue
    return b"".join(found)


def test_what_people_typed_is_escaped():
    text = text_of(paper(text='<img src="file:///etc/passwd"><h1>Titre</h1>'))
    assert '<img src="file:///etc/passwd"><h1>Titre</h1>' in text


@pytest.mark.parametrize(("name", "content_type"), [("pdf/paper.css", "text/css"), ("img/mark.svg", "image/svg+xml")])
def test_the_papers_own_files_are_read(name, content_type):
    assert pdf.read_allowed(f"static:{name}") == (Path(finders.find(name)).read_bytes(), content_type)


@pytest.mark.parametrize(
    "url",
    [
        "static:pdf/../../emile/settings.py",
        "static:pdf/none.css",
        "static:css/base.css",
        "file:///etc/passwd",
        "pdf/paper.css",
        "static:pdf/paper.css?x",
        "",
    ],
)
def test_no_other_is(url):
    with pytest.raises(pdf.ForbiddenFile):
        pdf.read_allowed(url)


def test_what_the_paper_asks_for_is_given_by_us():
    pdf._fetcher.cache_clear()
    given = pdf._fetcher()
    assert given.fetch("static:img/mark.svg").read() == Path(finders.find("img/mark.svg")).read_bytes()
    with pytest.raises(pdf.ForbiddenFile):
        given.fetch("http://127.0.0.1/")


# The alarm may fall in a destructor, where Python swallows what it raises: the one of the next second stops the page.
@pytest.mark.filterwarnings("ignore:Exception ignored in:pytest.PytestUnraisableExceptionWarning")
def test_a_page_bomb_is_stopped(monkeypatch):
    monkeypatch.setattr(pdf, "LONGEST_SECONDS", 0.5)
    started = time.monotonic()
    with pytest.raises(pdf.PdfTooLong, match="XLSX"):
        paper(members=[("x", n, "mot " * 30, "1 €") for n in range(2_000)])
    assert time.monotonic() - started < 10


def test_a_mountain_of_html_is_refused_before_the_layout(monkeypatch):
    monkeypatch.setattr(pdf, "LARGEST_HTML", 1_000)
    with pytest.raises(pdf.PdfTooLong):
        paper()


def test_a_missing_engine_is_named(monkeypatch, tmp_path):
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(pdf.PdfEngineMissing, match="libpango"):
        paper()
    assert not pdf.engine_is_installed()


def test_importing_the_module_does_not_import_the_engine():
    code = "import sys, emile.core.pdf; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
