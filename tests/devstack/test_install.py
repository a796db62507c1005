import pytest

from emile.tools.devstack.machine import install


@pytest.fixture
def requirements(tmp_path, monkeypatch):
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    python = venv / "bin" / "python"
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    monkeypatch.setattr(install, "VENV", venv)
    monkeypatch.setattr(install, "VENV_PYTHON", python)
    path = tmp_path / "requirements.txt"
    path.write_text("django==5.2\n")
    return path


def stamp(requirements):
    install.stamp(requirements).write_text(install.fingerprint(requirements))


def test_nothing_is_installed_at_first(requirements):
    assert not install.is_installed(requirements)


def test_the_stamp_spares_the_second_installation(requirements):
    stamp(requirements)
    assert install.is_installed(requirements)


def test_changed_requirements_are_installed_again(requirements):
    stamp(requirements)
    requirements.write_text("django==5.2.1\n")
    assert not install.is_installed(requirements)


def test_a_broken_python_is_not_installed(requirements):
    stamp(requirements)
    install.VENV_PYTHON.unlink()
    install.VENV_PYTHON.symlink_to("/nowhere/python")
    assert not install.is_installed(requirements)


def test_the_tests_and_the_product_have_their_own_stamp(requirements):
    stamp(requirements)
    development = requirements.with_name("requirements-dev.txt")
    development.write_text("pytest==9\n")
    assert not install.is_installed(development)


def test_a_failed_installation_shows_the_end_of_the_log(requirements, monkeypatch, tmp_path):
    def failing_pip(_command, *, stdout, **_):
        stdout.write("Looking in indexes\nERROR: no such version\n")
        return 1

    monkeypatch.setattr(install, "venv_works", lambda: True)
    monkeypatch.setattr(install.subprocess, "call", failing_pip)
    monkeypatch.setattr(install, "DEMO", install.DEMO.__class__(tmp_path))
    (tmp_path / "log").mkdir()
    with pytest.raises(install.Refusal, match="no such version"):
        install.install(requirements)
    assert not install.stamp(requirements).exists()
