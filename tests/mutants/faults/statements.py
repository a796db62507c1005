"""Faults that take something away: a call, a decorator, an element, an argument, a refusal, a condition's meaning."""

import ast
from collections.abc import Iterator

from tests.mutants.faults.expressions import CODE
from tests.mutants.faults.source import Source

Changes = Iterator[tuple[int, int, str]]
NEEDED_TO_RUN = {
    "property",
    "cached_property",
    "classmethod",
    "staticmethod",
    "dataclass",
    "contextmanager",
    "overload",
    "wraps",
    "cache",
    "lru_cache",
}
NARROWING = {"filter", "exclude", "Q", "get", "update", "aggregate"}


def condition(node, _holder, source: Source) -> Changes:
    tests = [node.test] if isinstance(node, ast.If | ast.IfExp) else getattr(node, "ifs", [])
    for test in tests:
        if not (isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not)):
            yield source.start(test), source.end(test), f"not ({source.words(test)})"


def call_removed(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield source.start(node), source.end(node), "pass"


def decorator_removed(node, _holder, source: Source) -> Changes:
    if not isinstance(node, ast.FunctionDef | ast.ClassDef):
        return
    for decorator in node.decorator_list:
        if _name(decorator) not in NEEDED_TO_RUN:
            yield source.start(decorator) - 1, source.end(decorator), ""


def _name(decorator: ast.AST) -> str:
    callee = decorator.func if isinstance(decorator, ast.Call) else decorator
    return getattr(callee, "attr", getattr(callee, "id", ""))


def nothing_returned(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield source.start(node.value), source.end(node.value), "None"


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def nothing_raised(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.Raise) and "NotImplementedError" not in source.words(node):
        yield source.start(node), source.end(node), "pass"


def element_removed(node, holder, source: Source) -> Changes:
    if isinstance(node, ast.Set | ast.List | ast.Tuple) and len(node.elts) >= 2 and _is_a_list_of_likes(node, holder):
        for element, (start, end) in zip(node.elts, _each_with_its_comma(node.elts, source), strict=True):
            if not is_a_sentence(element):
                yield start, end, ""


def _is_a_list_of_likes(node: ast.AST, holder: ast.AST) -> bool:
    """A pair that is taken apart elsewhere would only crash."""
    if isinstance(getattr(node, "ctx", ast.Load()), ast.Store) or isinstance(holder, ast.Return | ast.Subscript):
        return False
    if not isinstance(node, ast.Tuple):
        return True
    if isinstance(holder, ast.Assign) and (isinstance(holder.targets[0], ast.Tuple) or is_a_choice(node)):
        return False
    return len({type(element) for element in node.elts}) == 1 and not isinstance(holder, ast.List)


def is_a_choice(node: ast.Tuple) -> bool:
    """The code of a choice, and its label."""
    return len(node.elts) == 2 and any(is_a_sentence(element) for element in node.elts)


def is_a_sentence(node: ast.AST) -> bool:
    """Or a word that people read: codes are written without capitals, accents or spaces."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not CODE.fullmatch(node.value)


def _each_with_its_comma(items: list[ast.AST], source: Source) -> Iterator[tuple[int, int]]:
    for index, item in enumerate(items):
        if index + 1 < len(items):
            yield source.start(item), source.start(items[index + 1])
        else:
            yield source.end(items[index - 1]), source.end(item)


def argument_removed(node, _holder, source: Source) -> Changes:
    """One of several conditions of a query."""
    if not isinstance(node, ast.Call) or _name(node) not in NARROWING:
        return
    named = [keyword for keyword in node.keywords if keyword.arg]
    if len(named) >= 2 and len(named) == len(node.keywords):
        for start, end in _each_with_its_comma(named, source):
            yield start, end, ""


def counted_down(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add | ast.Sub):
        sign, other = ("+=", "-=") if isinstance(node.op, ast.Add) else ("-=", "+=")
        start = source.text.index(sign, source.end(node.target))
        yield start, start + 2, other


OPERATORS = {
    "condition": condition,
    "call removed": call_removed,
    "decorator removed": decorator_removed,
    "nothing returned": nothing_returned,
    "nothing raised": nothing_raised,
    "element removed": element_removed,
    "argument removed": argument_removed,
    "counted down": counted_down,
}
