"""The small faults: each replaces one stretch of text, so that everything around it stays as it was written."""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

from tests.mutants.faults import expressions, statements
from tests.mutants.faults.source import Source

OPERATORS = expressions.OPERATORS | statements.OPERATORS


@dataclass(frozen=True)
class Mutant:
    file: str
    line: int
    start: int
    end: int
    old: str
    new: str
    operator: str

    def apply(self, text: str) -> str:
        if text[self.start : self.end] != self.old:
            raise ValueError(f"{self.file} has changed: {self.old!r} is no longer at line {self.line}.")
        return text[: self.start] + self.new + text[self.end :]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.operator}: {short(self.old)} → {short(self.new)}"


def short(text: str) -> str:
    words = " ".join(text.split()) or "(rien)"
    return words if len(words) <= 70 else words[:67] + "…"


def mutants_of(source: Source) -> list[Mutant]:
    """Every fault we know for this file, in the order of the text. A few do not compile: see ``compiles``."""
    found = {mutant for node, holder in source.nodes() for mutant in _on(node, holder, source)}
    return sorted(found, key=lambda mutant: (mutant.start, mutant.end, mutant.operator, mutant.new))


def _on(node: ast.AST, holder: ast.AST, source: Source) -> Iterator[Mutant]:
    for name, changes in OPERATORS.items():
        for start, end, new in changes(node, holder, source):
            yield Mutant(source.file, source.line_of(start), start, end, source.text[start:end], new, name)


def compiles(text: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(text, "mutant", "exec")
        except (SyntaxError, SyntaxWarning, ValueError):
            return False
    return True
