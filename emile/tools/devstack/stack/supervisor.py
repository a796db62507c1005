"""Keeps processes alive: one that dies is started again, later and later if it keeps dying."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from emile.tools.devstack.console import say
from emile.tools.devstack.stack.process import Process
from emile.tools.devstack.stack.stop_request import StopRequest

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0
WELL_AFTER = 60.0
LOOK_EVERY = 1.0


@dataclass
class Watched:
    process: Process
    delay: float = FIRST_DELAY
    restart_at: float | None = None

    def look(self, now: float) -> None:
        if self.process.is_alive:
            return
        if self.restart_at is None:
            self._plan_restart(now)
        elif now >= self.restart_at:
            self.restart_at = None
            self.process.start()

    def _plan_restart(self, now: float) -> None:
        self.process.sweep()
        if now - self.process.started_at > WELL_AFTER:
            self.delay = FIRST_DELAY
        self.restart_at = now + self.delay
        say(
            f"{self.process.label} s'est arrêté (code {self.process.code}) ; relance dans {self.delay:g} s."
            f" Journal : {self.process.log}"
        )
        self.delay = min(self.delay * 2, LONGEST_DELAY)


class Supervisor:
    def __init__(self, stop: StopRequest):
        self.stop = stop
        self.watched: list[Watched] = []

    def start(self, processes: Iterable[Process]) -> None:
        for process in processes:
            self.watch(process)
            process.start()

    def watch(self, process: Process) -> None:
        self.watched.append(Watched(process))

    def look(self) -> None:
        now = time.monotonic()
        for watched in self.watched:
            watched.look(now)

    def run(self) -> None:
        """Until somebody asks to stop: raises Stopped."""
        while True:
            self.look()
            self.stop.sleep(LOOK_EVERY)
