"""`make test`: the whole set of checks, on services of its own, never the demo's."""

import os
import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import pairwise

from emile.tools.devstack.console import Refusal, say, warn
from emile.tools.devstack.machine import system_packages
from emile.tools.devstack.paths import MANAGE, ROOT, VENV, Place, test_place
from emile.tools.devstack.stack import foreground, lock, services, web_stack
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import Stopped, StopRequest

SIMULTANEOUS_RUNS = 8
PATH = re.compile(r"(\./)?tests(/.*)?|(?!-)[^=]*\.py")
PYTHON = web_stack.PYTHON
LINTS = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "."],
    # By path: the launcher's first line names a folder that a moved checkout no longer has.
    "lint-imports": [PYTHON, str(VENV / "bin" / "lint-imports")],
    # Its plugin loads the settings: the mode is that of the tests. What it found is kept in var/mypy.
    "mypy": [PYTHON, "-m", "mypy"],
    "makemigrations --check": [PYTHON, str(MANAGE), "makemigrations", "--check", "--dry-run"],
}


@contextmanager
def a_free_place() -> Iterator[Place]:
    for number in range(1, SIMULTANEOUS_RUNS + 1):
        place = test_place(number)
        try:
            held = services.claim(place)
        except lock.Busy:
            continue
        with held:
            yield place
        return
    raise Refusal(f"{SIMULTANEOUS_RUNS} séries d'essais tournent déjà dans ce dossier : attendez que l'une finisse.")


def pytest_command(arguments: list[str]) -> list[str]:
    """Two processes unless told otherwise: the machine that decides has two cores. A file's tests stay together:
    many share a world that takes seconds to build."""
    chosen = any(word == "-n" or word.startswith(("-n", "--numprocesses", "-pno:xdist")) for word in arguments)
    workers = [] if chosen else ["-n", os.environ.get("WORKERS") or "2", "--dist", "loadfile"]
    return [PYTHON, "-m", "pytest", *workers, *arguments]


def asked_arguments() -> list[str]:
    """What follows ``args=``.

    :raises Refusal: a path in it does not exist. Of pytest's two processes none says which.
    """
    arguments = shlex.split(os.environ.get("EMILE_ARGS", ""))
    for before, word in pairwise(["", *arguments]):
        path = word.partition("::")[0]
        if before not in {"-k", "-m"} and PATH.fullmatch(path) and not (ROOT / path).exists():
            raise Refusal(f"« {path} » n'existe pas : vérifiez le chemin donné après args=.")
    return arguments


def test_env(chosen: services.Services) -> dict[str, str]:
    env = chosen.env | {"EMILE_MODE": "test"}
    chromium = system_packages.chromium()
    return env | ({"CHROMIUM": chromium} if chromium else {})


def run_lints(env: dict[str, str], guard: Guard, stop: StopRequest) -> list[str]:
    """The names of those that failed."""
    failed = []
    for name, command in LINTS.items():
        say(f"— {name}")
        if foreground.run(Process(name, command, env, guard, own_group=False), stop):
            failed.append(name)
        stop.check()
    return failed


def run_checks(arguments: list[str], chosen: services.Services, guard: Guard, stop: StopRequest) -> int:
    """pytest comes last, so that its closing line is what one sees. With arguments, pytest alone."""
    chosen.start(stop)
    env = test_env(chosen)
    failed = [] if arguments else run_lints(env, guard, stop)
    say("— pytest")
    code = foreground.run(Process("pytest", pytest_command(arguments), env, guard, own_group=False), stop)
    if failed:
        warn(f"ÉCHEC hors de pytest : {', '.join(failed)} (voir plus haut).")
    return code or int(bool(failed))


def say_what_could_not_run(needs: Iterable[system_packages.Need]) -> None:
    gaps = system_packages.missing(needs)
    if gaps:
        warn("\n" + "!" * 30 + "  ESSAIS INCOMPLETS  " + "!" * 30)
    for need in gaps:
        warn(system_packages.explain(need))


def run() -> int:
    arguments = asked_arguments()
    stop = StopRequest()
    os.chdir(ROOT)
    with a_free_place() as place:
        guard = Guard()
        try:
            return run_in(place, arguments, guard, stop)
        except Stopped:
            return 130
        finally:
            guard.dismiss()
            say_what_could_not_run(system_packages.FOR_THE_TESTS)


def run_in(place: Place, arguments: list[str], guard: Guard, stop: StopRequest) -> int:
    chosen = services.choose(place, guard, durable=False)
    try:
        return run_checks(arguments, chosen, guard, stop)
    finally:
        chosen.stop()
