"""What can be asked for. Apps declare their kinds in a ``jobs.py``, which their ``AppConfig.ready`` imports."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from emile.core.jobs.errors import UnknownJobKind, UnsafeResultName

if TYPE_CHECKING:
    from emile.core.jobs.models import Job

USUAL_SECONDS = 90
SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,90}\.[a-z0-9]{2,5}")


class ReportProgress(Protocol):
    """Seen at once by other processes, whatever transaction is open."""

    def __call__(self, percent: int, text: str = "") -> None: ...


Work = Callable[["Job", ReportProgress], "JobResult | None"]


@dataclass(frozen=True)
class JobResult:
    """A file to download. ``content`` is bytes, or the path of a temporary file that will be moved away.

    The name holds a kind of paper and a short reference ("synthese-K7QF3M.pdf"), never a person's name.
    """

    name: str
    content: bytes | Path

    def __post_init__(self) -> None:
        if not SAFE_NAME.fullmatch(self.name):
            raise UnsafeResultName(self.name)


@dataclass(frozen=True)
class JobKind:
    name: str
    label: str
    function: Work
    queue: str
    seconds: int


_kinds: dict[str, JobKind] = {}


def job_kind(name: str, *, label: str, queue: str = "default", seconds: int = USUAL_SECONDS) -> Callable[[Work], Work]:
    """Register ``function(job, report_progress) -> JobResult | None``.

    It runs in one transaction, with the rights of the person who asked: fetch objects through ``visible_to``.
    ``seconds`` is the soft time limit (600 at most); ``queue`` is ``default`` or ``pdf``.
    """

    def register(function: Work) -> Work:
        _kinds[name] = JobKind(name, label, function, queue, seconds)
        return function

    return register


def kind_named(name: str) -> JobKind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownJobKind(name) from None


def seconds_allowed(name: str) -> int:
    """Also for a kind unknown here: it is called all the same, and fails with a sentence."""
    return _kinds[name].seconds if name in _kinds else USUAL_SECONDS


def label_of(name: str) -> str:
    """The label, or the bare name for a kind that no longer exists in the code."""
    return _kinds[name].label if name in _kinds else name
