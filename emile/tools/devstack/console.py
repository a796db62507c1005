"""What the person at the terminal reads: short French sentences, never a stack trace for a foreseeable trouble."""

import sys
from pathlib import Path
from typing import TextIO


class Refusal(Exception):
    """Something foreseeable stands in the way; the message is the French sentence to show, with what to do."""


def say(text: str) -> None:
    write(sys.stdout, text)


def warn(text: str) -> None:
    write(sys.stderr, text)


def write(stream: TextIO, text: str) -> None:
    """A closed terminal (`make demo | head`) must not take the services down half-way."""
    try:
        stream.write(text + "\n")
        stream.flush()
    except UnicodeEncodeError:
        stream.write(text.encode("ascii", "replace").decode() + "\n")
    except OSError:
        pass


def last_lines(log: Path, count: int = 15) -> str:
    try:
        lines = log.read_text(errors="replace").splitlines()
    except OSError:
        return ""
    return "\n".join("    " + line for line in lines[-count:])
