"""What becomes of a file that is handed in: to the byte, to the pixel, the right way up; each refusal in its words."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, transaction
from PIL import Image, ImageDraw, ImageFile

from candidates.candidature.documents import Checked, UnreadableFile, add_document, check_upload, download_name
from candidates.enums import Audience, DocumentKind
from candidates.models import Document
from emile.core.database.identity import acting_as_system

MEGABYTES_8 = 8 * 1024 * 1024
START, END = b"%PDF-1.7\n", b"\n%%EOF\n"
TOO_HEAVY = "Ce fichier dépasse 8 Mo : numérisez-le en qualité moyenne, ou en plusieurs fichiers."
NEITHER = "Ce fichier n'est ni un PDF, ni une image JPG ou PNG."
CUT_PDF = "Ce PDF est incomplet : enregistrez-le à nouveau, puis joignez-le."
TOO_LARGE = "Cette image est trop grande : photographiez à une taille plus petite."
BROKEN = "Cette image ne s'ouvre pas : enregistrez-la à nouveau, puis joignez-la."


def check(content: bytes) -> Checked:
    return check_upload(SimpleUploadedFile("scan", content))


def refusal(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as error:
        check(content)
    return str(error.value)


def saved(image: Image.Image, kind: str = "PNG", **options) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def read(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def pdf(size: int) -> bytes:
    return START + b"0" * (size - len(START + END)) + END


def test_eight_megabytes_and_not_a_byte_more():
    whole = pdf(MEGABYTES_8)
    assert len(whole) == 8_388_608
    assert check(whole) == Checked(whole, "application/pdf")
    assert refusal(pdf(MEGABYTES_8 + 1)) == TOO_HEAVY


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"MZ\x90\x00", NEITHER),
        (b"", NEITHER),
        (b" %PDF-1.7\n%%EOF", NEITHER),
        (b"%PDF-1.7\ncoup\xc3\xa9", CUT_PDF),
        (saved(Image.new("RGB", (40, 30)))[:60], BROKEN),
        (b"\xff\xd8\xff\xff\xd9", BROKEN),
    ],
    ids=["a program", "nothing", "a space before", "a cut PDF", "a cut PNG", "an empty JPEG"],
)
def test_what_is_refused_is_told_why(content, words):
    assert refusal(content) == words


@pytest.mark.parametrize(("after", "accepted"), [(2048 - len(b"%%EOF"), True), (2048 - len(b"%%EOF") + 1, False)])
def test_the_end_of_a_pdf_is_near_its_last_bytes(after, accepted):
    content = START + b"%%EOF" + b"\0" * after
    if accepted:
        assert check(content).content == content
    else:
        assert refusal(content) == CUT_PDF


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_picture_cut_before_its_end_is_refused_even_where_a_library_would_take_it(kind, monkeypatch):
    """The maker of PDFs asks Pillow to forgive cut pictures, for the whole process."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    content = saved(Image.effect_noise((300, 300), 90), kind)
    assert check(content).content_type == f"image/{kind.lower()}"
    assert refusal(content[:-2000]) == BROKEN


def test_a_picture_damaged_in_its_middle_is_refused(monkeypatch):
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", False)
    content = saved(Image.effect_noise((300, 300), 90))
    assert refusal(content[:5000] + b"\0" * 3000 + content[8000:]) == BROKEN


def test_forty_million_pixels_and_not_a_line_more():
    assert read(check(saved(Image.new("1", (8000, 5000)))).content).size == (4000, 2500)
    assert refusal(saved(Image.new("1", (8000, 5001)))) == TOO_LARGE


@pytest.mark.parametrize(
    ("size", "kept"),
    [((4000, 10), (4000, 10)), ((4400, 11), (4000, 10)), ((10, 4000), (10, 4000)), ((11, 4400), (10, 4000))],
)
def test_a_picture_is_at_most_four_thousand_pixels_long(size, kept):
    assert read(check(saved(Image.new("RGB", size), "JPEG")).content).size == kept


# --- the right way up ---------------------------------------------------------------------------------------------

