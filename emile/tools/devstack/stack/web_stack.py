"""The product's own processes, as the demo runs them: web, worker, clock."""

import signal
import sys
from collections.abc import Mapping

from emile.tools.devstack.paths import MANAGE, ROOT, Place
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.process import Process

PYTHON = sys.executable


def application_env(env: Mapping[str, str]) -> dict[str, str]:
    """The owner's password stays with the migrations: what serves people cannot change the schema."""
    return {name: value for name, value in env.items() if name != "DATABASE_OWNER_URL"}


def web(place: Place, env: Mapping[str, str], guard: Guard, *, host: str, port: int) -> Process:
    shipped = ["--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "--graceful-timeout", "5"]
    command = [PYTHON, "-m", "gunicorn", *shipped, "emile.wsgi:application", "--bind", f"{host}:{port}"]
    return Process("Le serveur web", command, application_env(env), guard, log=place.log("web"))


def worker(place: Place, env: Mapping[str, str], guard: Guard) -> Process:
    options = ["-c", "2", "-l", "info", "--without-gossip", "--without-mingle"]
    command = [PYTHON, "-m", "celery", "-A", "emile", "worker", *options]
    return Process("Le travail en arrière-plan", command, application_env(env), guard, log=place.log("worker"))


def beat(place: Place, env: Mapping[str, str], guard: Guard) -> Process:
    # No pid file: one left by kill -9 would refuse the next start, and the place's lock already says "only one".
    schedule = str(place.base / "celerybeat-schedule")
    command = [PYTHON, "-m", "celery", "-A", "emile", "beat", "-l", "info", "-s", schedule, "--pidfile="]
    return Process("L'horloge des tâches", command, application_env(env), guard, log=place.log("beat"))


def prepare(place: Place, env: Mapping[str, str], guard: Guard) -> Process:
    """Migrations and demonstration data, with the owner's login; writes the accounts to show in ``place.accounts``."""
    command = [PYTHON, "-m", "emile.tools.devstack.prepare", str(place.accounts)]
    return Process("La préparation", command, env, guard, log=place.log("prepare"), stop_signal=signal.SIGTERM)


def manage(place: Place, env: Mapping[str, str], guard: Guard, *arguments: str) -> Process:
    """In the foreground: what it writes is for the person at the terminal."""
    return Process(f"manage.py {arguments[0]}", [PYTHON, str(MANAGE), *arguments], env, guard, own_group=False)
