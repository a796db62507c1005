import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class ChromiumMissing(RuntimeError):
    """No browser on this machine."""

    def __init__(self) -> None:
        super().__init__("Aucun Chromium sur cette machine (variable CHROMIUM, ou paquet « chromium »).")


def chromium_path() -> str:
    """:raises ChromiumMissing: neither ``CHROMIUM`` nor a known name leads to a browser."""
    candidates = [os.environ.get("CHROMIUM"), *(shutil.which(name) for name in NAMES)]
    found = next((path for path in candidates if path), None)
    if found is None:
        raise ChromiumMissing
    return found
