"""The last one out: a tiny process that ends the others when their supervisor was killed without a word.

It reads ``+pid signal group|single`` and ``-pid`` lines on its standard input. The end of that input, which even
kill -9 of the supervisor brings about, is the order to act: each remaining process (and its group, where gunicorn's
and Celery's own children are) gets its signal, then SIGKILL. Run by path with ``-I -S``, so it starts in 10 ms.
"""

import contextlib
import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 6.0
SIGNALS_OF_A_TERMINAL = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Charge:
    pid: int
    stop_signal: int
    is_group: bool

    def send(self, number: int) -> bool:
        """False when nothing is left to receive it."""
        try:
            (os.killpg if self.is_group else os.kill)(self.pid, number)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True


def follow(lines: Iterable[str]) -> dict[int, Charge]:
    charges: dict[int, Charge] = {}
    for line in lines:
        words = line.split()
        pid = int(words[0][1:])
        if words[0].startswith("+"):
            charges[pid] = Charge(pid, int(words[1]), words[2] == "group")
        else:
            charges.pop(pid, None)
    return charges


def end(charges: dict[int, Charge]) -> None:
    for charge in charges.values():
        charge.send(charge.stop_signal)
    deadline = time.monotonic() + PATIENCE
    while any(charge.send(0) for charge in charges.values()) and time.monotonic() < deadline:
        time.sleep(0.05)
    for charge in charges.values():
        charge.send(signal.SIGKILL)


def main() -> None:
    for number in SIGNALS_OF_A_TERMINAL:
        signal.signal(number, signal.SIG_IGN)
    end(follow(sys.stdin))


class Guard:
    """The supervisor's end of the pipe."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(Path(__file__))], stdin=subprocess.PIPE, text=True, start_new_session=True
        )
        self._pipe: io.TextIOWrapper = self._process.stdin  # type: ignore[assignment]  # there is one: PIPE asks for it

    def watch(self, pid: int, stop_signal: int, *, is_group: bool) -> None:
        self._tell(f"+{pid} {int(stop_signal)} {'group' if is_group else 'single'}")

    def forget(self, pid: int) -> None:
        self._tell(f"-{pid}")

    def _tell(self, line: str) -> None:
        """A guard killed by hand is only a net lost: the supervisor goes on."""
        with contextlib.suppress(OSError, ValueError):
            self._pipe.write(line + "\n")
            self._pipe.flush()

    def dismiss(self) -> None:
        with contextlib.suppress(OSError):
            self._pipe.close()
        self._process.wait()


if __name__ == "__main__":
    main()
