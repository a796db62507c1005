"""`make test-clock`: the tests that read a date, at many instants, then the suite across a real midnight.

At each instant the clock of the tests, of the product and of the database is set by ``tests/clock.py``. The last run
moves the machine's own clock instead (libfaketime, for PostgreSQL and Valkey too), to two minutes before midnight in
Paris: nobody told the suite, as on an evening of work. Celery's workers, the browser and what is marked
``machine_time`` are left out of that one: libfaketime moves the monotonic clock with the other, and not
``sem_clockwait``, on which threads then sleep for hours, nor the timers of PostgreSQL.
"""

import os
import shlex
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from emile.tools.devstack import checks
from emile.tools.devstack.console import say, warn
from emile.tools.devstack.machine import system_packages
from emile.tools.devstack.paths import ROOT, Place
from emile.tools.devstack.stack import foreground, services
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import Stopped, StopRequest

PARIS = "Europe/Paris"
READ_NO_DATE = (
    "tests/security/test_matrix.py",
    "tests/security/test_headers.py",
    "tests/security/test_walls.py",
    "tests/security/test_stones.py",
    "tests/security/test_get_purity.py",
    "tests/security/test_bad_input.py",
    "tests/partners/test_permissions.py",
    "tests/core/pages/test_assets.py",
    "tests/devstack",
    "tests/mutants",
)
"""Left out: who may open what, headers, that looking writes nothing, odd characters, policies, the tools."""
WITHOUT_WORKERS = ["-q", "-m", "not slow and not browser and not worker"]
UNDER_A_MOVED_CLOCK = [*WITHOUT_WORKERS[:-1], f"{WITHOUT_WORKERS[-1]} and not machine_time"]
READING_A_DATE = [*WITHOUT_WORKERS, *(f"--ignore={path}" for path in READ_NO_DATE)]


@dataclass(frozen=True)
class Instant:
    what: str
    begins: str
    """Paris time, unless an offset is written. The clock goes on from there."""
    zone: str = PARIS
    """Where the machine thinks it is."""


INSTANTS = (
    Instant("28 novembre, près de la fin du mois", "2026-11-28T12:00"),
    Instant("peu avant minuit", "2026-11-28T23:20"),
    Instant("juste après minuit : encore hier en temps universel", "2026-11-29T00:01"),
    Instant("1er mai, juste après minuit : encore avril en temps universel", "2027-05-01T00:01"),
    Instant("31 décembre, au soir", "2026-12-31T23:20"),
    Instant("1er janvier, juste après minuit", "2027-01-01T00:01"),
    Instant("29 février", "2028-02-29T12:00"),
    Instant("1er mars d'une année bissextile", "2028-03-01T00:01"),
    Instant("passage à l'heure d'été, trois heures sonnent à deux", "2027-03-28T01:59:30"),
    Instant("passage à l'heure d'hiver, deux heures sonnent deux fois", "2026-10-25T02:59:30+02:00"),
    Instant("dans deux ans", "2028-11-28T16:40"),
    Instant("depuis Fort-de-France, la veille encore", "2026-12-02T01:00", "America/Martinique"),
    Instant("depuis Nouméa, demain déjà", "2026-12-01T20:00", "Pacific/Noumea"),
)
FAKETIME = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")
LATE = (23, 58)
MIDNIGHT = "la série sans workers ni navigateur, horloge de la machine partie de 23 h 58 à Paris"


def faketime_library() -> Path | None:
    found = (path for pattern in FAKETIME for path in Path("/").glob(pattern.lstrip("/")))
    return next(iter(sorted(found)), None)


CLOCK = system_packages.Need(
    lambda: faketime_library() is not None,
    ("libfaketime",),
    "libfaketime",
    "libfaketime manque : l'horloge de la machine ne peut pas être avancée jusqu'à minuit",
)


