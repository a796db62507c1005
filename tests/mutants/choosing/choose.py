"""The tests that matter to a fault: those that run its line, the nearest folder first, the shortest first."""

import ast
from collections import Counter
from dataclasses import dataclass

from tests.mutants.choosing.draw import AREAS, area_of
from tests.mutants.choosing.lines import Map, file_of
from tests.mutants.choosing.uses import FUNCTIONS, lines_of_functions, names_of, tests_naming
from tests.mutants.faults.operators import Mutant

FOLDERS = {area: [f"tests/{area}/"] for area in AREAS} | {
    "accounts": ["tests/accounts/", "tests/security/"],
    "audit": ["tests/audit/", "tests/candidates/file/test_open_with_reason.py"],
}
# The table of transitions is in candidates, what it allows is tested in both halves.
ALSO = {
    "candidates/journey/table.py": ["tests/placements/"],
    "candidates/steps.py": ["tests/placements/"],
    "partners/querysets.py": ["tests/placements/"],
    "emile/core/database/rls.py": ["tests/security/"],
    "emile/core/database/roles.py": ["tests/security/"],
    "emile/core/database/identity.py": ["tests/security/"],
}
LAST = ("tests/browser/", "tests/jobs/running/test_worker.py", "tests/demo/", "tests/bench/", "tests/mutants/")
OF_EVERY_AREA = "tests/test_"
"""Files of tests that stand in no folder: the words of every code, the menu, midnight."""
ALIKE = 3


@dataclass(frozen=True)
class Choice:
    tests: list[str]
    seconds: float
    migrates: bool
    """The faulty line makes the database."""


def choose(mutant: Mutant, text: str, mapped: Map, limit: float, *, only_near: bool = False) -> Choice:
    near, tree = (*folders_of(mutant.file), OF_EVERY_AREA), ast.parse(text)
    node = statement_around(mutant, tree)
    here = mutant.file, lines_that_matter(node, mutant), text
    migrates = mapped.makes_the_database(*here)
    if migrates or runs_at_import(node, tree):
        first = tests_naming(names_of(mutant.line, tree), mapped)
        relevant = first | mapped.tests_on(mutant.file, lines_of_functions(tree), text) | around(mapped, near)
    else:
        relevant = first = mapped.tests_on(*here)
    if not relevant:  # a function that is called while modules are imported, or by nobody
        relevant = around(mapped, near)
    if only_near:
        relevant = {test for test in relevant if test.startswith(near)}
    usual = {test for test in relevant if not test.startswith(LAST)}
    tests, seconds = within(limit, in_order(usual or relevant, first, near, mapped), mapped)
    return Choice(tests, seconds, migrates)


def around(mapped: Map, near: tuple[str, ...]) -> set[str]:
    return {test for test in mapped.took if "::" in test and test.startswith(near)}


def folders_of(file: str) -> list[str]:
    return FOLDERS.get(area_of(file), []) + ALSO.get(file, [])


def statement_around(mutant: Mutant, tree: ast.Module) -> ast.stmt | None:
    """The smallest one."""
    last = mutant.line + mutant.old.count("\n")
    holding = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.stmt) and first_line(node) <= mutant.line and last <= node.end_lineno
    ]
    return min(holding, key=lambda node: node.end_lineno - first_line(node), default=None)


def lines_that_matter(node: ast.stmt | None, mutant: Mutant) -> set[int]:
    """All of a simple statement, the head of one that holds others; but a function's head runs at import, and it is its
    body that tells who calls it."""
    if node is None:
        return set(range(mutant.line, mutant.line + mutant.old.count("\n") + 1))
    body = getattr(node, "body", None)
    if not body or isinstance(node, ast.ClassDef):
        return set(range(first_line(node), node.end_lineno + 1))
    if isinstance(node, FUNCTIONS):
        return set(range(body[0].lineno, node.end_lineno + 1))
    return set(range(node.lineno, body[0].lineno))


def runs_at_import(node: ast.stmt | None, tree: ast.Module) -> bool:
    """A table, a class: seen while whatever test came first was running, and matters to others."""
    functions = [function for function in ast.walk(tree) if isinstance(function, FUNCTIONS)]
    return node is None or not any(
        node is function or function.lineno < node.lineno <= function.end_lineno for function in functions
    )


def first_line(node: ast.stmt) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in getattr(node, "decorator_list", []))])


def in_order(tests: set[str], first: set[str], near: tuple[str, ...], mapped: Map) -> list[str]:
    """A few cases of each parametrised test come before all cases of one."""
    seen: Counter[str] = Counter()
    keys = {}
    for test in sorted(tests, key=lambda test: (mapped.took.get(test, 0), test)):
        function = test.split("[")[0]
        keys[test] = (
            test not in first,
            not test.startswith(near),
            seen[function] // ALIKE,
            mapped.took.get(test, 0),
            test,
        )
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
