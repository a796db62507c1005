"""What needs no virtual environment: `make stop`, `make clean`, `make requirements`."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from emile.tools.devstack.console import Refusal, say
from emile.tools.devstack.machine.run_as import staging_folder
from emile.tools.devstack.paths import BENCH, DEMO, ROOT, VAR, VENV, Place, refuse_another_owner
from emile.tools.devstack.stack import lock

STOP_PATIENCE = 60.0
FOR_EVERY_MACHINE = ("--python-version", "3.11", "--universal")
WITHOUT_ADDRESS = ("--no-emit-index-url", "--no-emit-find-links")


def run(command: str) -> int:
    for folder in (VAR, VENV):
        if folder.exists() and command != "requirements":
            refuse_another_owner(folder, unless_root=command == "clean")
    return {"stop": stop, "clean": clean, "requirements": requirements}[command]()


def stop() -> int:
    running = lock.holder(DEMO.lock)
    if running is None:
        say("Rien ne tourne ici.")
        return 0
    try:
        os.kill(running["pid"], signal.SIGTERM)
    except (KeyError, PermissionError) as error:
        raise Refusal("La démonstration est lancée par un autre compte : lui seul peut l'arrêter.") from error
    return wait_for_the_end()


def wait_for_the_end() -> int:
    deadline = time.monotonic() + STOP_PATIENCE
    while lock.holder(DEMO.lock) is not None:
        if time.monotonic() > deadline:
            raise Refusal(f"La démonstration ne s'arrête pas : voir {DEMO.base / 'log'}.")
        time.sleep(0.1)
    say("La démonstration est arrêtée.")
    return 0


def clean() -> int:
    busy = [place for place in places() if lock.holder(place.lock) is not None]
    if busy:
        raise Refusal(f"Quelque chose tourne encore dans {busy[0].base} : arrêtez-le d'abord (make stop).")
    if not is_confirmed():
        say("Rien n'a été effacé.")
        return 0
    for folder in [VENV, *(staging_folder(place.postgres) for place in places()), VAR]:
        remove(folder)
    say("Effacé : .venv et var/.")
    return 0


def places() -> list[Place]:
    return [DEMO, BENCH, *(Place(folder) for folder in sorted((VAR / "test").glob("*")))]


def is_confirmed() -> bool:
    """Without a terminal nobody can answer: only `yes=1` will do."""
    if os.environ.get("EMILE_YES"):
        return True
    try:
        answer = input("Effacer .venv et var/ (toutes les données de démonstration) ? [o/N] ")
    except EOFError:
        return False
    return answer.strip().lower() in {"o", "oui"}


def remove(folder: Path) -> None:
    if not folder.exists():
        return
    try:
        shutil.rmtree(folder)
    except PermissionError as error:
        raise Refusal(f"{folder} appartient à un autre compte : effacez-le avec ce compte, ou avec root.") from error


def requirements() -> int:
    """The .txt files hold hashes, never an address: they install from whatever registry the machine is set up for."""
    uv = shutil.which("uv")
    if uv is None:
        raise Refusal("La mise à jour des dépendances demande « uv » : pip install uv, puis recommencez.")
    for name in ("requirements", "requirements-dev"):
        files = (f"{name}.in", "-o", f"{name}.txt")
        command = [uv, "pip", "compile", *FOR_EVERY_MACHINE, "--generate-hashes", *WITHOUT_ADDRESS, *files]
        code = subprocess.call(command, cwd=ROOT, stdout=subprocess.DEVNULL)
        if code:
            return code
    say("requirements.txt et requirements-dev.txt sont à jour.")
    return 0
