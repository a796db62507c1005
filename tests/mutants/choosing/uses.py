"""What runs at import (a table, a class, a set of codes) matters to the tests of whoever names it."""

import ast
import re
from collections.abc import Iterator

from tests.mutants.choosing.lines import Map

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
SHORTEST_NAME = 4
"""Shorter names stand for many things."""


def names_of(line: int, tree: ast.Module) -> set[str]:
    """What the top-level statement around a line defines: a table's name, a class and the field in question."""
    top = next((node for node in tree.body if node.lineno <= line <= node.end_lineno), None)
    inside = top.body if isinstance(top, ast.ClassDef) else []
    around = [node for node in [top, *inside] if node and node.lineno <= line <= node.end_lineno]
    return {name for node in around for name in _told_by(node) if len(name) >= SHORTEST_NAME}


def _told_by(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.ClassDef):
        yield node.name
    targets = [*getattr(node, "targets", []), getattr(node, "target", None)]
    for target in targets:
        yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name)) if target else ()


def tests_naming(names: set[str], mapped: Map) -> set[str]:
    """Those that run a line where one of the names stands, in a function: the rest ran for whoever came first."""
    if not names:
        return set()
    pattern = re.compile(rf"\b({'|'.join(sorted(names))})\b")
    found: set[str] = set()
    for file, text in mapped.sources.items():
        if pattern.search(text):
            lines = {number for number, line in enumerate(text.splitlines(), 1) if pattern.search(line)}
            found |= mapped.tests_on(file, lines & lines_of_functions(ast.parse(text)), text)
    return found


def lines_of_functions(tree: ast.AST) -> set[int]:
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    return {line for node in functions for line in range(first_of(node.body).lineno, node.end_lineno + 1)}


def first_of(body: list[ast.stmt] | ast.expr) -> ast.AST:
    return body[0] if isinstance(body, list) else body
