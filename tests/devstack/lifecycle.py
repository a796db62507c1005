"""Slow, by hand (`make test-lifecycle`): the whole life of `make demo` on a new clone of HEAD.

As root: the clone runs as root, then again as root without user namespaces, then as an ordinary account made for the
occasion (and removed). As an ordinary account: that one only. Prints the figures of docs/running.md.
Everything is in a temporary folder; the shape of a real terminal (Ctrl-C included) comes from a pty.
"""

import json
import os
import pty
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ACCOUNT = "emile-lifecycle"
FIRST_START_PATIENCE, START_PATIENCE = 600, 60
CTRL_C = b"\x03"
WITHOUT_NAMESPACES = "#!/bin/sh\nexit 1\n"


class Broken(Exception):
    """A promise not kept; the message says which."""


@dataclass
class Terminal:
    """`make demo` in a terminal of its own."""

    pid: int
    descriptor: int
    shown: str = ""

    def read_until(self, words: str, patience: float) -> None:
        deadline = time.monotonic() + patience
        while words not in self.shown:
            if time.monotonic() > deadline:
                raise Broken(f"« {words} » n'est pas apparu en {patience} s :\n{self.shown}")
            if not self._read():
                raise Broken(f"terminé avant « {words} » :\n{self.shown}")

    def _read(self) -> bool:
        try:
            chunk = os.read(self.descriptor, 4096)
        except OSError:  # Linux says EIO when the other side is gone
            return False
        self.shown += chunk.decode(errors="replace")
        return bool(chunk)

    def type(self, keys: bytes) -> None:
        os.write(self.descriptor, keys)

    def wait(self) -> int:
        while self._read():
            pass
        os.close(self.descriptor)
        return os.waitpid(self.pid, 0)[1]


@dataclass
class Clone:
    folder: Path
    account: pwd.struct_passwd
    env: dict[str, str]
    port: int

    def become(self) -> None:
        if self.account.pw_uid != os.getuid():
            os.initgroups(self.account.pw_name, self.account.pw_gid)
            os.setgid(self.account.pw_gid)
            os.setuid(self.account.pw_uid)

    def demo(self) -> Terminal:
        pid, descriptor = pty.fork()
        if pid == 0:
            self.become()
            os.chdir(self.folder)
            os.execvpe("make", ["make", "demo", f"PORT={self.port}"], self.env)  # noqa: S606
        return Terminal(pid, descriptor)

    def make(self, *words: str, typed: str = "", **variables: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["make", *words, *(f"{name}={value}" for name, value in variables.items())],
            cwd=self.folder,
            env=self.env,
            preexec_fn=self.become,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )

    def supervisor(self) -> int:
        return json.loads((self.folder / "var" / "lock").read_text())["pid"]

    def processes(self) -> list[str]:
        """By their environment, which children inherit: a command line does not always name the clone."""
        mark = f"EMILE_LIFECYCLE={self.folder}".encode()
        return [pid for pid in os.listdir("/proc") if pid.isdigit() and mark in read(f"/proc/{pid}/environ")]

    def names(self) -> str:
        return ", ".join(read(f"/proc/{pid}/cmdline").replace(b"\0", b" ").decode()[:80] for pid in self.processes())

    def expect_nobody(self, within: float) -> float:
        began = time.monotonic()
        while self.processes():
            if time.monotonic() - began > within:
                raise Broken(f"processus restants après {within} s : {self.names()}")
            time.sleep(0.05)
        return time.monotonic() - began

    def sql(self, query: str) -> str:
        """As the owner, by `make shell-db`."""
        done = self.make("shell-db", typed=query + "\n")
        if done.returncode or "ERROR" in done.stderr:
            raise Broken(f"{query} :\n{done.stdout}{done.stderr}")
        return done.stdout


