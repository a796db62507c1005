"""PostgreSQL and Valkey of one place, or the ones the environment names."""

import os
from collections.abc import Iterable
from typing import IO, Protocol

from emile.tools.devstack.console import Refusal
from emile.tools.devstack.machine import secret_values
from emile.tools.devstack.paths import Place
from emile.tools.devstack.stack import lock
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.postgres import Postgres
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import StopRequest
from emile.tools.devstack.stack.valkey import Valkey

STOP_PATIENCE = 20.0


class Server(Protocol):
    """What Postgres and Valkey have in common."""

    label: str
    process: Process | None

    def launch(self) -> None: ...
    def await_ready(self, stop: StopRequest) -> None: ...


def started(servers: Iterable[Server]) -> list[Process]:
    return [server.process for server in servers if server.process is not None]


def are_given() -> bool:
    """Both or none: with one alone, half the data would silently live somewhere else."""
    given = [name for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)]
    if len(given) == 1:
        raise Refusal(f"{given[0]} est donnée seule : donnez DATABASE_URL et REDIS_URL toutes les deux, ou aucune.")
    return bool(given)


def without_callers_postgres() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


class Given:
    """The environment's own servers: nothing to start, nothing to stop."""

    servers: tuple[Server, ...] = ()

    def __init__(self, place: Place):
        self.secrets = secret_values.load_or_draw(place.secrets)

    def start(self, stop: StopRequest) -> None:
        stop.check()

    def stop(self) -> None:
        pass

    @property
    def env(self) -> dict[str, str]:
        return {"SECRET_KEY": self.secrets.secret_key} | os.environ


class Embedded:
    """Their own data, free ports of 127.0.0.1, started together."""

    def __init__(self, place: Place, guard: Guard, *, database: str, durable: bool):
        self.place, self.database = place, database
        self.secrets = secret_values.load_or_draw(place.secrets)
        self.postgres = Postgres(place, self.secrets, guard, durable=durable)
        self.valkey = Valkey(place, self.secrets, guard, durable=durable)

    @property
    def servers(self) -> tuple[Server, ...]:
        return (self.valkey, self.postgres)

    def start(self, stop: StopRequest) -> None:
        """Raises Stopped, Refusal. Call ``stop`` whatever happens."""
        for server in self.servers:
            stop.check()
            server.launch()
        for server in self.servers:
            server.await_ready(stop)
        self.postgres.ensure_roles(self.database)

    def stop(self) -> None:
        processes = started(self.servers)
        for process in processes:
            process.ask_to_stop()
        for process in processes:
            process.wait_stopped(STOP_PATIENCE)

    @property
    def env(self) -> dict[str, str]:
        return without_callers_postgres() | {
            "DATABASE_URL": self.postgres.url("emile_app", self.database),
            "DATABASE_OWNER_URL": self.postgres.url("emile_owner", self.database),
            "REDIS_URL": self.valkey.url,
            "SECRET_KEY": os.environ.get("SECRET_KEY") or self.secrets.secret_key,
            "MEDIA_ROOT": os.environ.get("MEDIA_ROOT") or str(self.place.media),
        }


Services = Given | Embedded


def choose(place: Place, guard: Guard, *, database: str = "emile", durable: bool = True) -> Services:
    if are_given():
        return Given(place)
    return Embedded(place, guard, database=database, durable=durable)


def claim(place: Place, **about: object) -> IO[str]:
    """Raises lock.Busy."""
    place.make()
    return lock.take(place.lock, **about)
