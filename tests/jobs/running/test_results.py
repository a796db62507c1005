"""The file a job leaves: whole, private, one for each job, and nothing left open behind it."""

import hashlib
import os
import stat
import uuid

import pytest

from emile.core.jobs.registry import JobResult
from emile.core.jobs.running import results

JOB = uuid.UUID("00000000-0000-4000-8000-000000000001")
NAME = "papier-K7QF3M.pdf"


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def media(settings):
    return settings.MEDIA_ROOT


def test_its_place_its_size_and_its_digest(media):
    stored = results.store(JOB, JobResult(NAME, b"%PDF-1.7"))
    assert stored == results.StoredFile(f"jobs/{JOB}", 8, hashlib.sha256(b"%PDF-1.7").hexdigest())
    with results.open_stored(stored.path) as file:
        assert file.read() == b"%PDF-1.7"


def test_nobody_else_reads_it_nor_its_folder(media):
    results.store(JOB, JobResult(NAME, b"%PDF"))
    assert (mode(media / "jobs"), mode(media / "jobs" / str(JOB))) == (0o700, 0o600)


def test_of_a_second_attempt_it_takes_the_place_of_the_first(media):
    results.store(JOB, JobResult(NAME, b"the first, longer"))
    stored = results.store(JOB, JobResult(NAME, b"second"))
    assert [path.name for path in (media / "jobs").iterdir()] == [str(JOB)]
    assert (stored.size, (media / stored.path).read_bytes()) == (6, b"second")


def test_half_a_file_left_by_a_dead_worker_is_written_over(media):
    (results.folder() / f"{JOB}.part").write_bytes(b"half of something longer")
    assert (media / results.store(JOB, JobResult(NAME, b"whole")).path).read_bytes() == b"whole"
    assert [path.name for path in (media / "jobs").iterdir()] == [str(JOB)]


def test_a_file_made_elsewhere_is_moved_here(media, tmp_path):
    made = tmp_path / "export.xlsx"
    made.write_bytes(b"PK" * 100_000)
    stored = results.store(JOB, JobResult("export-2026.xlsx", made))
    assert (media / stored.path).read_bytes() == b"PK" * 100_000
    assert not made.exists()


def test_a_disk_that_fills_up_leaves_the_earlier_file_whole(media, monkeypatch):
    results.store(JOB, JobResult(NAME, b"first"))

    def full(content, target):
        target.write(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(results, "_copy", full)
    with pytest.raises(OSError, match="No space"):
        results.store(JOB, JobResult(NAME, b"second"))
    assert [(path.name, path.read_bytes()) for path in (media / "jobs").iterdir()] == [(str(JOB), b"first")]


def test_it_is_on_the_disk_before_the_row_says_so(media, monkeypatch):
    """The content before the name, the name before the end."""
    done, replace, fsync = [], os.replace, os.fsync

    def synced(descriptor):
        status = os.fstat(descriptor)
        done.append("folder" if stat.S_ISDIR(status.st_mode) else f"file of {status.st_size} bytes")
        return fsync(descriptor)

    monkeypatch.setattr(results.os, "fsync", synced)
    monkeypatch.setattr(results.os, "replace", lambda *paths: (done.append("named"), replace(*paths)))
    results.store(JOB, JobResult(NAME, b"%PDF"))
    assert done == ["file of 4 bytes", "named", "folder"]


def test_nothing_stays_open(media):
    results.store(JOB, JobResult(NAME, b"%PDF"))
    before = len(os.listdir("/dev/fd"))
    for _ in range(3):
        results.store(JOB, JobResult(NAME, b"%PDF"))
    assert len(os.listdir("/dev/fd")) == before


def test_taken_away_twice(media):
    stored = results.store(JOB, JobResult(NAME, b"%PDF"))
    results.remove(stored.path)
    results.remove(stored.path)
    with pytest.raises(FileNotFoundError):
        results.open_stored(stored.path)
