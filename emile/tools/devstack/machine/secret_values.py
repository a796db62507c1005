"""Passwords of one place, drawn once and kept in a file only its owner reads."""

import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from emile.tools.devstack.console import Refusal


@dataclass(frozen=True)
class Secrets:
    postgres: str
    owner: str
    app: str
    valkey: str
    secret_key: str


def draw() -> Secrets:
    return Secrets(**{field.name: secrets.token_urlsafe(36) for field in fields(Secrets)})


def load_or_draw(path: Path) -> Secrets:
    try:
        return Secrets(**json.loads(path.read_text()))
    except FileNotFoundError:
        drawn = draw()
        write_private(path, json.dumps(asdict(drawn), indent=2))
        return drawn
    except (ValueError, TypeError) as error:
        raise Refusal(f"{path} est illisible. Effacez {path.parent} (make clean) pour repartir de zéro.") from error


def write_private(path: Path, text: str) -> None:
    """Whole or not at all, and never readable by others, not even for an instant."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
