"""What the commands are given, and what they answer when something foreseeable is in the way."""

import os
import re
from types import SimpleNamespace

import pytest

from emile.tools.bench.management.commands import bench as bench_command
from emile.tools.devstack import __main__ as entry
from emile.tools.devstack import bench, checks, demo, manage, paths
from emile.tools.devstack.console import Refusal
from emile.tools.devstack.machine import housekeeping, install, system_packages
from emile.tools.devstack.stack import services
from tests.mutants.asked import Asked


def test_every_make_target_is_known():
    asked = set(re.findall(r"\$\(RUN\) ([a-z-]+)", (paths.ROOT / "Makefile").read_text()))
    assert asked == set(entry.COMMANDS) | install.WITHOUT_VENV


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_wrong_port_is_a_sentence(monkeypatch, port):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Refusal, match="n'est pas un numéro de port"):
        demo.Address.asked()


def test_the_address_to_open_is_one_a_browser_can_reach(monkeypatch):
    monkeypatch.setenv("EMILE_HOST", "0.0.0.0")  # noqa: S104
    monkeypatch.setenv("PORT", "8001")
    assert demo.Address.asked().url == "http://127.0.0.1:8001"


def test_a_taken_port_names_another_one(monkeypatch):
    monkeypatch.setattr(demo.network, "is_port_taken", lambda *_: True)
    with pytest.raises(Refusal, match="make demo PORT=8001"):
        demo.Address("127.0.0.1", 8000).refuse_if_taken()


@pytest.mark.parametrize("alone", ["DATABASE_URL", "REDIS_URL"])
def test_one_service_given_without_the_other_is_refused(monkeypatch, alone):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(alone, "somewhere")
    with pytest.raises(Refusal, match=f"{alone} est donnée seule"):
        services.are_given()


def test_both_given_start_nothing(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/emile")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere")
    chosen = services.choose(paths.Place(tmp_path), guard=None)
    assert chosen.servers == ()
    assert chosen.env["DATABASE_URL"] == "postgresql://elsewhere/emile"


def test_who_serves_people_does_not_get_the_owners_password():
    given = {"DATABASE_URL": "app", "DATABASE_OWNER_URL": "owner"}
    assert demo.web_stack.application_env(given) == {"DATABASE_URL": "app"}


TWO = ["-n", "2", "--dist", "loadfile"]


@pytest.mark.parametrize(
    ("arguments", "added"),
    [([], TWO), (["-n", "0"], []), (["-n4"], []), (["tests/core"], TWO), (["-pno:xdist"], [])],
)
def test_two_pytest_processes_unless_told_otherwise(monkeypatch, arguments, added):
    monkeypatch.delenv("WORKERS", raising=False)
    assert checks.pytest_command(arguments)[3:] == added + arguments


@pytest.mark.parametrize("words", ["tests/nothing", "-q tests/nothing", "tests/nothing.py::test_this", "nothing.py"])
def test_a_path_that_does_not_exist_is_named(monkeypatch, words):
    monkeypatch.setenv("EMILE_ARGS", words)
    with pytest.raises(Refusal, match=r"« (tests/)?nothing(\.py)? » n'existe pas"):
        checks.asked_arguments()


@pytest.mark.parametrize(
    "words",
    [
        "",
        "tests",
        "tests/core/",
        "tests/conftest.py::nothing",
        "-k tests/nothing",
        "-m slow",
        "--ignore=tests/nothing -q",
    ],
)
def test_what_may_be_asked_of_the_tests(monkeypatch, words):
    monkeypatch.setenv("EMILE_ARGS", words)
    assert checks.asked_arguments() == words.split()


def test_help_tells_all_that_may_be_asked_of_the_mutants():
    makefile = (paths.ROOT / "Makefile").read_text()
    offered = re.search(r"foreach name,([a-z ]+),", makefile)[1].split()
    told = re.search(r"^test-mutants: ## .*\[(.*)\]$", makefile, re.MULTILINE)[1]
    assert set(re.findall(r"(\w+)=", told)) == set(offered)
    assert set(offered) <= set(Asked.__annotations__)


def test_management_needs_a_running_demo(monkeypatch, tmp_path):
    monkeypatch.setattr(manage, "DEMO", paths.Place(tmp_path))
    (tmp_path / "env").write_text("DATABASE_URL=left-by-kill-9\n")
    with pytest.raises(Refusal, match="make demo"):
        manage.running_env()


@pytest.mark.parametrize("number", ["many", "-5", "1e5"])
def test_a_wrong_number_of_households_is_a_sentence(monkeypatch, number):
    monkeypatch.setenv("EMILE_N", number)
    with pytest.raises(Refusal, match="make bench n=100000"):
        bench.households()


def test_a_step_of_the_bench_is_one_that_it_knows(monkeypatch):
    monkeypatch.setenv("EMILE_ONLY", "http")
    assert bench.step() == ["--only", "http"]
    monkeypatch.setenv("EMILE_ONLY", "everything")
    with pytest.raises(Refusal, match="generate, pages"):
        bench.step()


def test_the_steps_of_the_bench_are_told_twice_the_same():
    assert bench.STEPS == bench_command.STEPS


def test_data_of_another_account_are_refused_by_name(monkeypatch, tmp_path):
    owner = paths.account_name(tmp_path.stat().st_uid)
    monkeypatch.setattr(os, "geteuid", lambda: tmp_path.stat().st_uid + 1)
    with pytest.raises(Refusal, match=f"appartient au compte « {owner} »"):
        paths.refuse_another_owner(tmp_path)


def folder_of(uid: int) -> SimpleNamespace:
    return SimpleNamespace(stat=lambda: SimpleNamespace(st_uid=uid))


def test_root_may_clean_after_others(monkeypatch):
    theirs = folder_of(1234)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert paths.refuse_another_owner(theirs, unless_root=True) is None
    with pytest.raises(Refusal, match="appartient au compte « 1234 »"):
        paths.refuse_another_owner(theirs)


def test_nobody_else_may(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1235)
    with pytest.raises(Refusal, match="appartient au compte « 1234 »"):
        paths.refuse_another_owner(folder_of(1234), unless_root=True)
    assert paths.refuse_another_owner(folder_of(1235)) is None


def test_nobody_to_confirm_erases_nothing(monkeypatch):
    def no_terminal(_question):
        raise EOFError

    monkeypatch.delenv("EMILE_YES", raising=False)
    monkeypatch.setattr("builtins.input", no_terminal)
    assert housekeeping.is_confirmed() is False


def test_what_is_missing_says_what_it_costs_and_the_command():
    text = system_packages.explain(system_packages.BROWSER)
    assert "Chromium manque" in text
    assert "apt-get install chromium" in text or "brew install" in text


def test_an_ordinary_account_is_told_rather_than_installed_for(monkeypatch, capsys):
    gap = system_packages.Need(lambda: False, ("some-package",), "some-package", "il manque une chose")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "apt_install", lambda *_: pytest.fail("ran apt-get"))
    system_packages.install_missing([gap])
    assert "il manque une chose" in capsys.readouterr().err
