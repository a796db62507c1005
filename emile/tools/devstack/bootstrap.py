"""First step of every `make` target: find a good enough Python, then hand over to ``machine/install.py``.

Run by path, and written for any Python 3: a Python 3.5 must reach the sentence below, not stop at a SyntaxError.
So no f-string, no variable annotation, and no import of the other modules before the version is known.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
KNOWN_NAMES = ("python3.13", "python3.12", "python3.11", "python3.14")
TOO_OLD = (
    "Émile demande Python 3.11 ou plus récent ; celui-ci est Python {found} ({path}).\n"
    "Installez-en un (Debian et Ubuntu : apt-get install python3.11 python3.11-venv ; macOS : brew install python@3.12)"
    " ou indiquez-le : make {command} PYTHON=/chemin/vers/python3.12\n"
)


NOT_ON_WINDOWS = "Ces commandes demandent Linux ou macOS. Sous Windows : WSL, ou les conteneurs (docs/running.md).\n"


def is_recent(python: str) -> bool:
    """A name on PATH proves nothing: version managers leave launchers behind that only print an error."""
    probe = "import sys; sys.exit(sys.version_info[:2] < " + repr(OLDEST) + ")"
    try:
        return subprocess.call([python, "-c", probe], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def a_recent_python() -> "str | None":
    candidates = (shutil.which(name) for name in KNOWN_NAMES)
    return next((path for path in candidates if path and is_recent(path)), None)


def python_was_chosen() -> bool:
    return os.environ.get("PYTHON", "python3") != "python3"


def hand_over_or_explain(command: str) -> int:
    other = None if python_was_chosen() else a_recent_python()
    if other:
        os.execv(other, [other, os.path.abspath(__file__), *sys.argv[1:]])  # noqa: S606
    found = ".".join(str(number) for number in sys.version_info[:3])
    return explain(TOO_OLD.format(found=found, path=sys.executable, command=command))


def explain(message: str) -> int:
    """In bytes: an old Python in the C locale would fail on the first accent."""
    sys.stderr.buffer.write(message.encode("utf-8"))
    return 1


def main() -> int:
    command = sys.argv[1] if len(sys.argv) > 1 else "demo"
    if os.name == "nt":
        return explain(NOT_ON_WINDOWS)
    if sys.version_info[:2] < OLDEST:
        return hand_over_or_explain(command)
    root = os.path.abspath(__file__)
    for _ in range(4):
        root = os.path.dirname(root)
    # This folder first on the path would let our file names hide modules of the standard library.
    sys.path[0] = root
    from emile.tools.devstack.machine.install import prepare_and_run

    return prepare_and_run(command, sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
