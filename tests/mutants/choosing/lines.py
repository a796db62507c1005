"""The map: which tests run which line of the product, and how long each takes. It is kept in var/mutants/map.

Each run of tests under coverage (``mapping.py``) leaves one layer, with the product's text as it was that day. A file
of tests belongs to the last layer that played it.
"""

import difflib
import json
from collections import defaultdict
from functools import cached_property, lru_cache
from pathlib import Path

from coverage import CoverageData

DATABASE = "database"


def file_of(test: str) -> str:
    return test.split("::")[0]


class Layer:
    """``took``: seconds by test, and by file of tests for what they share. ``failed`` tests say nothing of a fault."""

    def __init__(self, folder: Path) -> None:
        kept = json.loads((folder / "tests.json").read_text())
        self.took: dict[str, float] = kept["took"]
        self.failed = set(kept["failed"])
        self.test_files: dict[str, str] = kept["test_files"]
        self.sources: dict[str, str] = kept["sources"]
        self._data = CoverageData(str(folder / "lines"))
        self._data.read()
        self._contexts = lru_cache(self._data.contexts_by_lineno)

    def contexts(self, file: str, lines: set[int], text: str) -> set[str]:
        """Tests, files and folders of tests (for what they share) or DATABASE, that ran these lines of ``text``."""
        if file not in self.sources:
            return set()
        found = self._contexts(file)
        then = as_numbered(self.sources[file], text, lines) if self.sources[file] != text else lines
        return {context for line in then for context in found.get(line, ())}


def as_numbered(before: str, now: str, lines: set[int]) -> set[int]:
    """The numbers that lines of ``now`` had ``before``, for those that are still the same."""
    blocks = difflib.SequenceMatcher(None, before.splitlines(), now.splitlines(), autojunk=False).get_matching_blocks()
    return {line - block.b + block.a for block in blocks for line in lines if block.b < line <= block.b + block.size}


class Map:
    def __init__(self, folder: Path) -> None:
        layers = [Layer(path) for path in sorted(folder.glob("layer-*"))]
        self.test_files = {file: mark for layer in layers for file, mark in layer.test_files.items()}
        self._layer_of = {file: layer for layer in layers for file in layer.test_files}
        self.layers = [layer for layer in layers if layer in self._layer_of.values()]

    @property
    def sources(self) -> dict[str, str]:
        """The product's files when a test was last played."""
        return self.layers[-1].sources if self.layers else {}

    @cached_property
    def took(self) -> dict[str, float]:
        """Only tests that were green, and files."""
        return {
            name: seconds
            for layer in self.layers
            for name, seconds in layer.took.items()
            if name not in layer.failed and self._layer_of.get(file_of(name)) is layer
        }

    @cached_property
    def by_file(self) -> dict[str, list[str]]:
        found = defaultdict(list)
        for test in self.took:
            if "::" in test:
                found[file_of(test)].append(test)
        return found

    def tests_on(self, file: str, lines: set[int], text: str) -> set[str]:
        """What one test runs alone, and what a file or a folder of tests runs once for all of them."""
        found = set()
        for layer in self.layers:
            here = layer.contexts(file, lines, text) - {DATABASE, ""}
            found |= {name for name in here if "::" in name and name in self.took}
            shared = tuple(name for name in here if "::" not in name)
            files = [path for path in self.by_file if path.startswith(shared) and self._layer_of.get(path) is layer]
            found |= {test for path in files for test in self.by_file[path]}
        return found

    def makes_the_database(self, file: str, lines: set[int], text: str) -> bool:
        return any(DATABASE in layer.contexts(file, lines, text) for layer in self.layers)
