"""Job kinds for tests only. Real workers load them with ``-I tests.jobs.kinds``."""

import os
import time
from pathlib import Path

from emile.core.jobs.errors import JobRefused
from emile.core.jobs.registry import JobResult, job_kind

BARRIER = "JOBS_TEST_BARRIER"  # a folder: the job writes "started-<n>-<pid>" in it and waits for the file "go"


@job_kind("test_paper", label="Papier d'essai")
def paper(job, report_progress) -> JobResult:
    report_progress(50, "à mi-chemin")
    return JobResult("papier-K7QF3M.pdf", b"%PDF-1.7 contents")


@job_kind("test_nothing", label="Travail sans fichier")
def nothing(job, report_progress) -> None:
    return None


@job_kind("test_breaks", label="Travail qui casse")
def breaks(job, report_progress) -> None:
    raise ZeroDivisionError("a sentence with a NAME that must not be shown or logged")


@job_kind("test_refused", label="Travail refusé")
def refused(job, report_progress) -> None:
    raise JobRefused("Ce dossier n'a pas encore de diagnostic.")


@job_kind("test_barrier", label="Travail qui attend", seconds=120)
def barrier(job, report_progress) -> JobResult:
    folder = Path(os.environ[BARRIER])
    (folder / f"started-{job.attempts}-{os.getpid()}").touch()
    report_progress(40, "devant la barrière")
    while not (folder / "go").exists():
        time.sleep(0.05)
    return JobResult("papier-K7QF3M.pdf", f"attempt {job.attempts}".encode())


@job_kind("test_quick", label="Travail court", queue="pdf")
def quick(job, report_progress) -> JobResult:
    return JobResult("court-K7QF3M.pdf", str(job.pk).encode())


@job_kind("test_slow", label="Travail d'un instant")
def slow(job, report_progress) -> JobResult:
    for percent in (20, 40, 60, 80):
        report_progress(percent)
        time.sleep(0.15)
    return JobResult("instant-K7QF3M.pdf", str(job.pk).encode())
