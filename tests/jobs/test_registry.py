"""What can be asked for, and the names that files may have."""

import pytest

from emile.core.jobs import registry
from emile.core.jobs.errors import UnknownJobKind, UnsafeResultName
from emile.core.jobs.registry import JobKind, JobResult, job_kind, kind_named, label_of, seconds_allowed


@pytest.fixture(autouse=True)
def no_kinds(monkeypatch):
    monkeypatch.setattr(registry, "_kinds", {})


def work(job, report_progress) -> None:
    """Nothing to do."""


def test_a_kind_is_found_by_its_name():
    assert job_kind("paper", label="Synthèse", queue="pdf", seconds=600)(work) is work
    assert kind_named("paper") == JobKind("paper", "Synthèse", work, "pdf", 600)


def test_usually_in_the_default_queue_for_a_minute_and_a_half():
    job_kind("export", label="Export")(work)
    assert (kind_named("export").queue, kind_named("export").seconds) == ("default", 90)
    assert seconds_allowed("export") == 90


def test_each_kind_has_its_own_time():
    job_kind("paper", label="Synthèse", seconds=600)(work)
    job_kind("export", label="Export")(work)
    assert (seconds_allowed("paper"), seconds_allowed("export")) == (600, 90)


def test_declared_again_it_replaces_itself():
    job_kind("paper", label="Avant")(work)
    job_kind("paper", label="Après")(work)
    assert label_of("paper") == "Après"


def test_a_kind_that_left_the_code():
    with pytest.raises(UnknownJobKind, match="gone"):
        kind_named("gone")
    assert (label_of("gone"), seconds_allowed("gone")) == ("gone", 90)


@pytest.mark.parametrize("name", ["synthese-K7QF3M.pdf", "a.gz", "Export_2026-06.xlsx", "1.csv", f"{'a' * 91}.pdf"])
def test_a_file_named_after_its_paper_and_its_reference(name):
    assert JobResult(name, b"%PDF").name == name


@pytest.mark.parametrize(
    "name",
    [
        "", "papier", ".pdf", "-a.pdf", "_a.pdf", "a.p", "a.archive", "a.PDF", "a.pdf ", "a.pdf\n", f"{'a' * 92}.pdf",
        "Awa Diallo.pdf", "é.pdf", "../../etc/passwd", "a/b.pdf", 'a"\r\nX: y.pdf', "a.b.pdf",
    ],
)  # fmt: skip
def test_a_file_name_cannot_hold_a_person_a_path_or_a_header(name):
    with pytest.raises(UnsafeResultName):
        JobResult(name, b"")
