import pytest

from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack.process import Process


@pytest.fixture
def guard():
    guard = Guard()
    yield guard
    guard.dismiss()


def test_what_was_never_started_has_no_child_and_nothing_to_stop(guard):
    process = Process("Valkey", ["true"], {}, guard)
    process.ask_to_stop()
    process.wait_stopped(0)
    with pytest.raises(RuntimeError, match="Valkey was never started"):
        process.sweep()


def test_it_starts_in_the_folder_of_the_account_that_runs_it(guard, tmp_path):
    log = tmp_path / "pwd.log"
    process = Process("pwd", ["pwd"], {"PATH": "/usr/bin:/bin"}, guard, log=log, options={"cwd": str(tmp_path)})
    process.start()
    process.wait_stopped(5)
    assert (process.code, log.read_text().strip()) == (0, str(tmp_path))