def read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def timed(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


def started(clone: Clone, patience: float = START_PATIENCE) -> tuple[Terminal, float]:
    terminal = clone.demo()
    seconds = timed(lambda: terminal.read_until("Émile répond", patience))
    return terminal, seconds


def live(clone: Clone, report: Callable[[str], None]) -> None:
    terminal, seconds = started(clone, FIRST_START_PATIENCE)
    report(f"premier démarrage (installation comprise) : {seconds:.1f} s")
    clone.sql("CREATE TABLE witness (said text)")
    stop_twice(clone, terminal, report)
    terminal, seconds = started(clone)
    report(f"deuxième démarrage : {seconds:.1f} s")
    clone.sql("INSERT INTO witness VALUES ('just before kill -9')")
    kill_9(clone, terminal, report)
    terminal, seconds = started(clone)
    report(f"démarrage après kill -9 : {seconds:.1f} s")
    if "just before kill -9" not in clone.sql("SELECT said FROM witness"):
        raise Broken("la ligne écrite juste avant kill -9 est perdue")
    report("données intactes : la ligne écrite juste avant kill -9 est là")
    refuse_a_second_one(clone, report)
    report(f"make stop : {timed(lambda: clone.make('stop')):.1f} s")
    terminal.wait()
    clone.expect_nobody(within=1)
    interrupt_a_start(clone, report)


def stop_twice(clone: Clone, terminal: Terminal, report: Callable[[str], None]) -> None:
    """An impatient person types Ctrl-C again: make gives up at once, the supervisor must finish its work."""
    began = time.monotonic()
    terminal.type(CTRL_C)
    time.sleep(0.3)
    terminal.type(CTRL_C)
    terminal.wait()
    clone.expect_nobody(within=20)
    report(f"Ctrl-C deux fois, plus aucun processus : {time.monotonic() - began:.1f} s")


def kill_9(clone: Clone, terminal: Terminal, report: Callable[[str], None]) -> None:
    os.kill(clone.supervisor(), signal.SIGKILL)
    report(f"kill -9 du superviseur, plus aucun processus : {clone.expect_nobody(within=15):.1f} s")
    terminal.wait()


def refuse_a_second_one(clone: Clone, report: Callable[[str], None]) -> None:
    second = clone.make("demo", PORT=str(clone.port))
    if second.returncode == 0 or "tourne déjà" not in second.stderr:
        raise Broken(f"un second make demo n'est pas refusé :\n{second.stdout}{second.stderr}")
    report("second make demo : refusé avec l'adresse du premier")


def interrupt_a_start(clone: Clone, report: Callable[[str], None]) -> None:
    """Wherever Ctrl-C falls in a start, nobody is left and the next start works."""
    for delay in (0.3, 0.8, 1.5, 2.5):
        terminal = clone.demo()
        time.sleep(delay)
        terminal.type(CTRL_C)
        terminal.wait()
        clone.expect_nobody(within=20)
    terminal, _ = started(clone)
    terminal.type(CTRL_C)
    terminal.wait()
    clone.expect_nobody(within=1)
    if "Traceback" in terminal.shown:
        raise Broken(terminal.shown)
    report("Ctrl-C pendant le démarrage, à quatre moments : rien ne reste, le suivant démarre")


@contextmanager
def clone_for(account: pwd.struct_passwd, *, port: int, path: str) -> Iterator[Clone]:
    with tempfile.TemporaryDirectory(prefix="emile-lifecycle-") as above:
        folder = Path(above) / "emile"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], check=True)
        subprocess.run(["chown", "-R", f"{account.pw_uid}:{account.pw_gid}", above], check=True)
        env = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "LANG", "SSL_", "UV_"))}
        env |= {"PATH": path, "HOME": account.pw_dir, "EMILE_LIFECYCLE": str(folder)}
        clone = Clone(folder, account, env, port)
        try:
            yield clone
        finally:
            for pid in clone.processes():
                os.kill(int(pid), signal.SIGKILL)
            clone.make("clean", yes="1")


@contextmanager
def ordinary_account() -> Iterator[pwd.struct_passwd]:
    subprocess.run(["useradd", "--create-home", ACCOUNT], check=True)
    try:
        yield pwd.getpwnam(ACCOUNT)
    finally:
        subprocess.run(["userdel", "--remove", ACCOUNT], check=True, stderr=subprocess.DEVNULL)


@contextmanager
def path_without_namespaces() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        refusing = Path(folder) / "unshare"
        refusing.write_text(WITHOUT_NAMESPACES)
        refusing.chmod(0o755)
        yield f"{folder}:{os.environ['PATH']}"


def tell(line: str) -> None:
    print(line, flush=True)  # noqa: T201


def situation(title: str, account: pwd.struct_passwd, *, port: int, path: str) -> bool:
    tell(f"\n{title}")
    try:
        with clone_for(account, port=port, path=path) as clone:
            live(clone, lambda line: tell(f"  {line}"))
    except Broken as broken:
        tell(f"  ÉCHEC : {broken}")
        return False
    return True


def main() -> int:
    me = pwd.getpwuid(os.getuid())
    if me.pw_uid != 0:
        return int(not situation("Compte ordinaire", me, port=8421, path=os.environ["PATH"]))
    results = [situation("root", me, port=8421, path=os.environ["PATH"])]
    with path_without_namespaces() as path:
        results.append(situation("root, sans espaces de noms", me, port=8422, path=path))
    if shutil.which("useradd"):
        with ordinary_account() as account:
            # The system's Python: the one of root's home is not for others.
            results.append(situation("Compte ordinaire", account, port=8423, path="/usr/local/bin:/usr/bin:/bin"))
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
