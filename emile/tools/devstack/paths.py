"""Where things are. A *place* is one set of services with its own data: the demo's, the tests', the bench's."""

import os
import pwd
import sys
from dataclasses import dataclass
from pathlib import Path

from emile.tools.devstack.console import Refusal

ROOT = Path(__file__).resolve().parents[3]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
MANAGE = ROOT / "manage.py"


@dataclass(frozen=True)
class Place:
    base: Path

    @property
    def postgres(self) -> Path:
        return self.base / "postgres"

    @property
    def valkey(self) -> Path:
        return self.base / "valkey"

    @property
    def media(self) -> Path:
        return self.base / "media"

    @property
    def secrets(self) -> Path:
        return self.base / "secrets.json"

    @property
    def env_file(self) -> Path:
        return self.base / "env"

    @property
    def accounts(self) -> Path:
        return self.base / "accounts"

    @property
    def prepared(self) -> Path:
        return self.base / "prepared"

    @property
    def lock(self) -> Path:
        return self.base / "lock"

    def log(self, name: str) -> Path:
        return self.base / "log" / f"{name}.log"

    def make(self) -> None:
        """Everything here is private to one account: it holds passwords and (invented) people."""
        for folder in (VAR, self.base, self.base / "log"):
            try:
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except PermissionError as error:
                raise Refusal(f"Impossible d'écrire dans {folder} : {error.strerror}.") from error
            refuse_another_owner(folder)


DEMO = Place(VAR)
BENCH = Place(VAR / "bench")


def test_place(number: int) -> Place:
    """Several test runs may go on in one checkout: each has its own place."""
    return Place(VAR / "test" / str(number))


def refuse_another_owner(path: Path, *, unless_root: bool = False) -> None:
    owner = path.stat().st_uid
    if owner == os.geteuid() or (unless_root and os.geteuid() == 0):
        return
    raise Refusal(
        f"{path} appartient au compte « {account_name(owner)} » et vous êtes « {account_name(os.geteuid())} ».\n"
        "Relancez la commande avec ce compte, ou repartez de zéro : `make clean` avec ce compte ou avec root."
    )


def account_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def site_packages() -> Path:
    """Of the virtual environment that runs us. Its packages are looked up by path, never imported."""
    found = [Path(entry) for entry in sys.path if entry.endswith("site-packages")]
    inside = [folder for folder in found if VENV in folder.parents]
    if not (inside or found):
        raise Refusal("Lancez les commandes avec `make` : l'environnement .venv n'est pas actif.")
    return (inside or found)[0]
