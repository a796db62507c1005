"""Plays the chosen tests and no others, in the chosen order, and no longer than asked: loaded in each run of a fault.

A test that is not there any more (its name came from what the fault changed) is simply not played.
"""

import json
import os
import resource
import time
from pathlib import Path

import pytest

asked = json.loads(Path(os.environ["EMILE_MUTANTS_CHOICE"]).read_text())
place = {test: index for index, test in enumerate(asked["tests"])}
rank = {file: index for index, file in enumerate(asked["files"])}
began, began_at = time.process_time(), time.monotonic()
played: list[str] = []
failed: list[str] = []
ON_A_BUSY_MACHINE = 8
# In processor time, so that a busy machine does not look like an endless loop.
resource.setrlimit(resource.RLIMIT_CPU, (asked["processor"], asked["processor"] + 5))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    out = {item for item in items if (place and item.nodeid not in place) or item.nodeid in asked["left_out"]}
    config.hook.pytest_deselected(items=list(out))
    items[:] = sorted((item for item in items if item not in out), key=order)


def order(item) -> int:
    return place.get(item.nodeid, rank.get(item.nodeid.split("::")[0], -1))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item):
    """True: as if it had been played."""
    if time.process_time() - began > asked["limit"] or time.monotonic() - began_at > ON_A_BUSY_MACHINE * asked["limit"]:
        return True
    played.append(item.nodeid)
    return None


def pytest_runtest_logreport(report):
    if report.failed:
        failed.append(report.nodeid)


def pytest_sessionfinish():
    said = {"played": len(played), "failed": failed}
    Path(os.environ["EMILE_MUTANTS_CHOICE"]).with_suffix(".said").write_text(json.dumps(said))
