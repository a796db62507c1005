"""`make test-mutants`: how many small faults the tests would notice (`tests/mutants/`), on services of its own."""

import os
import sys

from emile.tools.devstack import checks
from emile.tools.devstack.paths import ROOT, Place
from emile.tools.devstack.stack import foreground, services
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import Stopped, StopRequest


def run() -> int:
    stop = StopRequest()
    os.chdir(ROOT)
    with checks.a_free_place() as place:
        guard = Guard()
        chosen = services.choose(place, guard, durable=False)
        try:
            chosen.start(stop)
            return foreground.run(measure(place, chosen, guard), stop)
        except Stopped:
            return 130
        finally:
            chosen.stop()
            guard.dismiss()


def measure(place: Place, chosen: services.Services, guard: Guard) -> Process:
    """The place is nobody else's meanwhile: so are the copies of the product made in it."""
    env = checks.test_env(chosen) | {"EMILE_MUTANTS_PLACE": str(place.base / "mutants")}
    command = [checks.PYTHON, "-m", "tests.mutants", *sys.argv[2:]]
    return Process("La mesure des essais", command, env, guard, own_group=False)
