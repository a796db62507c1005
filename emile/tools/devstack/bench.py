"""`make bench`: the measures, on a database of their own that is kept from one time to the next."""

import os

from emile.tools.devstack.console import Refusal
from emile.tools.devstack.paths import BENCH
from emile.tools.devstack.stack import foreground, lock, services, web_stack
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.stop_request import Stopped, StopRequest

DEFAULT_HOUSEHOLDS = "100000"


def households() -> str:
    asked = os.environ.get("EMILE_N") or DEFAULT_HOUSEHOLDS
    if not asked.isdigit():
        raise Refusal(f"n={asked} n'est pas un nombre de ménages : make bench n=100000")
    return asked


def run() -> int:
    stop = StopRequest()
    number = households()
    try:
        held = services.claim(BENCH)
    except lock.Busy:
        raise Refusal("Une mesure est déjà en cours dans ce dossier.") from None
    with held:
        guard = Guard()
        chosen = services.choose(BENCH, guard, database="emile_bench", durable=False)
        try:
            return measure(chosen, number, guard, stop)
        except Stopped:
            return 130
        finally:
            chosen.stop()
            guard.dismiss()


def measure(chosen: services.Services, number: str, guard: Guard, stop: StopRequest) -> int:
    chosen.start(stop)
    env = chosen.env | {"EMILE_MODE": "demo"}
    for arguments in (["migrate", "--verbosity", "0"], ["bench", "--households", number]):
        code = foreground.run(web_stack.manage(BENCH, env, guard, *arguments), stop)
        stop.check()
        if code:
            return code
    return 0
