"""The server as it is shipped, started for the measure: its processes, its database backends, what they cost."""

import http.client
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from emile.tools.bench.measures.copies import address_of, server

CONFIGURATION = settings.BASE_DIR / "deploy" / "gunicorn.conf.py"
PATIENCE = 60.0
NAMED = "emile-mesure"
"""What PostgreSQL calls the server's connections, so that they are told from our own."""
TICK = os.sysconf("SC_CLK_TCK")


class NotStarted(Exception):
    """gunicorn does not answer; ``str(error)`` is the end of what it said."""


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    address: str
    database: str

    @property
    def processes(self) -> list[int]:
        """The master and its workers."""
        return [self.process.pid, *children_of(self.process.pid)]

    def backends(self) -> list[int]:
        with server() as owner:
            asked = "SELECT pid FROM pg_stat_activity WHERE application_name = %s AND datname = %s"
            return [int(str(pid)) for (pid,) in owner.execute(asked, [NAMED, self.database])]


@contextmanager
def shipped_server(log: Path) -> Iterator[Server]:
    """:raises NotStarted: it does not answer within a minute."""
    port = free_port()
    database = str(settings.DATABASES["default"]["NAME"])
    env = os.environ | {
        "DATABASE_URL": address_of(os.environ["DATABASE_URL"], database),
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "PGAPPNAME": NAMED,
    }
    env.pop("DATABASE_OWNER_URL", None)
    command = [sys.executable, "-m", "gunicorn", "--config", str(CONFIGURATION), "emile.wsgi:application"]
    with log.open("ab") as said:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"], env=env, cwd=settings.BASE_DIR, stdout=said, stderr=said
        )
    try:
        await_answer(process, port, log)
        yield Server(process, f"http://127.0.0.1:{port}", database)
    finally:
        process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=10)
        if process.poll() is None:
            process.kill()
            process.wait()


def await_answer(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """As Docker does: ``/healthz`` answers, were it to say that no worker takes the jobs."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with suppress(OSError), closing(connection):
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        time.sleep(0.1)
    raise NotStarted(log.read_text()[-2000:])


def at_once() -> int:
    """How many requests an instance answers at the same time."""
    shipped = runpy.run_path(str(CONFIGURATION))
    places: int = shipped["workers"] * shipped["threads"]
    return places


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


# --- what processes cost (Linux's /proc) ------------------------------------------------------------------------


def children_of(pid: int) -> list[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [int(child) for child in listed]


def processor_ms(pids: list[int]) -> float:
    """Milliseconds of processor that these processes have taken since they started; 0 for one that is over."""
    return sum(_ticks(pid) for pid in pids) * 1000 / TICK


def _ticks(pid: int) -> int:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def megabytes(pids: list[int], what: str) -> float:
    """``what``: ``Pss`` counts shared memory once, ``Private`` leaves it out (a backend's shared buffers)."""
    return sum(_kilobytes(pid, what) for pid in pids) / 1024


def _kilobytes(pid: int, what: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    counted = [line.split() for line in lines if line.startswith((f"{what}:", f"{what}_"))]
    if what == "Pss":
        counted = [fields for fields in counted if fields[0] == "Pss:"]
    return sum(int(fields[1]) for fields in counted)
