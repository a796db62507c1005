import ast
import sys

import pytest

from emile.tools.devstack import bootstrap
from emile.tools.devstack.paths import ROOT

FILE = ROOT / "emile" / "tools" / "devstack" / "bootstrap.py"


def test_an_old_python_can_read_it():
    tree = ast.parse(FILE.read_text(), feature_version=(3, 4))
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr)
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]


def test_only_the_standard_library_before_the_version_is_known():
    imports = [node for node in ast.parse(FILE.read_text()).body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert all(isinstance(node, ast.Import) for node in imports)


@pytest.fixture
def too_old(monkeypatch):
    monkeypatch.setattr(bootstrap, "OLDEST", (99, 0))
    monkeypatch.setattr(sys, "argv", ["bootstrap.py", "demo"])


def test_too_old_and_no_other_is_a_sentence(too_old, monkeypatch, capfd):
    monkeypatch.setattr(bootstrap, "a_recent_python", lambda: None)
    assert bootstrap.main() == 1
    assert "Émile demande Python 3.11" in capfd.readouterr().err


def test_another_python_of_the_machine_takes_over(too_old, monkeypatch):
    monkeypatch.delenv("PYTHON", raising=False)
    monkeypatch.setattr(bootstrap, "a_recent_python", lambda: "/usr/bin/python3.12")
    monkeypatch.setattr(bootstrap.os, "execv", lambda path, words: ran.append((path, words)))
    ran = []
    bootstrap.main()
    assert ran[0][0] == "/usr/bin/python3.12"
    assert ran[0][1][-1] == "demo"


def test_a_chosen_python_is_not_silently_replaced(too_old, monkeypatch, capfd):
    monkeypatch.setenv("PYTHON", "/opt/python3.6")
    monkeypatch.setattr(bootstrap, "a_recent_python", lambda: pytest.fail("looked for another one"))
    assert bootstrap.main() == 1


def test_a_launcher_that_only_complains_is_not_a_python(tmp_path):
    launcher = tmp_path / "python3.13"
    launcher.write_text("#!/bin/sh\necho not installed >&2\nexit 127\n")
    launcher.chmod(0o755)
    assert not bootstrap.is_recent(str(launcher))
    assert bootstrap.is_recent(sys.executable)
