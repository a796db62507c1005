"""`make bench`: the measures, on a database of their own, one for each size, kept from one time to the next.

`make bench n=1000000 only=generate`, then `only=pages`, `only=http`…: a long measure can be taken in several goes.
"""

import os

from emile.tools.devstack.console import Refusal
from emile.tools.devstack.paths import BENCH
from emile.tools.devstack.stack import foreground, lock, services, web_stack
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.stop_request import Stopped, StopRequest

DEFAULT_HOUSEHOLDS = "100000"
STEPS = ("generate", "pages", "names", "http", "cold", "load", "papers")


def households() -> str:
    asked = os.environ.get("EMILE_N") or DEFAULT_HOUSEHOLDS
    if not asked.isdigit():
        raise Refusal(f"n={asked} n'est pas un nombre de ménages : make bench n=100000")
    return asked


def step() -> list[str]:
    asked = os.environ.get("EMILE_ONLY", "")
    if asked and asked not in STEPS:
        raise Refusal(f"only={asked} n'est pas une étape de la mesure : {', '.join(STEPS)}")
    return ["--only", asked] if asked else []


def run() -> int:
    stop = StopRequest()
    number, only = households(), step()
    try:
        held = services.claim(BENCH)
    except lock.Busy:
        raise Refusal("Une mesure est déjà en cours dans ce dossier.") from None
    with held:
        guard = Guard()
        chosen = services.choose(BENCH, guard, database=f"emile_bench_{number}", durable=False)
        try:
            return measure(chosen, ["bench", "--households", number, *only], guard, stop)
        except Stopped:
            return 130
        finally:
            chosen.stop()
            guard.dismiss()


def measure(chosen: services.Services, bench: list[str], guard: Guard, stop: StopRequest) -> int:
    chosen.start(stop)
    env = chosen.env | {"EMILE_MODE": "demo"}
    for arguments in (["migrate", "--verbosity", "0"], bench):
        code = foreground.run(web_stack.manage(BENCH, env, guard, *arguments), stop)
        stop.check()
        if code:
            return code
    return 0
