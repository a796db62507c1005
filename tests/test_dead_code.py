"""What nobody calls is taken out: a function or a class is named somewhere else than where it is written."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = ("emile", "candidates", "placements", "partners")
PYTHON = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
TEXTS = [*PYTHON, *(ROOT / "templates").rglob("*.html"), ROOT / "pyproject.toml", ROOT / "Makefile"]
OF_FRAMEWORKS = re.compile(
    r"clean(_\w+)?|get_\w+|__\w+__|[A-Z]\w+Config|Command|Migration|visit_\w+|handle_\w+|test_func|setUp"
)
"""Called by Django, by the standard library or by their conventions."""
KEPT_HERE = re.compile(
    "property|cached_property|classmethod|staticmethod|dataclass|contextmanager|cache|lru_cache|transaction|explained"
)
"""Decorators that hand nothing over."""
CALLED_BY_OTHERS = {
    "create_user": "Django's contract of a user model",
}


def definitions(tree: ast.Module) -> Iterator[str]:
    """Without those that a decorator hands to somebody (a guard, a job kind, a template tag)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not handed_over(node):
            yield node.name


def handed_over(node: ast.FunctionDef | ast.ClassDef) -> bool:
    return any(not KEPT_HERE.match(ast.unparse(each)) for each in node.decorator_list)


def unnamed(sources: list[str], texts: list[str]) -> set[str]:
    named = Counter(re.findall(r"\w+", "\n".join(texts)))
    written = Counter(name for source in sources for name in definitions(ast.parse(source)))
    return {name for name, times in written.items() if named[name] <= times and not OF_FRAMEWORKS.fullmatch(name)}


def test_every_function_and_class_is_named_by_somebody():
    sources = [path.read_text() for path in PYTHON if "migrations" not in path.parts]
    assert unnamed(sources, [path.read_text() for path in TEXTS]) == set(CALLED_BY_OTHERS)


def test_what_nobody_names_is_seen():
    source = """
@property
def asked(self): ...

def forgotten(): ...

@register.filter
def handed(): ...

class Lonely: ...

def clean_name(self): ...
"""
    assert unnamed([source], [source, "{{ row.asked }}"]) == {"forgotten", "Lonely"}
