"""What the type checker is not told: counted, so that it stays little. See docs/adr/0017."""

import ast
import re
import tokenize
import tomllib
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("emile", "candidates", "placements", "partners")
PRODUCT = [
    *(ROOT / "manage.py", ROOT / "deploy" / "check_health.py"),
    *sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts),
]
MOST_ANY = 110
MOST_IGNORES = 30
WITH_CODE_AND_REASON = re.compile(r"# type: ignore\[[a-z-]+(, [a-z-]+)*\]  # \S+ \S+")
INLINE_SETTING = re.compile(r"#\s*mypy:|@(typing\.)?no_type_check")
FOLDERS_NOT_CHECKED = {"/migrations/", "^emile/tools/stubs/"}


def comments(path: Path) -> list[str]:
    with tokenize.open(path) as file:
        return [token.string for token in tokenize.generate_tokens(file.readline) if token.type == tokenize.COMMENT]


def uses_of_any(source: str) -> int:
    """``Any`` as a name, be it in an annotation written between quotes; imports are not counted."""
    found = 0
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name):
            found += node.id == "Any"
        elif isinstance(node, ast.Attribute):
            found += node.attr == "Any"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
            found += len(re.findall(r"\bAny\b", node.value))
    return found


def test_any_is_rare():
    counted = {path.relative_to(ROOT).as_posix(): uses_of_any(path.read_text()) for path in PRODUCT}
    assert sum(counted.values()) <= MOST_ANY, {name: number for name, number in counted.items() if number}


def ignores(path: Path) -> list[str]:
    return [comment for comment in comments(path) if "type:" in comment and "ignore" in comment]


def test_an_ignore_is_rare_and_says_why():
    found = {path.relative_to(ROOT).as_posix(): ignores(path) for path in PRODUCT}
    lines = [f"{name}: {comment}" for name, comments in found.items() for comment in comments]
    assert [line for line in lines if not WITH_CODE_AND_REASON.search(line)] == []
    assert len(lines) <= MOST_IGNORES, lines


def partly_typed(source: str) -> list[str]:
    """Functions that leave out a type; also where the checker never looks (``if not TYPE_CHECKING``)."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            asked = node.args
            named = [*asked.posonlyargs, *asked.args, *asked.kwonlyargs, asked.vararg, asked.kwarg]
            bare = [each.arg for each in named if each and not each.annotation and each.arg not in {"self", "cls"}]
            if bare or (node.returns is None and node.name != "__init__"):
                found.append(node.name)
    return found


def test_every_function_says_its_types():
    found = {path.relative_to(ROOT).as_posix(): partly_typed(path.read_text()) for path in PRODUCT}
    assert {name: functions for name, functions in found.items() if functions} == {}


def test_nothing_is_loosened_elsewhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]
    mypy = project["mypy"]
    assert set(mypy) == {
        "python_version", "files", "exclude", "mypy_path", "cache_dir", "plugins", "strict", "enable_error_code",
    }  # fmt: skip
    assert mypy["strict"] is True
    assert set(mypy["exclude"]) == FOLDERS_NOT_CHECKED
    assert set(project["django-stubs"]) == {"django_settings_module"}
    assert [path for path in PRODUCT for comment in comments(path) if INLINE_SETTING.search(comment)] == []


def test_the_checker_reads_the_whole_product():
    files = {ROOT / name for name in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["files"]}
    assert [path for path in PRODUCT if not files & {path, *path.parents}] == []


@pytest.mark.parametrize(
    ("source", "number"),
    [
        ("from typing import Any\n", 0),
        ("def f(a: Any) -> dict[str, Any]: ...", 2),
        ("import typing\na: typing.Any = 1", 1),
        ("a: 'list[Any]' = []", 1),
        ("def f():\n    '''Any\n    of these.'''", 0),
        ("Anything = 1", 0),
    ],
)
def test_any_is_seen(source, number):
    assert uses_of_any(source) == number


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f(a: int, *b: int, c: int = 1, **d: int) -> None: ...", []),
        ("class A:\n    def __init__(self, a: int): ...", []),
        ("def f(a: int): ...", ["f"]),
        ("def f(a: int, *b, c: int) -> None: ...", ["f"]),
        ("def f(*, a=1) -> None: ...", ["f"]),
        ("async def f(**a) -> None: ...", ["f"]),
    ],
)
def test_a_function_without_a_type_is_seen(source, found):
    assert partly_typed(source) == found


@pytest.mark.parametrize(
    ("comment", "good"),
    [
        ("# type: ignore[misc]  # the base class is made at run time", True),
        ("# type: ignore", False),
        ("# type: ignore[misc]", False),
        ("# type: ignore  # the base class is made at run time", False),
    ],
)
def test_an_ignore_without_code_or_reason_is_seen(comment, good):
    assert bool(WITH_CODE_AND_REASON.search(comment)) is good
