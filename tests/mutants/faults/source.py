"""A file of the product: its text, its tree, and which parts of it no fault is put into."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

SAID_TO_PEOPLE = {
    "verbose_name",
    "verbose_name_plural",
    "help_text",
    "label",
    "labels",
    "description",
    "message",
    "asks",
}
LOGGERS = {"logger", "logging", "log"}
NEVER_WRONG = {"strict", "frozen", "slots", "kw_only", "stacklevel", "related_name"}
FOR_EYES_ONLY = {"__str__", "__repr__"}


@dataclass(frozen=True)
class Source:
    file: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def _lines(self) -> list[tuple[int, bytes]]:
        found, start = [], 0
        for line in self.text.splitlines(keepends=True):
            found.append((start, line.encode()))
            start += len(line)
        return found

    def offset(self, line: int, column: int) -> int:
        """The tree counts in bytes of UTF-8, we in characters."""
        start, encoded = self._lines[line - 1]
        return start + len(encoded[:column].decode())

    def start(self, node: ast.AST) -> int:
        return self.offset(node.lineno, node.col_offset)

    def end(self, node: ast.AST) -> int:
        return self.offset(node.end_lineno, node.end_col_offset)

    def words(self, node: ast.AST) -> str:
        return self.text[self.start(node) : self.end(node)]

    def line_of(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def nodes(self) -> Iterator[tuple[ast.AST, ast.AST]]:
        """Each node where a fault may be put, with the one that holds it."""
        yield from _below(self.tree)

    def holder_of(self, line: int) -> str:
        """The function or class around a line, by its full name: what stays when lines move."""
        return ".".join(_names_around(self.tree, line)) or "module"


def _below(node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    for child in _children(node):
        if not _is_left_alone(child):
            yield child, node
            yield from _below(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    hidden = {"annotation", "returns", "type_params"}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        hidden.add("decorator_list")
    for name, value in ast.iter_fields(node):
        if name in hidden:
            continue
        yield from (item for item in (value if isinstance(value, list) else [value]) if isinstance(item, ast.AST))


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Import() | ast.ImportFrom() | ast.JoinedStr():
            return True  # the tree does not know where the parts of an f-string are
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if name in LOGGERS:
            return True
        case ast.FunctionDef(name=name) if name in FOR_EYES_ONLY:
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Attribute(attr="stdout" | "stderr")))):
            return True
        case ast.keyword(arg=name) if name in SAID_TO_PEOPLE | NEVER_WRONG:
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name == "__all__" or name in SAID_TO_PEOPLE
    return False


def _names_around(node: ast.AST, line: int) -> list[str]:
    for child in ast.iter_child_nodes(node):
        if getattr(child, "lineno", line + 1) <= line <= getattr(child, "end_lineno", 0):
            here = [child.name] if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) else []
            return here + _names_around(child, line)
        if isinstance(child, ast.FunctionDef | ast.ClassDef) and any(
            decorator.lineno <= line <= decorator.end_lineno for decorator in child.decorator_list
        ):
            return [child.name]
    return []
