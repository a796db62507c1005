"""Stores the file that a job makes: written whole or not at all, under a random name outside the static root."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from emile.core.jobs.registry import JobResult

FOLDER = "jobs"


@dataclass(frozen=True)
class StoredFile:
    path: str  # relative to MEDIA_ROOT
    size: int
    sha256: str


def folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / FOLDER
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def store(job_id: UUID, result: JobResult) -> StoredFile:
    """Temporary file, fsync, rename. Storing again for the same job replaces: one job, one file."""
    final = folder() / str(job_id)
    temporary = final.with_suffix(".part")
    try:
        with _private(temporary) as target:
            _copy(result.content, target)
        os.replace(temporary, final)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(final.parent)
    if isinstance(result.content, Path):
        result.content.unlink(missing_ok=True)
    return StoredFile(f"{FOLDER}/{final.name}", final.stat().st_size, _sha256(final))


def open_stored(path: str) -> BinaryIO:
    """Raises FileNotFoundError when the file was purged."""
    return (Path(settings.MEDIA_ROOT) / path).open("rb")


def remove(path: str) -> None:
    with suppress(FileNotFoundError):
        (Path(settings.MEDIA_ROOT) / path).unlink()


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as target:
        yield target
        target.flush()
        os.fsync(target.fileno())


def _copy(content: bytes | Path, target: BinaryIO) -> None:
    if isinstance(content, bytes):
        target.write(content)
        return
    with content.open("rb") as source:
        shutil.copyfileobj(source, target)


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
