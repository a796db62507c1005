"""Figures of the code that the documentation quotes: each sentence is written again here with the figure of its source.

Somebody who changes the figure finds the sentence; somebody who changes the sentence finds the source.
"""

import re
import runpy
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import MinimumLengthValidator, get_default_password_validators

from candidates.overview.lists import Files
from emile.accounts.signing_in import links, sessions, throttle
from emile.audit.actions import OPEN_FOR
from emile.core import pdf
from emile.core.database import counting
from emile.core.jobs.models import Job
from emile.core.jobs.running import pulse
from emile.core.jobs.upkeep import purge, supervision
from emile.core.pages.todo import ALL_LINES, MOST_LINES
from emile.tools.bench.budgets import PAGE_BUDGET
from emile.tools.bench.measures.in_process import WARM_UP
from placements.stays import calendar_page
from tests.mutants import report as mutants
from tests.test_layout import MOST_LINES_OF_A_FUNCTION, MOST_LINES_OF_A_MODULE, MOST_MODULES_OF_A_FOLDER

ROOT = Path(settings.BASE_DIR)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
WORDS = {
    2: "two", 3: "three", 6: "six", 7: "seven", 8: "eight", 12: "twelve", 15: "fifteen", 30: "thirty", 32: "thirty-two",
    100: "a hundred",
}  # fmt: skip
SEARCH = (ROOT / "candidates/sql/emile_search_journeys.sql").read_text()
MOST_RECENT, WIDER = (int(found) for found in re.search(r"ARRAY\[(\d+), (\d+)\]", SEARCH).groups())
SERVED = runpy.run_path(str(ROOT / "deploy/gunicorn.conf.py"))
(PASSWORD,) = (
    each.min_length for each in get_default_password_validators() if isinstance(each, MinimumLengthValidator)
)


def hours(delta) -> int:
    return int(delta.total_seconds() // 3600)


QUOTED = [
    ("CONTRIBUTING.md", "`ruff check . && ruff format .`, {} columns", PROJECT["tool"]["ruff"]["line-length"]),
    ("CONTRIBUTING.md", "at most {} modules", MOST_MODULES_OF_A_FOLDER),
    ("CONTRIBUTING.md", "a module at most {} lines", MOST_LINES_OF_A_MODULE),
    ("CONTRIBUTING.md", "a function {} (", MOST_LINES_OF_A_FUNCTION),
    ("docs/adr/0018-folders.md", "**at most {} modules**", MOST_MODULES_OF_A_FOLDER),
    ("docs/adr/0018-folders.md", "a module of {} lines", MOST_LINES_OF_A_MODULE),
    ("docs/adr/0018-folders.md", "a function of {} is split", MOST_LINES_OF_A_FUNCTION),
    ("docs/adr/0010-jobs.md", "the lease is {} s", int(pulse.LEASE.total_seconds())),
    ("docs/adr/0010-jobs.md", "prolongs it every {} s", int(pulse.EVERY)),
    ("docs/adr/0010-jobs.md", "{words} attempts", Job._meta.get_field("max_attempts").default),
    ("docs/adr/0010-jobs.md", "ends itself after {} s", int(supervision.DEAF_AFTER)),
    ("docs/adr/0010-jobs.md", "older than {words} days", purge.KEPT_FOR.days),
    ("docs/adr/0011-pdf.md", "{} s by alarm", pdf.LONGEST_SECONDS),
    ("docs/adr/0011-pdf.md", "{} M characters of HTML", pdf.LARGEST_HTML // 1024**2),
    ("docs/adr/0015-testing.md", "At least {} % over", mutants.OVER_ALL),
    ("docs/adr/0015-testing.md", "and {} % in each area", mutants.IN_AN_AREA),
    ("docs/adr/0016-lists-and-search.md", "for the {} rows shown", Files.per_page),
    ("docs/adr/0016-lists-and-search.md", "counts stop at {:,}", counting.MOST),
    ("docs/adr/0016-lists-and-search.md", "among the {} most recent files", MOST_RECENT),
    ("docs/adr/0016-lists-and-search.md", "then among {}", f"{WIDER:,}"),
    ("docs/adr/0016-lists-and-search.md", "the {words} most pressing of each pile", MOST_LINES),
    ("docs/adr/0016-lists-and-search.md", "({words} on the pile's own page)", ALL_LINES),
    ("docs/adr/0016-lists-and-search.md", "More than {words} flats", calendar_page.MOST_FLATS),
    ("docs/bench.md", "après {} tours", WARM_UP),
    ("docs/bench.md", "| {} |", PAGE_BUDGET),
    ("docs/glossary.md", "`OpenedFile`, {words} hours", hours(OPEN_FOR)),
    ("docs/request.md", "idle for {} minutes", int(sessions.IDLE.total_seconds() // 60)),
    ("docs/running.md", "gunicorn, {} threads", f"{SERVED['workers']} × {SERVED['threads']}"),
    ("docs/security.md", "{words} characters", PASSWORD),
    ("docs/security.md", "lock after {words} failures", throttle.MOST_FAILURES),
    ("docs/security.md", "{words} minutes idle", int(sessions.IDLE.total_seconds() // 60)),
    ("docs/security.md", "{words} hours at most", settings.SESSION_COOKIE_AGE // 3600),
    ("docs/security.md", "signed, {} hours", hours(links.LIVES)),
]


@pytest.mark.parametrize(("file", "sentence", "figure"), QUOTED, ids=lambda value: str(value)[:40])
def test_a_figure_quoted_is_the_figure_of_the_code(file, sentence, figure):
    written = sentence.format(figure, words=WORDS.get(figure))
    text = " ".join((ROOT / file).read_text().split())
    assert written in text or written[0].upper() + written[1:] in text, written
