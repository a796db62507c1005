"""The tests that matter to a fault: those that run its line, the nearest folder first, the shortest first."""

import ast
from collections import Counter
from dataclasses import dataclass

from tests.mutants.draw import AREAS, area_of
from tests.mutants.lines import Map, file_of
from tests.mutants.operators import Mutant

FOLDERS = {area: [f"tests/{area}/"] for area in AREAS} | {
    "accounts": ["tests/accounts/", "tests/security/"],
    "audit": ["tests/audit/", "tests/candidates/test_open_with_reason.py"],
}
# The table of transitions is in candidates, what it allows is tested in both halves.
ALSO = {
    "candidates/workflow.py": ["tests/placements/"],
    "candidates/steps.py": ["tests/placements/"],
    "partners/querysets.py": ["tests/placements/"],
}
LAST = ("tests/browser/", "tests/jobs/test_worker.py", "tests/demo/", "tests/bench/", "tests/mutants/")
ALIKE = 3


@dataclass(frozen=True)
class Choice:
    tests: list[str]
    seconds: float
    migrates: bool
    """The faulty line makes the database."""


def choose(mutant: Mutant, text: str, mapped: Map, limit: float, *, only_near: bool = False) -> Choice:
    lines = lines_that_matter(ast.parse(text), text, mutant)
    relevant = mapped.tests_on(mutant.file, lines, text)
    near = folders_of(mutant.file)
    if not relevant:
        relevant = {test for test in mapped.took if "::" in test and test.startswith(tuple(near))}
        relevant |= mapped.tests_on(mutant.file, set(range(1, text.count("\n") + 2)), text)
    if only_near:
        relevant = {test for test in relevant if test.startswith(tuple(near))}
    usual = {test for test in relevant if not test.startswith(LAST)}
    tests, seconds = within(limit, in_order(usual or relevant, near, mapped), mapped)
    return Choice(tests, seconds, migrates=mapped.makes_the_database(mutant.file, lines, text))


def folders_of(file: str) -> list[str]:
    return FOLDERS.get(area_of(file), []) + ALSO.get(file, [])


def lines_that_matter(tree: ast.Module, text: str, mutant: Mutant) -> set[int]:
    """Of the smallest statement around the fault: all of a simple one, the head of one that holds others. A function's
    head runs at import: it is its body that tells who calls it."""
    last = mutant.line + mutant.old.count("\n")
    around = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and first_line(node) <= mutant.line and last <= node.end_lineno
    ]
    node = min(around, key=lambda node: node.end_lineno - first_line(node), default=None)
    if node is None:
        return set(range(mutant.line, last + 1))
    body = getattr(node, "body", None)
    if not body or isinstance(node, ast.ClassDef):
        return set(range(first_line(node), node.end_lineno + 1))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return set(range(body[0].lineno, node.end_lineno + 1))
    return set(range(node.lineno, body[0].lineno))


def first_line(node: ast.stmt) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])


def in_order(tests: set[str], near: list[str], mapped: Map) -> list[str]:
    """A few cases of each parametrised test come before all cases of one."""
    seen: Counter[str] = Counter()
    keys = {}
    for test in sorted(tests, key=lambda test: (mapped.took.get(test, 0), test)):
        function = test.split("[")[0]
        keys[test] = (not test.startswith(tuple(near)), seen[function] // ALIKE, mapped.took.get(test, 0), test)
        seen[function] += 1
    return sorted(keys, key=keys.__getitem__)


def within(limit: float, tests: list[str], mapped: Map) -> tuple[list[str], float]:
    """As many as the limit holds, and what they are planned to take; a file's tests together, in the order of files."""
    kept: dict[str, list[str]] = {}
    planned = 0.0
    for test in tests:
        shared = 0 if file_of(test) in kept else mapped.took.get(file_of(test), 0)
        cost = mapped.took.get(test, 0) + shared
        if planned + cost <= limit or not kept:
            planned += cost
            kept.setdefault(file_of(test), []).append(test)
    return [test for tests in kept.values() for test in tests], planned
