"""A sample of faults over the product: the same seed and the same tree give the same sample."""

import random
from collections import Counter
from functools import cache
from pathlib import Path

from tests.mutants.copies import ROOT
from tests.mutants.faults.operators import Mutant, compiles, mutants_of
from tests.mutants.faults.source import Source

AREAS = {
    "accounts": "emile/accounts",
    "audit": "emile/audit",
    "candidates": "candidates",
    "core": "emile/core",
    "jobs": "emile/core/jobs",
    "partners": "partners",
    "placements": "placements",
    "reference": "emile/reference",
    "reporting": "emile/reporting",
}
NOT_DRAWN = {"migrations", "apps.py", "views_gallery.py"}
MOST_ON_A_LINE = 2
SHARE_OF_THE_SMALLEST = 12


def area_of(file: str) -> str:
    """The deepest folder that holds it; files of no area (a migration's fault is never drawn) go to the app's."""
    inside = [area for area, folder in AREAS.items() if file.startswith(f"{folder}/")]
    return max(inside, key=lambda area: len(AREAS[area]), default="other")


def files_of(area: str, root: Path = ROOT) -> list[str]:
    found = sorted(str(path.relative_to(root)) for path in (root / AREAS[area]).rglob("*.py"))
    return [file for file in found if area_of(file) == area and not NOT_DRAWN & set(Path(file).parts)]


@cache
def mutants_in(file: str, root: Path = ROOT) -> list[Mutant]:
    return mutants_of(Source(file, (root / file).read_text()))


def draw(seed: int, n: int, area: str | None = None, root: Path = ROOT) -> list[Mutant]:
    lots = random.Random(seed)
    numbers = {area: n} if area else shares(n, root)
    drawn = [mutant for name, number in numbers.items() for mutant in _draw_in(name, number, lots, root)]
    return sorted(drawn, key=lambda mutant: (area_of(mutant.file), mutant.file, mutant.start))


def shares(n: int, root: Path = ROOT) -> dict[str, int]:
    """Five of sixty for each area, the rest by the number of faults that it could have."""
    sites = {area: sum(len(mutants_in(file, root)) for file in files_of(area, root)) for area in AREAS}
    least = n // SHARE_OF_THE_SMALLEST
    rest = n - least * len(AREAS)
    exact = {area: rest * number / sum(sites.values()) for area, number in sites.items()}
    whole = {area: int(share) for area, share in exact.items()}
    closest = sorted(AREAS, key=lambda area: whole[area] - exact[area])
    for area in closest[: rest - sum(whole.values())]:
        whole[area] += 1
    return {area: least + whole[area] for area in AREAS}


def _draw_in(area: str, number: int, lots: random.Random, root: Path) -> list[Mutant]:
    """First a file, by its length, then one of its faults: a table of labels weighs no more than its lines."""
    left = {file: list(mutants_in(file, root)) for file in files_of(area, root)}
    lengths = {file: (root / file).read_text().count("\n") for file in left}
    on_line: Counter[tuple[str, int]] = Counter()
    drawn: list[Mutant] = []
    while len(drawn) < number and (open_files := [file for file in left if left[file]]):
        file = lots.choices(open_files, [lengths[file] for file in open_files])[0]
        mutant = left[file].pop(lots.randrange(len(left[file])))
        if on_line[file, mutant.line] < MOST_ON_A_LINE and compiles(mutant.apply((root / file).read_text())):
            on_line[file, mutant.line] += 1
            drawn.append(mutant)
    return drawn
