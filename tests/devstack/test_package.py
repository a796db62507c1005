"""Promises of the whole package: it must run before anything is installed, and on anybody's machine."""

import ast
import sys

import pytest

from emile.tools.devstack.machine import migrations_seen, secret_values
from emile.tools.devstack.paths import ROOT
from emile.tools.devstack.stack import roles

FILES = sorted((ROOT / "emile" / "tools" / "devstack").rglob("*.py"))
RUNS_INSIDE_DJANGO = {"prepare.py"}


def imported(tree: ast.AST) -> set[str]:
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_standard_library_only(path):
    outside = {
        name
        for name in imported(ast.parse(path.read_text()))
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("emile.tools.devstack")
    }
    assert outside == set() or path.name in RUNS_INSIDE_DJANGO


def test_files_stay_small():
    assert {path.name: len(path.read_text().splitlines()) for path in FILES if path.read_text().count("\n") > 230} == {}


def test_no_password_reaches_a_command_line_or_needs_quoting():
    secrets = secret_values.draw()
    text = roles.statements(secrets, "emile")
    assert f"'{secrets.owner}'" in text
    assert secrets.postgres not in text


def test_a_new_migration_changes_the_fingerprint(tmp_path):
    (tmp_path / "requirements.txt").write_text("")
    folder = tmp_path / "candidates" / "migrations"
    folder.mkdir(parents=True)
    before = migrations_seen.fingerprint(tmp_path)
    (folder / "0001_initial.py").write_text("")
    assert migrations_seen.fingerprint(tmp_path) != before
