"""A server of ours that outlived its supervisor (a machine without PR_SET_PDEATHSIG, a guard killed as well).

Only called under the place's lock, so a server found on our data belongs to nobody any more.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 15.0


def end(pid_file: Path, program: str, stop_signal: int) -> None:
    pid = first_number(pid_file)
    if pid is None or not is_running(pid, program):
        return
    os.kill(pid, stop_signal)
    deadline = time.monotonic() + PATIENCE
    while is_running(pid, program):
        if time.monotonic() > deadline:
            os.kill(pid, signal.SIGKILL)
            return
        time.sleep(0.1)


def first_number(pid_file: Path) -> int | None:
    try:
        return abs(int(pid_file.read_text().split()[0]))
    except (OSError, ValueError, IndexError):
        return None


def is_running(pid: int, program: str) -> bool:
    """A pid is reused after a reboot: the program's name must be the right one. A zombie does not count."""
    state, name = state_and_name(pid)
    return not state.startswith("Z") and program in name


def state_and_name(pid: int) -> tuple[str, str]:
    """From /proc where there is one: slim images have no ``ps``."""
    try:
        name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
        return rest.split()[0], name
    except OSError:
        pass
    if sys.platform.startswith("linux"):
        return "", ""
    asked = subprocess.run(
        ["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split(None, 1)
    return (asked[0], asked[1]) if len(asked) == 2 else ("", "")