def seconds_to_late(now: datetime) -> int:
    """From ``now`` to the next 23:58 in Paris."""
    late = now.astimezone(ZoneInfo(PARIS)).replace(hour=LATE[0], minute=LATE[1], second=0, microsecond=0)
    return round(((late - now) % timedelta(days=1)).total_seconds())


def run() -> int:
    if not (asked_for() or midnight_is_asked()):
        warn("Aucun instant ne contient « {} ». Il y a :".format(os.environ["EMILE_ONLY"]))
        warn("\n".join(f"  {at.begins}  {at.what}" for at in INSTANTS) + f"\n  {MIDNIGHT}")
        return 2
    stop = StopRequest()
    os.chdir(ROOT)
    system_packages.install_missing((CLOCK,))
    with checks.a_free_place() as place:
        guard = Guard()
        try:
            results = at_every_instant(place, guard, stop)
            results[MIDNIGHT] = across_midnight(place, guard, stop)
        except Stopped:
            return 130
        finally:
            guard.dismiss()
            checks.say_what_could_not_run((*system_packages.FOR_THE_TESTS, CLOCK))
    return tell(results)


def at_every_instant(place: Place, guard: Guard, stop: StopRequest) -> dict[str, str]:
    chosen = services.choose(place, guard, durable=False)
    try:
        chosen.start(stop)
        return {f"{at.begins}  {at.what}": at_one(at, chosen, guard, stop) for at in asked_for()}
    finally:
        chosen.stop()


def asked_for() -> list[Instant]:
    """All, or those whose line contains ``only=…``."""
    return [at for at in INSTANTS if wanted() in f"{at.begins} {at.what}".casefold()]


def midnight_is_asked() -> bool:
    return wanted() in MIDNIGHT.casefold()


def wanted() -> str:
    return os.environ.get("EMILE_ONLY", "").casefold()


def at_one(at: Instant, chosen: services.Services, guard: Guard, stop: StopRequest) -> str:
    say(f"\n— {at.begins} ({at.zone}) : {at.what}")
    env = checks.test_env(chosen) | {"EMILE_TEST_CLOCK": at.begins, "TZ": at.zone}
    return judged(pytest(env, READING_A_DATE, guard, stop))


def across_midnight(place: Place, guard: Guard, stop: StopRequest) -> str:
    """PostgreSQL and Valkey are started anew: they too must live at that hour."""
    if not midnight_is_asked():
        return "laissé de côté"
    library = faketime_library()
    if library is None:
        return "PAS EXÉCUTÉ : libfaketime manque"
    say(f"\n— {MIDNIGHT}")
    ahead = seconds_to_late(datetime.now(ZoneInfo(PARIS)))
    os.environ |= {"LD_PRELOAD": str(library), "FAKETIME": f"+{ahead}"}
    chosen = services.choose(place, guard, durable=False)
    try:
        chosen.start(stop)
        return judged(pytest(checks.test_env(chosen), UNDER_A_MOVED_CLOCK, guard, stop))
    finally:
        chosen.stop()


def pytest(env: dict[str, str], arguments: list[str], guard: Guard, stop: StopRequest) -> tuple[int, float]:
    """Its exit code, and the seconds it took."""
    began = time.monotonic()
    command = checks.pytest_command([*arguments, *shlex.split(os.environ.get("EMILE_ARGS", ""))])
    code = foreground.run(Process("pytest", command, env, guard, own_group=False), stop)
    stop.check()
    return code, time.monotonic() - began


def judged(outcome: tuple[int, float]) -> str:
    code, seconds = outcome
    return f"{'vert' if code == 0 else f'ROUGE (code {code})'}, {seconds:.0f} s"


def tell(results: dict[str, str]) -> int:
    say("\nL'horloge :")
    for what, verdict in results.items():
        say(f"  {verdict:<22} {what}")
    failed = [what for what, verdict in results.items() if not verdict.startswith(("vert", "laissé"))]
    if failed:
        warn(f"{len(failed)} sur {len(results)} ne sont pas verts.")
    return int(bool(failed))
