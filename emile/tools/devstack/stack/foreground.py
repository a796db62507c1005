"""A command whose output is for the person at the terminal, and which dies with us."""

import signal
import sys

from emile.tools.devstack.console import Refusal
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import StopRequest

GRACE = 20.0


def run(process: Process, stop: StopRequest) -> int:
    """Its exit code; 128 + signal if it was killed, as a shell would say."""
    try:
        process.start()
    except OSError as error:
        raise Refusal(f"{process.label} ne peut pas être lancé : {error.strerror}.") from error
    forwarded = False
    while process.is_alive:
        stop.wait(1.0)
        if stop.requested and not forwarded:
            forwarded = True
            forward(process, stop)
            process.wait_stopped(GRACE)
    process.guard.forget(process.child.pid)
    code = process.child.wait()
    return code if code >= 0 else 128 - code


def forward(process: Process, stop: StopRequest) -> None:
    """Ctrl-C reaches the whole terminal by itself: sending it twice would cut the command's own clean-up short."""
    if stop.signal is not None and not (stop.signal == signal.SIGINT and sys.stdin.isatty()):
        process.child.send_signal(stop.signal)
