"""What a test may not do: be skipped, sleep for the time it hopes is enough, assert nothing."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.conf import settings

TESTS = Path(settings.BASE_DIR) / "tests"
FROM = {"time", "pytest", "pytest.mark", "unittest", "self"}
SKIPPING = {"skip", "skipif", "skipIf", "skipUnless", "skipTest", "xfail", "importorskip"}
NO_ENGINE = "without Pango nothing draws a PDF; `make test` ends with ESSAIS INCOMPLETS and says what to install"
A_MOMENT = "a moment between two questions, until the answer or a deadline that fails"
ALLOWED = {
    ("browser/conftest.py", "skip"): "without Chromium there is no browser; `make test` ends with ESSAIS INCOMPLETS",
    ("candidates/candidature/test_summary_pdf.py", "skipif"): NO_ENGINE,
    ("core/test_pdf.py", "skipif"): NO_ENGINE,
    ("devstack/lifecycle.py", "sleep"): "the slow trial of `make test-lifecycle`: Ctrl-C falls at chosen moments",
    ("devstack/test_backend_memory.py", "skipif"): "the setting is glibc's, so the figures are those of Linux",
    ("devstack/test_guard.py", "sleep"): A_MOMENT,
    ("jobs/kinds.py", "sleep"): "the jobs of these tests last, so that something happens meanwhile",
    ("jobs/running/test_worker.py", "sleep"): f"{A_MOMENT}; Valkey stays away longer than retries do",
    ("placements/verbs/test_at_the_same_moment.py", "sleep"): A_MOMENT,
    ("security/test_locks.py", "sleep"): A_MOMENT,
}


def sources() -> dict[str, str]:
    return {path.relative_to(TESTS).as_posix(): path.read_text() for path in TESTS.rglob("*.py")}


# --- skipped, or asleep ---------------------------------------------------------------------------------------------


def ways_out(source: str) -> Iterator[str]:
    """The names by which a test is skipped or sleeps, wherever they are imported from."""
    for node in ast.walk(ast.parse(source)):
        names = []
        if isinstance(node, ast.ImportFrom):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.Attribute) and ast.unparse(node.value) in FROM:
            names = [node.attr]
        yield from (name for name in names if name in SKIPPING | {"sleep"})


def test_nothing_is_skipped_and_nothing_sleeps_without_a_reason():
    assert {(path, name) for path, source in sources().items() for name in ways_out(source)} == set(ALLOWED)


@pytest.mark.parametrize(
    "line",
    [
        "pytest.skip('later')",
        "pytestmark = pytest.mark.skipif(True, reason='later')",
        "@pytest.mark.xfail\ndef test(): ...",
        "pytest.importorskip('weasyprint')",
        "time.sleep(1)",
        "from time import sleep",
    ],
)
def test_a_way_out_is_seen(line):
    assert list(ways_out(line))


def test_what_only_bears_such_a_name_is_not():
    assert not list(ways_out("list.skip(2)\nsleep = 3\n'time.sleep(1)'"))


# --- without an assertion -------------------------------------------------------------------------------------------


def called(function: ast.AST) -> set[str]:
    names = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", "") for name in names}


def asserts(function: ast.AST) -> bool:
    """By itself. An exception raised on purpose fails a test as well as an ``assert``."""
    said = any(isinstance(node, ast.Assert | ast.Raise) for node in ast.walk(function))
    return said or any(name in {"raises", "fail", "expect"} or "assert_" in name for name in called(function))


def without_assertion(texts: Iterable[str]) -> list[str]:
    """The tests that assert nothing, nor does a function of the tests that they call, nor one that these call."""
    functions = [node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    named, sure = defaultdict(list), {function.name for function in functions if asserts(function)}
    for function in functions:
        named[function.name].append(called(function))
    before = set()
    while before != sure:
        before = set(sure)
        sure |= {name for name, calls in named.items() if any(each & before for each in calls)}
    return [
        function.name
        for function in functions
        if function.name.startswith("test_") and not asserts(function) and not called(function) & sure
    ]


RAISES_BY_ITSELF = {
    "test_every_form_is_filled_in": "learnt() raises NobodyAccepts where nothing that is typed is accepted",
}


def test_every_test_asserts_something():
    assert set(without_assertion(sources().values())) == set(RAISES_BY_ITSELF)


def test_a_test_that_asserts_nothing_is_seen():
    helpers = "def check(page):\n    look(page)\ndef look(page):\n    assert page\n"
    assert without_assertion([helpers, "def test_this():\n    check(1)\n"]) == []
    assert without_assertion([helpers, "def test_that():\n    open_it(1)\n"]) == ["test_that"]
    assert without_assertion(["def test_raises():\n    with pytest.raises(ValueError):\n        int('a')\n"]) == []
