"""``python -m tests.mutants seed=7 n=60``: see ``make test-mutants`` in CONTRIBUTING.md."""

import os
import queue
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutants import known
from tests.mutants.asked import Asked, AskedWrongly, read
from tests.mutants.choosing import mapping
from tests.mutants.choosing.choose import choose, folders_of
from tests.mutants.choosing.draw import draw, mutants_in
from tests.mutants.choosing.lines import Map
from tests.mutants.copies import Copy, drop_database
from tests.mutants.faults.operators import Mutant, compiles
from tests.mutants.play import TEMPLATE, Plan, play
from tests.mutants.report import report, say
from tests.mutants.trial import Result, attempt, red_anyway

SAMPLE = ["tests/core/pages/test_charts.py", "tests/reference/test_text.py", "tests/audit"]


def main(words: list[str]) -> int:
    try:
        asked = read(words)
    except AskedWrongly as error:
        say(str(error))
        return 2
    copies = make_copies(asked.at_once)
    drop_database(TEMPLATE)  # of an earlier tree
    if not is_green(copies[0]):
        say("Sans aucune faute, les essais ne passent déjà pas dans la copie : rien n'est mesuré.")
        return 2
    try:
        plans = list(planned(asked, copies[0]))
    except known.NotThere as error:
        say(str(error))
        return 2
    if not plans:
        say("Aucune faute ne répond à ce qui est demandé : rien n'est mesuré.")
        return 2
    say(f"{len(plans)} fautes à essayer…")
    results = list(judged(plans, copies))
    if asked.known:
        results = list(survivors_tried_whole(results, asked, copies))
    return report(results, copies[0].root, each=bool(asked.known))


def make_copies(number: int) -> list[Copy]:
    place = Path(os.environ["EMILE_MUTANTS_PLACE"])
    place.mkdir(exist_ok=True)
    return [Copy.make(place / f"work-{index + 1}") for index in range(number)]


def is_green(copy: Copy) -> bool:
    return play(Plan(files=SAMPLE), copy).code == 0


def planned(asked: Asked, copy: Copy) -> Iterator[tuple[Mutant, Plan]]:
    if asked.known:
        yield from known_and_planned(asked, copy)
        return
    drawn = sample(asked, copy)
    near = {folder for mutant in drawn for folder in folders_of(mutant.file)}
    mapped = mapping.up_to_date(copy, tuple(near) if asked.near else ("tests/",), anew=asked.remap, say=say)
    for mutant in drawn:
        yield mutant, plan_by(mapped, mutant, copy, asked.limit, only_near=asked.near)


def plan_by(mapped: Map, mutant: Mutant, copy: Copy, limit: float, *, only_near: bool = False) -> Plan:
    choice = choose(mutant, copy.read(mutant.file), mapped, limit, only_near=only_near)
    return Plan.of(choice.tests, limit=limit, migrates=choice.migrates)


def known_and_planned(asked: Asked, copy: Copy) -> Iterator[tuple[Mutant, Plan]]:
    """By the map where there is one; whole folders for what makes the database, and where there is none."""
    chosen = list(known.faults(asked))
    folders = tuple({folder for fault in chosen for folder in fault["tests"]})
    mapped = mapping.up_to_date(copy, folders, anew=asked.remap, say=say) if mapping.FOLDER.exists() else None
    for fault in chosen:
        mutant = known.mutant_of(fault, copy)
        plan = known.plan_for(fault, copy)
        yield mutant, plan if plan.migrates or not mapped else plan_by(mapped, mutant, copy, plan.limit)


def survivors_tried_whole(results: list[Result], asked: Asked, copies: list[Copy]) -> Iterator[Result]:
    """The map knows which tests pass by a line. None passes by what is read once, when its module is loaded: then
    whole folders are played."""
    whole = {known.mutant_of(fault, copies[0]): known.plan_for(fault, copies[0]) for fault in known.faults(asked)}
    again = [(result.mutant, whole[result.mutant]) for result in results if not result.outcome.is_killed]
    yield from (result for result in results if result.outcome.is_killed)
    if again:
        say(f"{len(again)} fautes sont essayées de nouveau avec des dossiers entiers.")
        yield from judged(again, copies)


def sample(asked: Asked, copy: Copy) -> list[Mutant]:
    if not asked.file:
        return draw(asked.seed, asked.n, asked.area, copy.root)
    text = copy.read(asked.file)
    there = [mutant for mutant in mutants_in(asked.file, copy.root) if compiles(mutant.apply(text))]
    return [mutant for mutant in there if asked.only in {"", str(mutant.line), str(mutant)}]


def judged(plans: list[tuple[Mutant, Plan]], copies: list[Copy]) -> Iterator[Result]:
    """Those that only a test red anyway noticed are tried again without it."""
    results = list(attempts(plans, copies))
    red = red_anyway({result.by for result in results if "::" in result.by}, copies[0])
    tried = zip(plans, results, strict=True)
    again = [(mutant, plan.without(red)) for (mutant, plan), result in tried if result.by in red]
    yield from (result for result in results if result.by not in red)
    if again:
        say(f"{len(red)} essais sont rouges sans aucune faute : {len(again)} fautes sont essayées de nouveau sans eux.")
        yield from judged(again, copies)


def attempts(plans: Iterable[tuple[Mutant, Plan]], copies: list[Copy]) -> Iterator[Result]:
    free: queue.Queue[Copy] = queue.Queue()
    for copy in copies:
        free.put(copy)

    def one(pair: tuple[Mutant, Plan]) -> Result:
        copy = free.get()
        try:
            return attempt(*pair, copy)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        for result in pool.map(one, plans):
            say(f"{result.outcome:<16}{result.seconds:>5.0f} s  {result.mutant}  {result.by and '← ' + result.by}")
            yield result


if __name__ == "__main__":
    began = time.monotonic()
    code = main(sys.argv[1:])
    say(f"En {time.monotonic() - began:.0f} s.")
    sys.exit(code)
