"""Which test runs which line of the product: loaded by ``-p tests.mutants.plugin`` when the map is made, never else.

Each process of pytest leaves its lines (coverage's own file) and what each test took beside it. The context of a line
is the test, the file or folder of tests whose shared fixture ran it, DATABASE for what makes the database, or nothing
at import.
"""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import coverage
import pytest

DATABASE, MAKES_THE_DATABASE = "database", "django_db_setup"
FOLDER = Path(os.environ["EMILE_MUTANTS_MAP"])
PRODUCT = ["emile", "partners", "candidates", "placements"]

# Coverage's C tracer; sys.monitoring cannot switch contexts before Python 3.14.
os.environ["COVERAGE_CORE"] = "ctrace"
running = coverage.Coverage(data_file=FOLDER / f"lines.{os.getpid()}", source=PRODUCT, config_file=False)
running.set_option("run:relative_files", True)
running.start()
current = ""
took: Counter[str] = Counter()
failed: set[str] = set()


def switch(context: str) -> str:
    """The context until now."""
    global current
    before, current = current, context
    running.switch_context(context)
    return before


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    with taken_for(item.nodeid):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(fixturedef, request):
    """What is shared is made while the first test of many is running: its lines and its time belong to them all."""
    if fixturedef.scope == "function":
        return (yield)
    with taken_for(those_who_share(fixturedef, request)):
        return (yield)


def those_who_share(fixturedef, request) -> str:
    if fixturedef.argname == MAKES_THE_DATABASE:
        return DATABASE
    return fixturedef.baseid if fixturedef.scope == "session" else request.node.nodeid.split("::")[0]


@contextmanager
def taken_for(context: str) -> Iterator[None]:
    """The lines run inside, and the seconds: of processor, so that they say the same on a busy machine."""
    before, start = switch(context), time.process_time()
    try:
        yield
    finally:
        seconds = time.process_time() - start
        took[context] += seconds
        took[before] -= seconds
        switch(before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        failed.add(item.nodeid)
    return report


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    running.stop()
    running.save()
    (FOLDER / f"tests.{os.getpid()}.json").write_text(json.dumps({"took": took, "failed": sorted(failed)}))
