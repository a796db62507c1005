"""PostgreSQL refuses to run as root. How it runs all the same, without touching anybody's permissions.

1. An ordinary account: plainly.
2. root, where user namespaces are allowed: ``unshare`` shows it another uid; files stay where they are.
3. root elsewhere (Docker, chroot): under an unprivileged account, from a copy it can reach.
"""

import functools
import os
import pwd
import shutil
import subprocess
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from emile.tools.devstack.console import Refusal

IN_A_NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
UNPRIVILEGED = ("postgres", "nobody")
REACHABLE_BY_ALL = Path("/var/lib")


class Options(TypedDict, total=False):
    """What ``Popen`` is told besides, to start a program of that account."""

    user: int
    group: int
    extra_groups: list[int]
    cwd: str


@dataclass(frozen=True)
class RunAs:
    """``account`` set means that binaries and data must be staged where that account can reach them."""

    prefix: tuple[str, ...] = ()
    account: pwd.struct_passwd | None = None

    @property
    def options(self) -> Options:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": [], "cwd": "/"}

    def give(self, path: Path) -> None:
        if self.account is not None:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)


def namespaces_work() -> bool:
    if not shutil.which(IN_A_NAMESPACE[0]):
        return False
    return subprocess.run([*IN_A_NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def unprivileged_account() -> pwd.struct_passwd | None:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


@functools.cache
def choose() -> RunAs:
    if os.geteuid() != 0:
        return RunAs()
    if namespaces_work():
        return RunAs(prefix=IN_A_NAMESPACE)
    account = unprivileged_account()
    if account is None:
        raise Refusal(
            "PostgreSQL refuse de tourner sous root, et cette machine n'a ni espaces de noms ni compte « nobody ».\n"
            "Relancez avec un compte ordinaire, ou donnez DATABASE_URL et REDIS_URL pour utiliser vos propres services."
        )
    return RunAs(account=account)


@dataclass(frozen=True)
class Staging:
    """Where the binaries and the data are, once the account that needs them can reach them."""

    binaries: Path
    data: Path
    run_as: RunAs = field(default_factory=choose)


def stage(binaries: Path, data: Path, run_as: RunAs) -> Staging:
    """``binaries`` is ``<wheel>/pginstall/bin``; its libraries are in the sibling folder ``<wheel>.libs``."""
    if run_as.account is None:
        return Staging(binaries, data, run_as)
    base = staging_folder(data)
    base.mkdir(mode=0o755, parents=True, exist_ok=True)
    wheel = binaries.parents[1]
    copy_wheel(wheel, base)
    return Staging(base / wheel.name / binaries.relative_to(wheel), base / "data", run_as)


def staging_folder(data: Path) -> Path:
    return REACHABLE_BY_ALL / f"emile-{zlib.crc32(str(data).encode()):08x}"


def copy_wheel(wheel: Path, base: Path) -> None:
    """Copied again whenever the wheel changes; ``copied-from`` is written last."""
    mark = base / "copied-from"
    state = f"{wheel} {wheel.stat().st_mtime_ns}"
    if mark.exists() and mark.read_text() == state:
        return
    for folder in (wheel, wheel.with_name(wheel.name + ".libs")):
        if folder.exists():
            shutil.rmtree(base / folder.name, ignore_errors=True)
            shutil.copytree(folder, base / folder.name, symlinks=True)
    mark.write_text(state)
