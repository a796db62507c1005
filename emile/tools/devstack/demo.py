"""`make demo`: services, migrations, demonstration data, web, worker and clock, until Ctrl-C."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from emile.tools.devstack.console import Refusal, last_lines, say
from emile.tools.devstack.machine import env_file, migrations_seen
from emile.tools.devstack.paths import DEMO, Place
from emile.tools.devstack.stack import lock, network, services, web_stack
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import Stopped, StopRequest
from emile.tools.devstack.stack.supervisor import Supervisor

HEALTH_PATIENCE = 90.0
HEALTH_RHYTHM = 0.3  # each refusal is a line in the web log
STOP_PATIENCE = 12.0
PUBLISHED = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "SECRET_KEY", "MEDIA_ROOT", "EMILE_MODE", "PORT")


@dataclass(frozen=True)
class Address:
    """EMILE_HOST, not HOST: some shells and tools export a HOST of their own."""

    host: str
    port: int

    @classmethod
    def asked(cls) -> "Address":
        port = os.environ.get("PORT") or "8000"
        if not port.isdigit() or not 0 < int(port) < 65536:
            raise Refusal(f"PORT={port} n'est pas un numéro de port : un nombre de 1 à 65535.")
        return cls(os.environ.get("EMILE_HOST") or "127.0.0.1", int(port))

    @property
    def reached_at(self) -> str:
        return "127.0.0.1" if self.host == "0.0.0.0" else self.host  # noqa: S104

    @property
    def url(self) -> str:
        return f"http://{self.reached_at}:{self.port}"

    def refuse_if_taken(self) -> None:
        if network.is_port_taken(self.host, self.port):
            raise Refusal(
                f"Le port {self.port} de {self.host} est déjà pris par un autre programme (ou n'est pas permis).\n"
                f"Choisissez-en un autre : make demo PORT={self.port + 1 if self.port < 65535 else 8000}"
            )


class Demo:
    """``then`` is what to do once it answers; by default, keep it alive until somebody asks to stop."""

    def __init__(self, place: Place, address: Address, stop: StopRequest, guard: Guard):
        self.place, self.address, self.stop, self.guard = place, address, stop, guard
        self.began = time.monotonic()
        self.services = services.choose(place, guard)
        self.supervisor = Supervisor(stop)
        self.preparation: Process | None = None

    @property
    def env(self) -> dict[str, str]:
        return self.services.env | {"EMILE_MODE": "demo", "PORT": str(self.address.port)}

    def run(self, then: Callable[["Demo"], int] | None = None) -> int:
        try:
            self.start()
            if then is not None:
                return then(self)
            self.supervisor.run()
        except Stopped:
            say("\nArrêt en cours…")
        finally:
            self.end()
            say("Tout est arrêté, les données sont gardées dans var/.")
        return 0

    def start(self) -> None:
        self.services.start(self.stop)
        for process in services.started(self.services.servers):
            self.supervisor.watch(process)
        env = self.env
        env_file.write(self.place.env_file, {name: env[name] for name in PUBLISHED if name in env})
        if self.services.servers and migrations_seen.are_all_applied(self.place):
            self.start_product(env)
            self.prepare(env)
        else:
            say("Préparation de la base et des données de démonstration (la première fois seulement)…")
            self.prepare(env)
            self.start_product(env)
        self.await_health()
        self.announce()
        # Nobody waits for the clock: it does not take its share of the processor from those somebody waits for.
        self.supervisor.start([web_stack.beat(self.place, env, self.guard)])

    def start_product(self, env: dict[str, str]) -> None:
        web = web_stack.web(self.place, env, self.guard, host=self.address.host, port=self.address.port)
        self.supervisor.start([web, web_stack.worker(self.place, env, self.guard)])

    def prepare(self, env: dict[str, str]) -> None:
        """Also when the migrations are known: the demonstration data may have changed."""
        migrations_seen.forget(self.place)
        self.preparation = web_stack.prepare(self.place, env, self.guard)
        self.preparation.start()
        while self.preparation.is_alive:
            self.stop.sleep(0.5)
        self.preparation.sweep()
        if self.preparation.code:
            log = self.place.log("prepare")
            raise Refusal(f"La préparation de la base a échoué (journal : {log}) :\n{last_lines(log)}")
        migrations_seen.remember(self.place)

    def await_health(self) -> None:
        deadline = time.monotonic() + HEALTH_PATIENCE
        while not network.is_healthy(self.address.reached_at, self.address.port):
            if time.monotonic() > deadline:
                log = self.place.log("web")
                page = f"{self.address.url}/healthz"
                raise Refusal(f"Le site ne répond pas sur {page} (journal : {log}) :\n{last_lines(log)}")
            self.supervisor.look()
            self.stop.sleep(HEALTH_RHYTHM)

    def announce(self) -> None:
        seconds = time.monotonic() - self.began
        say(f"\nÉmile répond : {self.address.url}   (démarré en {seconds:.1f} s)")
        accounts = self.place.accounts.read_text().strip() if self.place.accounts.exists() else ""
        if accounts:
            say(f"\n{accounts}")
        say(f"\nJournaux : {self.place.base / 'log'}   Arrêt : Ctrl-C (ou make stop)")

    def end(self) -> None:
        """People first, then the tools they use: nothing is asked of a database already gone."""
        self.place.env_file.unlink(missing_ok=True)
        own = {id(process) for process in services.started(self.services.servers)}
        people = [item.process for item in self.supervisor.watched if id(item.process) not in own]
        people += [self.preparation] if self.preparation is not None else []
        for process in people:
            process.ask_to_stop()
        for process in people:
            process.wait_stopped(STOP_PATIENCE)
        self.services.stop()


@contextmanager
def alone(place: Place, address: Address) -> Iterator[None]:
    """Only one demo at a time in a checkout. Raises Refusal with the address of the other."""
    try:
        held = services.claim(place, address=address.url)
    except lock.Busy as busy:
        where = busy.holder.get("address", "dans ce dossier")
        raise Refusal(f"La démonstration tourne déjà : {where}   (pour l'arrêter : make stop)") from None
    with held:
        yield


def run(then: Callable[[Demo], int] | None = None) -> int:
    stop = StopRequest()
    address = Address.asked()
    with alone(DEMO, address):
        address.refuse_if_taken()
        guard = Guard()
        try:
            return Demo(DEMO, address, stop, guard).run(then)
        finally:
            guard.dismiss()
