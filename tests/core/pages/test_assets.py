import gzip
import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from emile.core.pages.assets import PACKAGED, PackagedAssetsFinder

SHA256 = {
    "vendor/bootstrap.min.css": "d85327d99c7a3ee1f9b5d0500d1370acea3ad2db39c163c2f51f232baedbdede",
    "vendor/bootstrap.min.css.map": "48144faf6aa0fb3cd2ce748d9730238f888f4ab715f05dabd1c9af2c5671988a",
    "django_htmx/htmx-2.min.js": "71ea67185bfa8c98c39d31717c6fce5d852370fcdfd129db4543774d3145c0de",
}
OWN = ["css/base.css", "css/components.css", "css/pictures.css", "css/print.css", "js/site.js", "img/mark.svg"]
FIRST_VISIT = ["vendor/bootstrap.min.css", "django_htmx/htmx-2.min.js", *OWN]


def weight(name: str) -> int:
    return len(gzip.compress(Path(finders.find(name)).read_bytes(), 9))


@pytest.mark.parametrize("name", SHA256)
def test_packaged_files_are_the_ones_we_reviewed(name):
    assert hashlib.sha256(Path(finders.find(name)).read_bytes()).hexdigest() == SHA256[name]


def test_the_finder_lists_only_what_it_names():
    listed = {f"{storage.prefix}/{name}" for name, storage in PackagedAssetsFinder().list([])}
    assert listed == set(PACKAGED)
    assert finders.find("vendor/bootstrap.min.js") is None
    assert PackagedAssetsFinder().find("vendor/../settings.py", find_all=True) == []


def test_a_first_visit_is_light():
    assert sum(weight(name) for name in OWN) < 14_000
    assert sum(weight(name) for name in FIRST_VISIT) < 80_000, "leaves 20 kB for the page itself"


def test_what_the_pages_link_exists():
    for template in ("base.html", "components/bare_page.html", "accounts/sign_in.html"):
        source = (settings.BASE_DIR / "templates" / template).read_text()
        for name in re.findall(r"{% static '([^']+)' %}", source):
            assert finders.find(name), name


# --- Contrast (WCAG 2.2, 1.4.3 and 1.4.11), computed from the stylesheets themselves -------------------------------

BASE = Path(finders.find("css/base.css")).read_text()
COLOURS = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", BASE))
TEXT_PAIRS = [
    ("encre", "neige"), ("encre", "carte"), ("lauze", "neige"), ("lauze", "carte"), ("sapin", "neige"),
    ("sapin", "carte"), ("brique", "carte"), ("brique", "brique-clair"), ("ocre", "carte"), ("ocre", "ocre-clair"),
    ("bleu", "carte"), ("bleu", "bleu-clair"), ("sapin", "sapin-clair"), ("carte", "sapin"), ("carte", "sapin-sombre"),
    ("carte", "ocre"), ("sapin-nuit", "neige"), ("ocre-lumiere", "sapin-sombre"),
]  # fmt: skip


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("pair", TEXT_PAIRS)
def test_text_is_readable(pair):
    assert contrast(COLOURS[pair[0]], COLOURS[pair[1]]) >= 4.5


@pytest.mark.parametrize("pair", [("trait-fort", "carte"), ("bleu", "neige"), ("ocre-lumiere", "sapin-sombre")])
def test_edges_of_fields_and_focus_are_visible(pair):
    assert contrast(COLOURS[pair[0]], COLOURS[pair[1]]) >= 3


def test_badges_are_readable():
    css = Path(finders.find("css/components.css")).read_text()
    rules = re.findall(r"\.badge-status[^{]*{[^}]*background: ([^;]+); color: (#[0-9a-f]{3,6})", css)
    assert len(rules) == 6
    for background, text in rules:
        assert contrast(COLOURS.get(background[6:-1], background), text) >= 4.5
