"""Only the transition writes the step of a file: the source is read for whoever else would."""

import ast
from pathlib import Path

from django.conf import settings


def python_files() -> list[Path]:
    roots = [settings.BASE_DIR / name for name in ("candidates", "placements", "partners", "emile")]
    return [path for root in roots for path in root.rglob("*.py") if "migrations" not in path.parts]


def writers_of_step(tree: ast.AST) -> list[int]:
    """Lines that assign ``something.step``, or pass ``step=`` to update(), create() or a Journey."""
    found = []
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        flat = [part for target in targets if target for part in ast.walk(target)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            found += [part.lineno for part in flat if isinstance(part, ast.Attribute) and part.attr == "step"]
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            writes = name in {"update", "create", "bulk_update", "update_or_create", "get_or_create", "Journey"}
            if writes and any(keyword.arg == "step" for keyword in node.keywords):
                found.append(node.lineno)
            if name == "setattr" and any(isinstance(a, ast.Constant) and a.value == "step" for a in node.args):
                found.append(node.lineno)
    return found


def test_only_the_transition_writes_the_step():
    writers = {
        f"{path.relative_to(settings.BASE_DIR)}": lines
        for path in python_files()
        if (lines := writers_of_step(ast.parse(path.read_text())))
    }
    assert list(writers) == ["candidates/journey/moves.py"]
    source = (settings.BASE_DIR / "candidates/journey/moves.py").read_text()
    functions = {node.name: node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)}
    assert writers_of_step(functions["_write_step"]) == writers["candidates/journey/moves.py"]


def test_the_search_for_writers_finds_them():
    for line in ("journey.step = 1", "a, journey.step = 1, 2", "rows.update(step='x')", "setattr(row, 'step', 1)"):
        assert writers_of_step(ast.parse(line))
    assert not writers_of_step(ast.parse("rows.filter(step='x')\nif journey.step == 2: pass"))
