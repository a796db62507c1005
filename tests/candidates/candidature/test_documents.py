"""Papers: judged by their content, kept away from the web, given back to those they are for."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from candidates.candidature.documents import UnreadableFile, check_upload
from candidates.models import Document, Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(kind: str = "JPEG", size=(40, 30), exif: bool = False) -> bytes:
    image, written = Image.new("RGB", size, "#9a5714"), io.BytesIO()
    options = {}
    if exif:
        tags = Image.Exif()
        tags[0x010E] = "CANARI-LIEU"
        options["exif"] = tags
    image.save(written, kind, **options)
    return written.getvalue()


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        return world.journey(Step.PRESENTED)


def url_of(journey: Journey, rest: str = "") -> str:
    return f"/dossiers/{journey.reference}/documents/{rest}"


def papers() -> list[Document]:
    with acting_as_system():
        return list(Document.objects.order_by("pk"))


def send(client, journey: Journey, content: bytes = PDF, name: str = "scan.pdf", **changes):
    fields = form_of(client.get(url_of(journey))) | {"kind": "identity", "title": "Titre de séjour"} | changes
    return client.post(url_of(journey), fields | {"file": SimpleUploadedFile(name, content)})


def body(response) -> bytes:
    """All of it, and the file closed; ``response.close()`` would close the test's own database connection too."""
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content


@pytest.fixture
def paper(world, sign_in, journey) -> Document:
    send(sign_in(world.prescriber), journey)
    return papers()[0]


# --- what is accepted ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "application/pdf"), (picture("PNG"), "image/png"), (picture(), "image/jpeg")]
)
def test_accepted(content, kind):
    assert check_upload(SimpleUploadedFile("n'importe quoi.exe", content)).content_type == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"<html><script>alert(1)</script>",
        b"GIF89a" + b"0" * 50,
        b"%PDF-1.7\ncut in the middle",
        picture()[:200],
        picture("PNG")[:60],
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\0" * 100,
    ],
    ids=range(10),
)
def test_refused_whatever_its_name(content):
    with pytest.raises(UnreadableFile):
        check_upload(SimpleUploadedFile("scan.pdf", content))


def test_a_picture_loses_where_it_was_taken():
    content = picture(exif=True)
    assert b"CANARI-LIEU" in content
    assert b"CANARI-LIEU" not in check_upload(SimpleUploadedFile("photo.jpg", content)).content


# --- adding -------------------------------------------------------------------------------------------------------


def test_added_under_a_name_that_says_nothing(paper):
    stored = Path(settings.MEDIA_ROOT) / paper.file.name
    assert stored.read_bytes() == PDF
    assert stored.stat().st_mode & 0o777 == 0o600
    assert paper.file.name == f"documents/{paper.token.hex[:2]}/{paper.token.hex}"
    assert (paper.size, paper.content_type, paper.title) == (len(PDF), "application/pdf", "Titre de séjour")


def test_refused_beside_the_field_and_the_rest_kept(world, sign_in, journey):
    response = send(sign_in(world.prescriber), journey, b"MZ", title="Mon titre")
    assert "ni un PDF, ni une image" in text_of(response)
    assert 'value="Mon titre"' in text_of(response)
    assert papers() == []


def test_double_click_adds_one_paper(world, sign_in, journey):
    prune = sign_in(world.prescriber)
    fields = form_of(prune.get(url_of(journey))) | {"kind": "cv", "title": "CV"}
    for _ in range(2):
        response = prune.post(url_of(journey), fields | {"file": SimpleUploadedFile("cv.pdf", PDF)})
        assert response["Location"] == url_of(journey)
    assert len(papers()) == 1


def test_nobody_hides_a_paper_from_themselves(world, sign_in, journey):
    response = send(sign_in(world.prescriber), journey, audience="host")
    assert "Choisissez dans la liste." in text_of(response)


# --- reading ------------------------------------------------------------------------------------------------------


def test_given_back_as_a_download(world, sign_in, journey, paper):
    response = sign_in(world.prescriber).get(url_of(journey, f"{paper.token}/"))
    assert body(response) == PDF
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert "Diallo" not in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        ("team", {"prescriber", "referent", "head", "caseworker"}),
        ("origin", {"prescriber", "referent"}),
        ("host", {"head", "caseworker"}),
    ],
)
def test_each_side_reads_its_own(world, sign_in, journey, paper, audience, readers):
    with acting_as_system():
        Document.objects.filter(pk=paper.pk).update(audience=audience)
    for who in ("prescriber", "referent", "head", "caseworker"):
        client, reads = sign_in(getattr(world, who)), who in readers
        response = client.get(url_of(journey, f"{paper.token}/"))
        assert response.status_code == (200 if reads else 404), who
        if reads:
            assert body(response) == PDF
        assert ("Titre de séjour</a>" in text_of(client.get(url_of(journey)))) is reads, who


@pytest.mark.parametrize("who", ["other_prescriber", "lyon_prescriber", "other_head", "manager", "partner", "dpo"])
def test_others_find_nothing(world, sign_in, journey, paper, who):
    client = sign_in(getattr(world, who))
    for rest in ("", f"{paper.token}/"):
        assert client.get(url_of(journey, rest)).status_code == 404
    assert client.post(url_of(journey, f"{paper.token}/retirer/")).status_code == 404


def test_a_paper_is_found_through_its_own_file_only(world, sign_in, paper):
    with acting_as_system():
        another = world.journey(name="Camara")
    assert sign_in(world.prescriber).get(url_of(another, f"{paper.token}/")).status_code == 404


def test_a_lost_file_is_a_404(world, sign_in, journey, paper):
    (Path(settings.MEDIA_ROOT) / paper.file.name).unlink()
    assert sign_in(world.prescriber).get(url_of(journey, f"{paper.token}/")).status_code == 404


# --- withdrawing --------------------------------------------------------------------------------------------------


def test_withdrawn_and_kept(world, sign_in, journey, paper):
    prune = sign_in(world.prescriber)
    retire = url_of(journey, f"{paper.token}/retirer/")
    assert prune.get(retire).status_code == 405
    assert prune.post(retire).status_code == 302
    assert papers()[0].withdrawn_at is not None
    assert (Path(settings.MEDIA_ROOT) / paper.file.name).exists()
    assert prune.get(url_of(journey, f"{paper.token}/")).status_code == 404


def test_a_closed_file_takes_and_gives_up_no_paper(world, sign_in):
    with acting_as_system():
        closed = world.journey(Step.MAINSTREAM, name="Camara")
    client = sign_in(world.prescriber)
    assert "Ajouter le document" not in text_of(client.get(url_of(closed)))
    assert client.post(url_of(closed), {"title": "x"}).status_code == 403
