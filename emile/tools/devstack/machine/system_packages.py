"""What pip cannot bring (pango, Chromium, poppler): installed where we may, named clearly where we may not."""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from emile.tools.devstack.console import last_lines, say, warn
from emile.tools.devstack.paths import DEMO

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
PANGO_LIBRARIES = ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset")
OPEN_SANS = Path("/usr/share/fonts/truetype/open-sans")


@dataclass(frozen=True)
class Need:
    is_met: Callable[[], bool]
    debian: tuple[str, ...]
    brew: str
    consequence: str


def has_library(name: str) -> bool:
    if not sys.platform.startswith("linux"):
        return ctypes.util.find_library(name) is not None
    try:
        ctypes.CDLL(f"lib{name}.so.0")
    except OSError:
        return False
    return True


def has_pango() -> bool:
    return all(has_library(name) for name in PANGO_LIBRARIES)


def has_print_font() -> bool:
    """Only Debian's place is known; elsewhere the PDF takes the fonts it finds."""
    return OPEN_SANS.exists() or not shutil.which("apt-get")


def chromium() -> str | None:
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return shutil.which(chosen)
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    return found or (str(MAC_CHROME) if MAC_CHROME.exists() else None)


PDF = Need(
    has_pango,
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "pango harfbuzz",
    "la bibliothèque pango manque : les pages fonctionnent, mais les PDF ne peuvent pas être produits",
)
FONT = Need(has_print_font, ("fonts-open-sans",), "", "la police Open Sans manque : les PDF en prendront une autre")
BROWSER = Need(
    lambda: chromium() is not None,
    ("chromium",),
    "--cask google-chrome",
    "Chromium manque : les essais dans un vrai navigateur ne sont pas exécutés",
)
POPPLER = Need(
    lambda: shutil.which("pdftotext") is not None,
    ("poppler-utils",),
    "poppler",
    "poppler manque : les essais qui relisent les PDF ne sont pas exécutés",
)
FOR_THE_PRODUCT = (PDF, FONT)
FOR_THE_TESTS = (PDF, FONT, BROWSER, POPPLER)


def missing(needs: Iterable[Need]) -> list[Need]:
    return [need for need in needs if not need.is_met()]


def may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_missing(needs: Iterable[Need]) -> None:
    gaps = missing(needs)
    if gaps and may_install():
        apt_install([name for need in gaps for name in need.debian])
        gaps = missing(gaps)
    for need in gaps:
        warn(explain(need))


def apt_install(packages: list[str]) -> bool:
    say(f"Installation des paquets du système : {' '.join(packages)}…")
    DEMO.make()
    log = DEMO.log("apt")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    wait_for_others = ["-o", "DPkg::Lock::Timeout=120"]
    with log.open("w") as output:
        for step in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *packages]):
            code = subprocess.call(
                ["apt-get", *wait_for_others, *step],
                env=environment,
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
            )
            if code:
                warn(f"apt-get {step[0]} a échoué ({log}) :\n{last_lines(log)}")
                return False
    return True


def explain(need: Need) -> str:
    return f"Attention : {need.consequence}.\n    Pour y remédier : {remedy(need)}"


def remedy(need: Need) -> str:
    if sys.platform == "darwin":
        return f"brew install {need.brew}"
    return f"sudo apt-get install {' '.join(need.debian)}  (ou le paquet équivalent de votre système)"
