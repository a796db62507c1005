"""From a bare Python to the virtual environment, then into it. Runs before anything is installed."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from emile.tools.devstack.console import Refusal, last_lines, say, warn
from emile.tools.devstack.machine import housekeeping, system_packages
from emile.tools.devstack.paths import DEMO, ROOT, VAR, VENV, VENV_PYTHON, refuse_another_owner
from emile.tools.devstack.stack.lock import hold

WITH_TEST_TOOLS = {"test", "test-mutants", "test-clock", "bench", "screenshots"}
WITHOUT_VENV = {"stop", "clean", "requirements"}


def prepare_and_run(command: str, arguments: list[str]) -> int:
    try:
        os.chdir(ROOT)
        if command in WITHOUT_VENV:
            return housekeeping.run(command)
        prepare(command)
    except Refusal as refusal:
        warn(str(refusal))
        return 1
    except KeyboardInterrupt:
        warn("Interrompu.")
        return 130
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONHOME", "PYTHONPATH"}}
    os.execve(VENV_PYTHON, [str(VENV_PYTHON), "-m", "emile.tools.devstack", command, *arguments], environment)  # noqa: S606


def prepare(command: str) -> None:
    with_tests = command in WITH_TEST_TOOLS
    requirements = ROOT / ("requirements-dev.txt" if with_tests else "requirements.txt")
    refuse_a_foreign_venv()
    if not is_installed(requirements):
        DEMO.make()
        with hold(VAR / "install.lock", waiting="Une autre installation est en cours ici, on l'attend…"):
            install(requirements)
    if command in {"demo", "screenshots"} or with_tests:
        system_packages.install_missing(
            system_packages.FOR_THE_TESTS if with_tests else system_packages.FOR_THE_PRODUCT
        )


def refuse_a_foreign_venv() -> None:
    if VENV.exists():
        refuse_another_owner(VENV)


def stamp(requirements: Path) -> Path:
    return VENV / f".installed-{requirements.stem}"


def fingerprint(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def is_installed(requirements: Path) -> bool:
    try:
        return os.access(VENV_PYTHON, os.X_OK) and stamp(requirements).read_text() == fingerprint(requirements)
    except OSError:
        return False


def install(requirements: Path) -> None:
    """The stamp is written last: an interrupted installation is simply taken up again."""
    if is_installed(requirements):
        return
    if not venv_works():
        create_venv()
    say(f"Installation des bibliothèques Python ({requirements.name})…")
    log = DEMO.log("pip")
    pip = [str(VENV_PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", "--quiet"]
    quiet_about_root = os.environ | {"PIP_ROOT_USER_ACTION": "ignore"}
    with log.open("w") as output:
        code = subprocess.call(
            [*pip, "--require-hashes", "-r", str(requirements)], env=quiet_about_root, stdout=output, stderr=output
        )
    if code:
        raise Refusal(
            f"L'installation des bibliothèques a échoué (journal : {log}) :\n{last_lines(log)}\n"
            "Vérifiez l'accès au dépôt de paquets Python, puis relancez la même commande."
        )
    stamp(requirements).write_text(fingerprint(requirements))


def venv_works() -> bool:
    try:
        return subprocess.call([str(VENV_PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def create_venv() -> None:
    say(f"Création de l'environnement Python dans .venv (Python {sys.version.split()[0]})…")
    shutil.rmtree(VENV, ignore_errors=True)
    if not has_ensurepip() and not install_ensurepip():
        raise Refusal(
            "Le module « venv » de Python n'est pas complet sur cette machine.\n"
            f"    Pour y remédier : sudo apt-get install {venv_package()}  (ou le paquet équivalent), puis relancez."
        )
    made = subprocess.run([sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False)
    if made.returncode:
        raise Refusal(f"Impossible de créer .venv :\n{made.stdout}{made.stderr}")


def has_ensurepip() -> bool:
    """Asked of a new process: the answer changes while we run, when apt has just installed it."""
    probe = [sys.executable, "-c", "import ensurepip, venv"]
    return subprocess.call(probe, stderr=subprocess.DEVNULL) == 0


def install_ensurepip() -> bool:
    return system_packages.may_install() and system_packages.apt_install([venv_package()]) and has_ensurepip()


def venv_package() -> str:
    return f"python3.{sys.version_info.minor}-venv"
