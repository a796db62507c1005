"""Has the embedded database already had all the migrations of this checkout? Then everything may start at once."""

import hashlib
from pathlib import Path

from emile.tools.devstack.paths import ROOT, VAR, VENV, Place


def fingerprint(root: Path = ROOT) -> str:
    """Of our own migrations and of the libraries' versions, which bring the others."""
    files = [root / "requirements.txt", *root.glob("*/migrations/*.py"), *root.glob("*/*/migrations/*.py")]
    files += root.glob("*/*/*/migrations/*.py")
    seen = hashlib.sha256()
    for path in sorted(path for path in set(files) if not {VENV, VAR} & set(path.parents)):
        seen.update(str(path.relative_to(root)).encode() + path.read_bytes())
    return seen.hexdigest()


def are_all_applied(place: Place) -> bool:
    try:
        return place.prepared.read_text() == fingerprint()
    except OSError:
        return False


def remember(place: Place) -> None:
    place.prepared.write_text(fingerprint())


def forget(place: Place) -> None:
    """Before preparing: what is interrupted half-way is not remembered as done."""
    place.prepared.unlink(missing_ok=True)
