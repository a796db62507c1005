"""Faults inside an expression. Each function yields (start, end, new text) for one node of the tree."""

import ast
import re
from collections.abc import Iterator

from tests.mutants.faults.source import Source

Changes = Iterator[tuple[int, int, str]]
COMPARISONS = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.In: ("in", "not in"),
    ast.NotIn: (r"not\s+in", "in"),
    ast.Is: ("is", "is not"),
    ast.IsNot: (r"is\s+not", "is"),
}
ARITHMETIC = {
    ast.Add: (r"\+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: (r"\*", "//"),
    ast.FloorDiv: ("//", "*"),
    ast.Div: ("/", "*"),
    ast.BitOr: (r"\|", "&"),
    ast.BitAnd: ("&", "|"),
}
LOOKUPS = {"__gte": "__gt", "__gt": "__gte", "__lte": "__lt", "__lt": "__lte"}
TWINS = {"filter": "exclude", "exclude": "filter", "asc": "desc", "desc": "asc", "first": "last", "last": "first"}
EXTREMES = {"min": "max", "max": "min", "Min": "Max", "Max": "Min", "any": "all", "all": "any"}
CODE = re.compile(r"-?[a-z0-9_][a-z0-9_.:/-]*|[A-Z0-9_]+")


def comparison(node, _holder, source: Source) -> Changes:
    if not isinstance(node, ast.Compare):
        return
    sides = [node.left, *node.comparators]
    for left, sign, right in zip(sides, node.ops, sides[1:], strict=False):
        yield from between(left, right, COMPARISONS[type(sign)], source)


def between(left, right, change: tuple[str, str], source: Source) -> Changes:
    """The sign that stands between two operands, whatever brackets and line ends are around it."""
    pattern, new = change
    start = source.end(left)
    found = re.search(rf"(?<![\w<>=!]){pattern}(?![\w=])", source.text[start : source.start(right)])
    if found:
        yield start + found.start(), start + found.end(), new


def and_or(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.BoolOp):
        change = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield from between(left, right, change, source)


def arithmetic(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.BinOp) and type(node.op) in ARITHMETIC and not _is_text(node.left, node.right):
        yield from between(node.left, node.right, ARITHMETIC[type(node.op)], source)


def _is_text(*sides: ast.AST) -> bool:
    def of_text(side):
        return isinstance(side, ast.JoinedStr | ast.List | ast.Tuple) or (
            isinstance(side, ast.Constant) and isinstance(side.value, str)
        )

    return any(of_text(side) for side in sides)


def not_dropped(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield source.start(node), source.end(node), f"({source.words(node.operand)})"


def number(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield source.start(node), source.end(node), str(node.value + 1)


def true_false(node, _holder, source: Source) -> Changes:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield source.start(node), source.end(node), str(not node.value)


def extreme(node, holder, source: Source) -> Changes:
    if isinstance(holder, ast.Call) and node is holder.func and isinstance(node, ast.Name) and node.id in EXTREMES:
        yield source.start(node), source.end(node), EXTREMES[node.id]


def twin(node, holder, source: Source) -> Changes:
    """filter ↔ exclude, asc ↔ desc, first ↔ last."""
    if isinstance(holder, ast.Call) and node is holder.func and isinstance(node, ast.Attribute) and node.attr in TWINS:
        yield source.end(node) - len(node.attr), source.end(node), TWINS[node.attr]


def lookup(node, holder, source: Source) -> Changes:
    if isinstance(node, ast.keyword) and node.arg:
        yield from _other_lookup(node.arg, source.start(node))
    elif _is_string(node) and isinstance(holder, ast.Dict) and node in holder.keys:
        yield from _other_lookup(node.value, source.start(node) + 1)


def _other_lookup(name: str, start: int) -> Changes:
    for suffix, other in LOOKUPS.items():
        if name.endswith(suffix):
            yield start + len(name) - len(suffix), start + len(name), other


def order(node, holder, source: Source) -> Changes:
    """Of a queryset, or of a model's Meta."""
    ordered = isinstance(holder, ast.Call) and isinstance(holder.func, ast.Attribute) and holder.func.attr == "order_by"
    if ordered and _is_string(node) and node.value != "?":
        yield from _other_order(node, source)
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "ordering":
        for item in getattr(node.value, "elts", []):
            if _is_string(item):
                yield from _other_order(item, source)


def _other_order(node: ast.Constant, source: Source) -> Changes:
    start = source.start(node) + 1
    if node.value.startswith("-"):
        yield start, start + 1, ""
    else:
        yield start, start, "-"


def sorted_backwards(node, _holder, source: Source) -> Changes:
    is_sorted = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sorted"
    if is_sorted and all(keyword.arg != "reverse" for keyword in node.keywords):
        yield source.start(node), source.end(node), f"list(reversed({source.words(node)}))"


def code(node, holder, source: Source) -> Changes:
    """A word of the code (never a sentence) that is compared, or looked up."""
    compared = isinstance(holder, ast.Compare)
    looked_up = isinstance(holder, ast.Subscript) and node is holder.slice
    if _is_string(node) and (compared or looked_up) and CODE.fullmatch(node.value):
        yield source.start(node), source.end(node), repr(node.value + "_x").replace("'", '"')


def _is_string(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


OPERATORS = {
    "comparison": comparison,
    "and/or": and_or,
    "arithmetic": arithmetic,
    "not dropped": not_dropped,
    "number": number,
    "true/false": true_false,
    "min/max": extreme,
    "twin": twin,
    "lookup": lookup,
    "order": order,
    "backwards": sorted_backwards,
    "code": code,
}
