"""One holder at a time, and a lock that dies with its holder: the kernel drops it even after kill -9."""

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TypedDict

from emile.tools.devstack.console import say


class Holder(TypedDict, total=False):
    """What a holder writes in its lock."""

    pid: int
    address: str


class Busy(Exception):
    """Somebody holds the lock; ``holder`` is what they wrote in it."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        super().__init__(str(holder))


def take(path: Path, **about: object) -> IO[str]:
    """The open file is the lock: keep it. Raises Busy."""
    handle = path.open("a+")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise Busy(read(path)) from None
    handle.truncate(0)
    json.dump({"pid": os.getpid(), **about}, handle)
    handle.flush()
    return handle


def holder(path: Path) -> Holder | None:
    """Who holds it now; None when nobody does."""
    try:
        with path.open() as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return read(path)
    return None


def read(path: Path) -> Holder:
    try:
        written: Holder = json.loads(path.read_text())
    except ValueError:
        return {}
    return written


@contextlib.contextmanager
def hold(path: Path, *, waiting: str) -> Iterator[None]:
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(waiting)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
