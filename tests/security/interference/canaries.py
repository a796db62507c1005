"""A word of its own in every free text of every protected row, and who may ever read it.

Any such word in an answer given to somebody else is a leak, wherever it stands: page, header, redirect, PDF, sheet.
"""

import hashlib
import io
import re
import zipfile
from dataclasses import dataclass, field
from functools import cached_property

from django.apps import apps
from django.db import models
from pypdf import PdfReader

from candidates.models import Document, Journey
from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from emile.core.jobs.models import Job
from tests.conftest import owner_connection
from tests.security.spec import PROTECTED, expected, model_of

WORD = re.compile(rb"zq[0-9a-f]{8}", re.IGNORECASE)
REFERENCE = re.compile(rb"(?<![0-9A-Za-z_-])[2-9A-HJKMNP-TV-Z]{6}(?![0-9A-Za-z_-])")
IDENTIFIER = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PLACES = ("partners.Organisation", "partners.Vacancy", "partners.Dwelling", "partners.RelayFlat")
"""The directory: no person, hence no row security; a partner reads its own sheets and no other."""
CODES = {
    "accounts.User": {"password"},
    "candidates.Journey": {"reference"},
    "candidates.JourneyEvent": {"action"},
    "candidates.Consent": {"text_version"},
    "candidates.Document": {"content_type"},
    "candidates.HousingSituation": {"siao_number"},
    "jobs.Job": {"kind", "queue", "unique_key", "result_path", "result_sha256", "error", "error_class", "result_name"},
    "core.FormUse": {"outcome_url"},
    "partners.Organisation": {"siret"},
}
"""Text that the product reads as a code, or that a constraint holds: a canary there would change what happens."""


def word(label: str, name: str, pk: object) -> str:
    """The same as the SQL of ``plant``."""
    return "zq" + hashlib.md5(f"{label}.{name}.{pk}".encode(), usedforsecurity=False).hexdigest()[:8]


def free_texts(model: type[models.Model]) -> list[str]:
    return [
        each.name
        for each in model._meta.concrete_fields
        if isinstance(each, models.CharField | models.TextField)
        and not each.choices
        and not each.primary_key
        and (each.max_length or 99) >= 10
        and each.name not in CODES.get(model._meta.label, ())
    ]


def plant(database: str) -> None:
    """Every free text of every row becomes its canary, by the owner's hand: append-only tables too."""
    with owner_connection(database) as owner:
        owner.execute("SELECT set_config('app.system', 'on', false)")
        for label in (*PROTECTED, *PLACES):
            model = model_of(label)
            names = free_texts(model)
            if not names:
                continue
            table, key = model._meta.db_table, model._meta.pk.column
            values = ", ".join(f"{name} = {_sql(model, label, name, key)}" for name in names)
            shut = owner.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'append_only'", [table]
            ).fetchone()
            if shut:
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER append_only")
            owner.execute(f"UPDATE {table} SET {values}")
            if shut:
                owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER append_only")


def _sql(model: type[models.Model], label: str, name: str, key: str) -> str:
    bare = f"'zq' || substr(md5('{label}.{name}.' || {key}::text), 1, 8)"
    return f"{bare} || '@exemple.test'" if isinstance(model._meta.get_field(name), models.EmailField) else bare


@dataclass
class Canaries:
    """Every word planted, and for each person those they may read."""

    rows: dict[str, tuple[str, object]] = field(default_factory=dict)
    """word → (model, primary key)"""
    references: dict[str, int] = field(default_factory=dict)
    """A file's reference is a word too."""
    identifiers: dict[str, tuple[str, object]] = field(default_factory=dict)
    """Of jobs and papers, which stand in addresses: a link to somebody else's is a leak too."""
    entitled: dict[int, set] = field(default_factory=dict)
    """person → the (model, primary key) they may read"""
    countable: dict[int, set] = field(default_factory=dict)

    def leaks(self, person: User | None, content: bytes) -> set[str]:
        allowed = self.entitled[person.pk] if person else set()
        found = {word.decode().lower() for word in WORD.findall(content)} & self.rows.keys()
        names = {each.decode() for each in REFERENCE.findall(content)} & self.references.keys()
        links = {each.decode() for each in IDENTIFIER.findall(content)} & self.identifiers.keys()
        leaked = {self.tell(each) for each in found if self.rows[each] not in allowed}
        leaked |= {f"adresse de {self.identifiers[each]}" for each in links if self.identifiers[each] not in allowed}
        countable = self.countable[person.pk] if person else set()
        return leaked | {f"reference {each}" for each in names if self.references[each] not in countable}

    def tell(self, found: str) -> str:
        label, pk = self.rows[found]
        return next(f"{label}.{name} {pk}" for name in free_texts(model_of(label)) if word(label, name, pk) == found)


def census(world) -> Canaries:
    """Read once, with nothing filtered; who may read what is the plain rule of ``spec``."""
    canaries = Canaries()
    with acting_as_system():
        journeys = list(Journey.objects.all())
        canaries.references = {journey.reference: journey.pk for journey in journeys}
        canaries.identifiers = {str(pk): ("jobs.Job", pk) for pk in Job.objects.values_list("pk", flat=True)} | {
            str(token): ("candidates.Document", pk) for token, pk in Document.objects.values_list("token", "pk")
        }
        for label in (*PROTECTED, *PLACES):
            names = free_texts(model_of(label))
            for pk in model_of(label).objects.values_list("pk", flat=True):
                canaries.rows.update({word(label, name, pk): (label, pk) for name in names})
        for person in world.people:
            allowed = {(label, pk) for label in PROTECTED for pk in expected(world, person, label, journeys)}
            canaries.entitled[person.pk] = world.only_oneself(person, allowed) | set(world.places(person))
            seen = {pk for label, pk in allowed if label == "candidates.Journey"}
            every = {journey.pk for journey in journeys}
            canaries.countable[person.pk] = every if person in (world.manager, world.other_manager) else seen
    return canaries


def everything_in(content: bytes) -> bytes:
    """What a person can read in it: the text of a PDF, every member of an archive (XLSX), and the bytes themselves."""
    if content.startswith(b"%PDF"):
        pages = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
        return content + pages.encode()
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return b"\n".join(archive.read(name) for name in archive.namelist())
    return content


class Places:
    """Mixin of the world: the directory, for staff whole, for a partner its own, for nobody else."""

    def places(self, person: User):
        for label in PLACES:
            model = apps.get_model(label)
            if person == self.partner:
                yield from ((label, pk) for pk in self._own(model).values_list("pk", flat=True))
            elif person != self.nobody:
                yield from ((label, pk) for pk in model.objects.values_list("pk", flat=True))

    def _own(self, model):
        owner = {"Organisation": "pk", "Vacancy": "employer", "Dwelling": "landlord"}.get(model.__name__)
        return model.objects.filter(**{owner: self.employer.pk}) if owner else model.objects.none()

    def only_oneself(self, person: User, allowed: set) -> set:
        """An account whose membership has ended reads its own row and nothing else."""
        if person != self.nobody:
            return allowed
        own = {("accounts.User", person.pk)}
        mine = self.memberships_of_nobody
        return {row for row in allowed if row in own or (row[0] == "partners.Membership" and row[1] in mine)} | {
            row for row in allowed if row[0] in {"core.FormUse", "jobs.Job", "audit.OpenedFile"}
        }

    @cached_property
    def memberships_of_nobody(self) -> set:
        return set(self.nobody.memberships.values_list("pk", flat=True))
