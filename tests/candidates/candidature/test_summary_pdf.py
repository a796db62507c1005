"""The first paper: two pages about a household, for whoever may read its file."""

import io
from datetime import date

import pypdf
import pytest
from django.utils import timezone

from candidates.candidature.jobs import candidature_summary
from candidates.candidature.paper import THE_REST, context_of, shorten
from candidates.models import Document, Journey
from candidates.steps import Step
from emile.core import pdf
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.jobs.errors import JobRefused
from emile.core.jobs.models import Job
from emile.core.jobs.registry import kind_named
from tests.candidates.candidature.big_family import big_family
from tests.world import TODAY

needs_pango = pytest.mark.skipif(not pdf.engine_is_installed(), reason="Pango is not installed")


def made_for(person, journey: Journey) -> tuple[pypdf.PdfReader, str, list[int]]:
    """The paper, its file's name, and the progress that was reported."""
    seen: list[int] = []
    with acting_as(person.pk):
        job = Job(kind="candidature_summary", args={"journey": journey.pk}, requested_by=person)
        result = candidature_summary(job, lambda percent, text="": seen.append(percent))
    return pypdf.PdfReader(io.BytesIO(result.content)), result.name, seen


def text_of(reader: pypdf.PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").replace("\u00ad", "").split())


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        return world.journey(Step.PRESENTED, name="Diallo")


@needs_pango
def test_two_tagged_pages_in_french_that_hold_the_facts(world, journey):
    with acting_as_system():
        journey.household.members.filter(link="applicant").update(birth_date=date(TODAY.year - 34, 1, 1))
    reader, name, seen = made_for(world.head, journey)
    assert len(reader.pages) == 2
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    text = text_of(reader)
    for fact in (
        "DIALLO Awa",
        "34 ans",
        "Sami Diallo",
        "Hôtel (115)",
        "RSA 890 €",
        "Chômeur depuis 6 à 11 mois",
        world.trade.label.split()[0],
        "oral B1, écrit A2",
        "Élémentaire",
        "Un logement stable et un emploi.",
        "Cantal",
        "donné le",
        "Carte de séjour",
        f"Dossier {journey.reference}",
    ):
        assert fact in text, fact
    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] < 100
    assert name == f"synthese-{journey.reference}.pdf"


@needs_pango
def test_title_name_and_metadata_hold_nobody(world, journey):
    reader, name, _ = made_for(world.head, journey)
    assert reader.metadata.title == f"Synthèse de candidature {journey.reference}"
    said = name + str(dict(reader.metadata)) + reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "diallo" not in said.lower()
    assert "awa" not in said.lower()


@needs_pango
def test_seven_people_with_the_longest_words_still_take_two_pages(world):
    with acting_as_system():
        journey = big_family(world)
    reader, _, _ = made_for(world.head, journey)
    assert len(reader.pages) == 2
    text = text_of(reader)
    assert "suite dans le dossier" in text
    for name in ("Awa", "Jean-Baptiste-Emmanuel", "Marguerite-Félicité", "Aboubacar-Sidiki 2"):
        assert name in text


@needs_pango
def test_no_table_is_measured_cell_by_cell(world, monkeypatch):
    """With the longest words of seven people that takes seconds."""
    from weasyprint.layout import table

    measured = []
    monkeypatch.setattr(table, "auto_table_layout", lambda *args: measured.append(args))
    with acting_as_system():
        journey = big_family(world)
    made_for(world.head, journey)
    assert measured == []


@needs_pango
def test_a_still_larger_family_is_cut_honestly(world):
    with acting_as_system():
        journey = big_family(world, children=8)
    reader, _, _ = made_for(world.head, journey)
    assert len(reader.pages) == 2
    assert "4 autres personnes : suite dans le dossier" in text_of(reader)


@needs_pango
def test_an_empty_file_still_makes_a_paper(world):
    from candidates.journey.first_half import open_file

    with acting_as_system():
        journey = open_file(
            programme=world.programme,
            prescriber=world.structure,
            origin_area=world.paris,
            by=world.prescriber,
            on=TODAY,
        )
    reader, _, _ = made_for(world.prescriber, journey)
    assert len(reader.pages) <= 2
    assert "non renseigné" in text_of(reader)


@pytest.mark.parametrize("who", ["other_prescriber", "other_referent", "other_head", "manager", "partner", "dpo"])
def test_whoever_may_not_read_the_file_has_no_paper(world, journey, who):
    with pytest.raises(JobRefused, match="parmi ceux que vous suivez"):
        made_for(getattr(world, who), journey)


def test_a_paper_that_nobody_asked_for_is_refused(journey):
    job = Job(kind="candidature_summary", args={"journey": journey.pk})
    with acting_as_system(), pytest.raises(JobRefused, match="parmi ceux que vous suivez"):
        candidature_summary(job, lambda percent, text="": None)


def test_the_rights_are_those_of_the_moment_the_worker_runs(world, journey):
    """Asked while it was theirs; moved elsewhere since."""
    with acting_as_system():
        Journey.objects.filter(pk=journey.pk).update(territory=world.lozere)
    with pytest.raises(JobRefused):
        made_for(world.head, journey)


def test_asking_puts_one_job_and_leads_to_it(world, journey, sign_in):
    client = sign_in(world.head)
    first = client.post(f"/dossiers/{journey.reference}/synthese/")
    again = client.post(f"/dossiers/{journey.reference}/synthese/")
    assert first.status_code == 302
    assert first["Location"] == again["Location"]
    with acting_as_system():
        job = Job.objects.get()
    assert (job.kind, job.queue, job.requested_by_id) == ("candidature_summary", "pdf", world.head.pk)
    assert job.args == {"journey": journey.pk}
    assert kind_named(job.kind).label == "Synthèse de candidature"


def test_asking_about_a_foreign_file_or_by_a_link_is_refused(world, journey, sign_in):
    assert sign_in(world.other_head).post(f"/dossiers/{journey.reference}/synthese/").status_code == 404
    assert sign_in(world.head).get(f"/dossiers/{journey.reference}/synthese/").status_code == 405
    with acting_as_system():
        assert not Job.objects.exists()


def test_documents_are_those_the_reader_may_open(world, journey):
    with acting_as_system():
        for audience, kind in (("team", "cv"), ("origin", "tax")):
            Document.objects.create(
                household=journey.household,
                token=f"{'0' * 31}{1 if audience == 'team' else 2}",
                kind=kind,
                title="t",
                file="documents/x",
                audience=audience,
                content_type="application/pdf",
                added_by=world.prescriber,
            )
    with acting_as(world.head.pk):
        row = Journey.objects.visible_to(world.head).with_details().get(pk=journey.pk)
        assert context_of(row, world.head, timezone.localdate())["documents"] == "CV"


@pytest.mark.parametrize(
    ("text", "most", "short"),
    [
        ("court", 50, "court"),
        ("deux\n lignes", 50, "deux lignes"),
        ("un deux trois quatre cinq six sept huit neuf dix onze", 45, f"un deux trois{THE_REST}"),
        ("x" * 100, 40, "x" * (40 - len(THE_REST)) + THE_REST),
    ],
)
def test_a_cut_is_honest_and_at_a_word(text, most, short):
    assert shorten(text, most) == short
    assert len(shorten(text, most)) <= most
