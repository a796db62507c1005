import signal
import subprocess
import sys

import pytest

from emile.tools.devstack.paths import ROOT
from emile.tools.devstack.stack import lock

HOLD_IT = """
import sys, time
from pathlib import Path
from emile.tools.devstack.stack import lock
held = lock.take(Path(sys.argv[1]), address="http://somewhere")
print("held", flush=True)
time.sleep(30)
"""


def test_the_second_is_told_who_holds_it(tmp_path):
    path = tmp_path / "lock"
    with lock.take(path, address="http://here"):
        with pytest.raises(lock.Busy) as refused:
            lock.take(path)
        assert refused.value.holder["address"] == "http://here"
        assert lock.holder(path)["address"] == "http://here"
    assert lock.holder(path) is None


def test_never_taken_is_free(tmp_path):
    assert lock.holder(tmp_path / "lock") is None


def test_kill_9_of_the_holder_frees_it(tmp_path):
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD_IT, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
        assert other.stdout.readline() == "held\n"
        assert lock.holder(path)["pid"] == other.pid
        other.send_signal(signal.SIGKILL)
        other.wait()
        lock.take(path).close()
