"""Being asked to stop. Signals only raise a flag; the code looks at it where stopping is safe."""

import contextlib
import select
import signal
import socket
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked us to stop (Ctrl-C, SIGTERM, closed terminal)."""


class StopRequest:
    """Installs the handlers; ``sleep`` wakes at once on a request or on the death of a child."""

    def __init__(self) -> None:
        self.requested = False
        self.signal: int | None = None
        self._wake, self._waker = socket.socketpair()
        self._wake.setblocking(False)
        self._waker.setblocking(False)
        signal.set_wakeup_fd(self._waker.fileno(), warn_on_full_buffer=False)
        for number in STOPPING:
            signal.signal(number, self._note)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.requested = True
        self.signal = number

    def check(self) -> None:
        if self.requested:
            raise Stopped

    def wait(self, seconds: float) -> None:
        select.select([self._wake], [], [], seconds)
        with contextlib.suppress(BlockingIOError):
            self._wake.recv(4096)

    def sleep(self, seconds: float) -> None:
        """Raises Stopped."""
        self.check()
        self.wait(seconds)
        self.check()
