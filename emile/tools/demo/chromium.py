import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class ChromiumMissing(RuntimeError):
    """No browser on this machine."""

    def __init__(self) -> None:
        super().__init__("Aucun Chromium sur cette machine (variable CHROMIUM, ou paquet « chromium »).")


LOCALES = ("/usr/lib/chromium/locales", "/usr/lib/chromium-browser/locales")
"""Where Debian and Ubuntu keep them: what they put on the path is a script that stands elsewhere."""


def lacks_french(browser: str) -> bool:
    """Its date fields would be in English. False where its languages are not found: nothing is known then."""
    folders = [Path(browser).resolve().parent / "locales", *map(Path, LOCALES)]
    known = next((folder for folder in folders if folder.is_dir()), None)
    return known is not None and not (known / "fr.pak").exists()


def chromium_path() -> str:
    """:raises ChromiumMissing: neither ``CHROMIUM`` nor a known name leads to a browser."""
    candidates = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES)]
    found = next((path for path in candidates if path), None)
    if found is None:
        raise ChromiumMissing
    return found