RED = (255, 0, 0)
# EXIF's orientation → the corner where the red of the first pixels is seen, and whether the sides change places
ORIENTATIONS = {
    1: ("top left", False),
    2: ("top right", False),
    3: ("bottom right", False),
    4: ("bottom left", False),
    5: ("top left", True),
    6: ("top right", True),
    7: ("bottom right", True),
    8: ("bottom left", True),
}


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_sideways_photograph_is_stood_up(orientation):
    corner, sides_change = ORIENTATIONS[orientation]
    taken = Image.new("RGB", (120, 80), "white")
    ImageDraw.Draw(taken).rectangle((0, 0, 59, 39), RED)
    tags = Image.Exif()
    tags[0x0112] = orientation
    kept = read(check(saved(taken, "JPEG", exif=tags, quality=95)).content)
    assert kept.size == ((80, 120) if sides_change else (120, 80))
    assert kept.getexif().get(0x0112, 1) == 1, "nothing turns it a second time"
    assert [name for name, place in corners(kept).items() if is_red(kept.getpixel(place))] == [corner]


def corners(image: Image.Image) -> dict[str, tuple[int, int]]:
    right, bottom = image.width - 9, image.height - 9
    return {"top left": (8, 8), "top right": (right, 8), "bottom left": (8, bottom), "bottom right": (right, bottom)}


def is_red(pixel: tuple) -> bool:
    red, green, blue = pixel[:3]
    return red > 200 and green < 60 and blue < 60


@pytest.mark.parametrize(
    ("image", "kind", "mode"),
    [
        (Image.new("RGBA", (9, 9), (255, 0, 0, 0)), "PNG", "RGBA"),
        (Image.new("LA", (9, 9), (9, 0)), "PNG", "RGBA"),
        (Image.new("RGB", (9, 9)), "PNG", "RGB"),
        (Image.new("P", (9, 9)), "PNG", "RGB"),
        (Image.new("L", (9, 9)), "JPEG", "RGB"),
        (Image.new("CMYK", (9, 9)), "JPEG", "RGB"),
    ],
    ids=["RGBA", "grey and clear", "RGB", "palette", "grey", "CMYK"],
)
def test_what_is_clear_stays_clear_and_the_colours_are_those_of_screens(image, kind, mode):
    assert read(check(saved(image, kind)).content).mode == mode


def test_a_palette_with_a_clear_colour_stays_clear():
    image = Image.new("P", (9, 9))
    image.putpalette([0, 0, 0] * 256)
    kept = read(check(saved(image, "PNG", transparency=0)).content)
    assert (kept.mode, kept.getpixel((0, 0))[3]) == ("RGBA", 0)


# --- kept ---------------------------------------------------------------------------------------------------------


def add(world, **changes) -> Document:
    about = {"kind": DocumentKind.CV, "title": "CV", "expires_on": None, "audience": Audience.TEAM} | changes
    journey = world.journey()
    return add_document(journey.household, Checked(pdf(500), "application/pdf"), by=world.prescriber, **about)


def test_a_row_that_is_refused_leaves_no_file_behind(world, settings):
    with acting_as_system(), pytest.raises(DataError), transaction.atomic():
        add(world, title="x" * 121)
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


def test_what_was_said_of_it_is_kept(world):
    with acting_as_system():
        paper = add(world, kind=DocumentKind.TAX, expires_on=date(2027, 3, 1), audience=Audience.ORIGIN)
        paper.refresh_from_db()
    assert (paper.kind, paper.expires_on, paper.audience) == ("tax", date(2027, 3, 1), "origin")
    assert (paper.size, paper.added_by_id, paper.withdrawn_at) == (500, world.prescriber.pk, None)


@pytest.mark.parametrize(
    ("kind", "content_type", "name"),
    [
        ("identity", "application/pdf", "pièce d'identité.pdf"),
        ("cv", "image/jpeg", "cv.jpg"),
        ("housing_request", "image/png", "demande de logement social.png"),
    ],
)
def test_a_download_says_what_it_is_and_not_whose(kind, content_type, name):
    assert download_name(Document(kind=kind, title="Awa Diallo", content_type=content_type)) == name
