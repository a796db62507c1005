"""Commands on the running demo: `make manage cmd="…"`, `make shell-db`, `make screenshots`."""

import os
import shlex
import sys

from emile.tools.devstack import demo
from emile.tools.devstack.console import Refusal
from emile.tools.devstack.machine import env_file
from emile.tools.devstack.paths import DEMO, MANAGE
from emile.tools.devstack.stack import foreground, lock, postgres, web_stack

NOTHING_RUNS = "La démonstration ne tourne pas ici : lancez `make demo` dans un autre terminal, puis recommencez."


def running_env() -> dict[str, str]:
    """The lock, not the file, says whether it runs: kill -9 leaves the file behind."""
    if lock.holder(DEMO.lock) is None:
        raise Refusal(NOTHING_RUNS)
    if not DEMO.env_file.exists():
        raise Refusal("La démonstration est en train de démarrer : réessayez dans un instant.")
    return os.environ | env_file.read(DEMO.env_file)


def run() -> int:
    asked = shlex.split(os.environ.get("EMILE_CMD", ""))
    if not asked:
        raise Refusal('Dites quelle commande : make manage cmd="showmigrations"')
    env = running_env()
    os.execve(sys.executable, [sys.executable, str(MANAGE), *asked], env)  # noqa: S606


def shell_db() -> int:
    env = running_env()
    psql = str(postgres.binaries() / "psql")
    os.execve(psql, [psql, env.get("DATABASE_OWNER_URL") or env["DATABASE_URL"]], env)  # noqa: S606


def screenshots() -> int:
    """With the running demo, or one started for the occasion."""
    if lock.holder(DEMO.lock) is not None:
        env = running_env()
        os.execve(sys.executable, [sys.executable, str(MANAGE), "screenshots"], env)  # noqa: S606
    return demo.run(then=take_screenshots)


def take_screenshots(running: demo.Demo) -> int:
    return foreground.run(web_stack.manage(running.place, running.env, running.guard, "screenshots"), running.stop)
