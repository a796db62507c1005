"""Accepts papers by their content and never by their name, stores them, and gives them back."""

import io
import uuid
from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from PIL import Image, ImageOps

from candidates.enums import Audience, DocumentKind
from candidates.models import Document, Household
from emile.accounts.models import User

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""A photograph of 40 million pixels weighs 120 MB once opened: more is a bomb, or a mistake."""
LONGEST_SIDE = 4_000
PDF_START, PDF_END = b"%PDF-", b"%%EOF"
PNG_START, JPEG_START = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
PNG_END, JPEG_END = b"IEND", b"\xff\xd9"
BROKEN_PICTURE = "Cette image ne s'ouvre pas : enregistrez-la à nouveau, puis joignez-la."
ACCEPTED = ("application/pdf", "image/jpeg", "image/png")
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


class UnreadableFile(Exception):
    """The file is no paper that we keep. ``str(error)`` is the sentence for the person."""


@dataclass(frozen=True)
class Checked:
    content: bytes
    content_type: str


def check_upload(upload: UploadedFile) -> Checked:
    """:raises UnreadableFile: too heavy, another kind of file, or broken."""
    if upload.size is None or upload.size > MOST_BYTES:
        raise UnreadableFile("Ce fichier dépasse 8 Mo : numérisez-le en qualité moyenne, ou en plusieurs fichiers.")
    content = upload.read()
    if content.startswith(PDF_START):
        return check_pdf(content)
    if content.startswith((PNG_START, JPEG_START)):
        return check_image(content)
    raise UnreadableFile("Ce fichier n'est ni un PDF, ni une image JPG ou PNG.")


def check_pdf(content: bytes) -> Checked:
    if PDF_END not in content[-2048:]:
        raise UnreadableFile("Ce PDF est incomplet : enregistrez-le à nouveau, puis joignez-le.")
    return Checked(content, "application/pdf")


def check_image(content: bytes) -> Checked:
    """Writes the picture again from its pixels: what else the file holds (where it was taken, hidden code) is
    dropped."""
    if PNG_END not in content[-64:] and JPEG_END not in content[-1024:]:  # WeasyPrint makes Pillow accept cut pictures
        raise UnreadableFile(BROKEN_PICTURE)
    try:
        image = Image.open(io.BytesIO(content), formats=["JPEG", "PNG"])
        if image.width * image.height > MOST_PIXELS:
            raise UnreadableFile("Cette image est trop grande : photographiez à une taille plus petite.")
        image.load()
    except UnreadableFile:
        raise
    except Exception as error:  # Pillow raises many kinds on a broken picture, all mean the same here
        raise UnreadableFile(BROKEN_PICTURE) from error
    return rewrite(image)


def rewrite(image: Image.Image) -> Checked:
    kind = image.format
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    written = io.BytesIO()
    if kind == "PNG":
        upright.convert("RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB").save(
            written, "PNG"
        )
        return Checked(written.getvalue(), "image/png")
    upright.convert("RGB").save(written, "JPEG", quality=88)
    return Checked(written.getvalue(), "image/jpeg")


def add_document(
    household: Household,
    checked: Checked,
    *,
    kind: DocumentKind,
    title: str,
    expires_on: date | None,
    audience: Audience,
    by: User,
) -> Document:
    document = Document(
        household=household,
        token=uuid.uuid4(),
        kind=kind,
        title=title,
        expires_on=expires_on,
        audience=audience,
        added_by=by,
        size=len(checked.content),
        content_type=checked.content_type,
    )
    document.file.save("paper", ContentFile(checked.content), save=False)
    try:
        document.save(force_insert=True)
    except Exception:
        document.file.delete(save=False)
        raise
    return document


def withdraw(document: Document) -> None:
    """Hides the paper from everybody but keeps it, because nothing is ever deleted by a person."""
    document.withdrawn_at = timezone.now()
    document.save(update_fields=["withdrawn_at"])


def download_name(document: Document) -> str:
    """The name says what the paper is and not whose: download folders are shared."""
    return f"{document.get_kind_display().split(',')[0].lower()}.{EXTENSIONS[document.content_type]}"
