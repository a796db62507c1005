"""What the measure says: the score by area, the survivors, and those known to be harmless."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.mutants.choosing.draw import area_of
from tests.mutants.faults.source import Source
from tests.mutants.trial import Outcome, Result

HARMLESS = Path(__file__).with_name("harmless.toml")
OVER_ALL = 85
IN_AN_AREA = 75
ENOUGH_TO_JUDGE = 4


def harmless_reason(result: Result, root: Path) -> str:
    """By what the line says, not where it is: lines move. ``root``: the copy, in which nobody wrote meanwhile."""
    source = Source(result.mutant.file, (root / result.mutant.file).read_text())
    line = source.text.splitlines()[result.mutant.line - 1].strip()
    holder = source.holder_of(result.mutant.line)
    for known in tomllib.loads(HARMLESS.read_text()).get("harmless", []):
        here = (known["file"], known["inside"], known["line"].strip(), known["old"], known["new"])
        if here == (result.mutant.file, holder, line, result.mutant.old, result.mutant.new):
            return known["reason"]
    return ""


def say(text: str) -> None:
    print(text, flush=True)  # noqa: T201


def percentage(results: Iterable[Result]) -> float:
    outcomes = [result.outcome.is_killed for result in results]
    return 100 * sum(outcomes) / len(outcomes) if outcomes else 0.0


def report(results: list[Result], root: Path, *, each: bool = False) -> int:
    """Prints it all; 1 when a score is too low, or when nothing could be measured. ``each``: no fault may survive."""
    measured = [result for result in results if result.outcome is not Outcome.NOT_MEASURED]
    say("\nDomaine        tués   sur     %")
    for area, found in sorted(by_area(measured).items()):
        say(line_of(area, found))
    say(line_of("en tout", measured))
    harmless = {result: harmless_reason(result, root) for result in survivors(measured)}
    if any(harmless.values()):
        say(line_of("sans les anodins", [result for result in measured if not harmless.get(result)]))
    say_survivors([result for result, reason in harmless.items() if not reason])
    for result, reason in harmless.items():
        if reason:
            say(f"  survivant, anodin : {result.mutant}\n      {reason}")
    for result in set(results) - set(measured):
        say(f"  NON MESURÉ : {result.mutant}")
    judged = [result for result in measured if not harmless.get(result)]
    if not judged:
        return int(not measured)
    return int(is_weak(judged) or (each and bool(survivors(judged))))


def is_weak(results: list[Result]) -> bool:
    """A fault that changes nothing anybody could see is no fault: it counts neither for nor against."""
    areas = by_area(results)
    low = [found for found in areas.values() if len(found) >= ENOUGH_TO_JUDGE and percentage(found) < IN_AN_AREA]
    return percentage(results) < OVER_ALL or bool(low)


def by_area(results: list[Result]) -> dict[str, list[Result]]:
    areas = defaultdict(list)
    for result in results:
        areas[area_of(result.mutant.file)].append(result)
    return areas


def line_of(area: str, found: list[Result]) -> str:
    killed = sum(result.outcome.is_killed for result in found)
    late = sum(result.outcome is Outcome.TIMED_OUT for result in found)
    return f"{area:<16}{killed:>3}  {len(found):>4}  {percentage(found):>4.0f}" + (
        f"  ({late} trop longs)" if late else ""
    )


def survivors(results: list[Result]) -> list[Result]:
    return [result for result in results if not result.outcome.is_killed]


def say_survivors(found: list[Result]) -> None:
    say(f"\nSurvivants : {len(found)}")
    for result in found:
        say(f"  {result.mutant}  ({result.played} essais joués)")
