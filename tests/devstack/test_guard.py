"""With real processes: what is left when the supervisor is killed without a word."""

import signal
import subprocess
import sys
import time

import pytest

from emile.tools.devstack.paths import ROOT
from emile.tools.devstack.stack.guard import Charge, follow
from emile.tools.devstack.stack.orphans import state_and_name

# A stubborn child with a child of its own, as Celery has; {death} is whether Linux tells it that its parent died.
SUPERVISE = """
import os, sys, time
from emile.tools.devstack.stack.guard import Guard
from emile.tools.devstack.stack import process
if sys.argv[1] == "guard only":
    process.die_with_parent = lambda number: (lambda: None)
child = process.Process("x", ["sh", "-c", "trap '' INT; sleep 60 & wait"], os.environ, Guard())
child.start()
print(child.handle.pid, flush=True)
time.sleep(60)
"""


def group_members(group: int) -> list[str]:
    shown = subprocess.run(["ps", "-e", "-o", "pgid=,pid="], capture_output=True, text=True, check=True).stdout
    pids = [line.split()[1] for line in shown.splitlines() if line.split()[0] == str(group)]
    return [pid for pid in pids if not state_and_name(int(pid))[0].startswith("Z")]


def members_once_they_are(number: int, group: int) -> list[str]:
    """As soon as they are that many; whoever is there after ten seconds."""
    deadline = time.monotonic() + 10
    while len(found := group_members(group)) != number and time.monotonic() < deadline:
        time.sleep(0.05)
    return found


@pytest.mark.parametrize("means", ["guard only", "guard and kernel"])
def test_kill_9_of_the_supervisor_leaves_nobody(means):
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISE, means], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as supervisor:
        group = int(supervisor.stdout.readline())
        assert len(members_once_they_are(2, group)) == 2
        supervisor.send_signal(signal.SIGKILL)
    assert members_once_they_are(0, group) == []


def test_a_process_stopped_in_good_order_is_forgotten():
    assert follow(["+10 15 group\n", "+11 2 single\n", "-10\n"]) == {11: Charge(11, 2, is_group=False)}


def test_a_pid_that_no_longer_exists_is_not_an_error():
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    assert Charge(gone.pid, signal.SIGTERM, is_group=False).send(signal.SIGTERM) is False
