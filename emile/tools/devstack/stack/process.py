"""One child process: started so that it cannot outlive us, stopped in the way it prefers."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from emile.tools.devstack.machine.run_as import Options
from emile.tools.devstack.paths import ROOT
from emile.tools.devstack.stack.guard import Guard

PR_SET_PDEATHSIG = 1
LARGEST_LOG = 5_000_000


def die_with_parent(number: int) -> Callable[[], None]:
    """For ``preexec_fn``. Linux sends the signal when the *thread* that forked ends: we only fork from the main one."""
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform.startswith("linux") else None

    def arrange() -> None:
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, int(number))
            if os.getppid() != parent:  # it died between fork and prctl
                os._exit(1)

    return arrange


def open_log(path: Path) -> BinaryIO:
    with contextlib.suppress(FileNotFoundError):
        if path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".1.log"))
    return path.open("ab")


@dataclass
class Process:
    """``own_group=False`` leaves it in the terminal's group (pytest wants its own Ctrl-C)."""

    label: str
    argv: list[str]
    env: Mapping[str, str]
    guard: Guard
    log: Path | None = None
    stop_signal: int = signal.SIGTERM
    own_group: bool = True
    options: Options = field(default_factory=Options)
    handle: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0

    def start(self) -> None:
        output = open_log(self.log) if self.log else None
        try:
            self.handle = subprocess.Popen(
                self.argv,
                env=dict(self.env),
                stdin=subprocess.DEVNULL if self.own_group else None,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=self.own_group,
                preexec_fn=die_with_parent(self.stop_signal),
                cwd=self.options.get("cwd", str(ROOT)),
                user=self.options.get("user"),
                group=self.options.get("group"),
                extra_groups=self.options.get("extra_groups"),
            )
        finally:
            if output:
                output.close()
        self.started_at = time.monotonic()
        self.guard.watch(self.handle.pid, self.stop_signal, is_group=self.own_group)

    @property
    def child(self) -> subprocess.Popen[bytes]:
        """:raises RuntimeError: it was never started."""
        if self.handle is None:
            raise RuntimeError(f"{self.label} was never started")
        return self.handle

    @property
    def is_alive(self) -> bool:
        return self.handle is not None and self.handle.poll() is None

    @property
    def code(self) -> int | None:
        return None if self.handle is None else self.handle.poll()

    def ask_to_stop(self) -> None:
        if self.is_alive:
            self.child.send_signal(self.stop_signal)

    def wait_stopped(self, patience: float) -> None:
        """Whatever of its group is still there after ``patience`` seconds is killed."""
        if self.handle is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.handle.wait(patience)
        self.sweep()

    def sweep(self) -> None:
        """Ends what is left: the process itself, and children that it left behind by dying first."""
        self.child.kill()
        if self.own_group:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.child.pid, signal.SIGKILL)
        self.child.wait()
        self.guard.forget(self.child.pid)
