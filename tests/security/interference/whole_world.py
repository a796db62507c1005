"""One whole world for the promises: somebody in each role, files of ours and of theirs at every step, a canary in
every text. Built once a run, committed, in a database of its own; each test finds it as it was."""

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone
from psycopg import sql

from candidates.journey import first_half
from candidates.models import Document, Journey
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.audit.models import OpenedFile
from emile.core.database.identity import acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from partners.models import Membership
from placements.stays.workflow import plan_stay
from tests import clock
from tests.conftest import owner_connection
from tests.security.full_world import FullWorld
from tests.security.interference.canaries import Canaries, Places, census, plant, word
from tests.world import TODAY, WAY, Walk

OURS_AT = (*WAY[:-1], Step.TO_COMPLETE, Step.WAITING, Step.DECLINED)
LETTERS = "PRHCmMLDX"
"""Prescriber, Referent, service Head, Caseworker, manager without grant, Manager with one, partner (empLoyer), Dpo,
and somebody whose membership eXpired. ``A``, apart, is anonymous."""


class WholeWorld(Places, FullWorld):
    def __init__(self, media: Path) -> None:
        super().__init__()
        self.media = media
        self.other_manager = self.person("Maud", Role.MANAGER, self.operator)
        self.nobody = self.person("Xavier", Role.PRESCRIBER, self.structure)
        Membership.objects.filter(user=self.nobody).update(valid_to=TODAY - timedelta(days=3))
        self.at = {step: self._at(step, elsewhere=False) for step in OURS_AT}
        self.theirs_at = {step: self._at(step, elsewhere=True) for step in OURS_AT}
        self.from_lyon = self._family_from_elsewhere_in_our_flat()
        self._offers_of_the_partner()
        self.papers = {journey.pk: self._paper(journey) for journey in (self.ours, self.theirs, self.draft)}
        self.papers |= {journey.pk: self._paper(journey) for journey in (*self.at.values(), *self.theirs_at.values())}
        self.jobs = {letter: self._job(letter) for letter in LETTERS}
        OpenedFile.objects.create(
            user=self.other_manager,
            household_id=self.theirs.household_id,
            reason=self.reason("manager_access"),
            note="il y a longtemps",
            open_until=timezone.now() - timedelta(days=1),
        )

    def who(self, letter: str):
        """The person behind a letter; ``None`` for anonymous."""
        return {
            "A": None,
            "P": self.prescriber,
            "R": self.referent,
            "H": self.head,
            "C": self.caseworker,
            "m": self.other_manager,
            "M": self.manager,
            "L": self.partner,
            "D": self.dpo,
            "X": self.nobody,
        }[letter]

    def _at(self, step: Step, *, elsewhere: bool) -> Journey:
        if step in WAY:
            return self.journey(step, name="Ailleurs" if elsewhere else "Ici", elsewhere=elsewhere)
        walk = Walk(self, elsewhere=elsewhere)
        walk.day = TODAY - timedelta(days=20)
        before = Step.SUBMITTED if step == Step.TO_COMPLETE else Step.PRESENTED
        journey = self.journey(before, name="Ici", elsewhere=elsewhere)
        if step == Step.TO_COMPLETE:
            first_half.ask_complements(
                journey, by=walk.referent, on=walk.next_day(), topic="menage", question="Une pièce ?"
            )
        elif step == Step.WAITING:
            reason = self.reason("waiting")
            first_half.put_on_waiting_list(journey, by=walk.head, on=walk.next_day(), reason=reason)
        else:
            reason = self.reason("decline", park_days__isnull=False)
            first_half.decline(journey, by=walk.head, on=walk.next_day(), reason=reason)
        journey.refresh_from_db()
        return journey

    def _family_from_elsewhere_in_our_flat(self) -> Journey:
        """Followed by our territory and by another origin: our referent sees a flat taken, and not by whom."""
        journey = self.journey(Step.JOB_SEARCH, name="Lyonnais", elsewhere=True)
        Journey.objects.filter(pk=journey.pk).update(territory=self.cantal)
        journey.refresh_from_db()
        arrival = max(TODAY, self.flat.stays.order_by("-departure").first().departure)
        plan_stay(
            journey, by=self.head, today=TODAY, flat=self.flat, arrival=arrival,
            departure=arrival + timedelta(days=3), people=3,
        )  # fmt: skip
        return journey

    def _offers_of_the_partner(self) -> None:
        """The partner has a post of its own; another employer and its post are foreign."""
        self.other_employer = self.organisation("Autre menuiserie", kind="employer", territory=self.lozere)
        self.other_vacancy = self.make_vacancy(self.other_employer, self.lozere)
        self.some_dwelling = self.dwelling()

    def _paper(self, journey: Journey) -> Document:
        token = uuid.UUID(int=random.Random(journey.pk).getrandbits(128))
        path = f"documents/{token.hex[:2]}/{token.hex}"
        (self.media / path).parent.mkdir(parents=True, exist_ok=True)
        owner = self.caseworker if journey.prescriber_id == self.structure.pk else self.other_caseworker
        paper = Document.objects.create(
            household=journey.household, token=token, kind="cv", title="CV", file=path, added_by=owner,
            content_type="application/pdf",
        )  # fmt: skip
        (self.media / path).write_text(word("candidates.Document", "title", paper.pk))
        return paper

    def _job(self, letter: str) -> Job:
        job = Job(kind="candidature_summary", requested_by=self.who(letter), state=State.DONE, progress=100)
        job.started_at = job.finished_at = timezone.now()
        job.result_name, job.result_path = f"synthese-{letter}.pdf", f"jobs/{job.pk}"
        job.result_sha256, job.result_size, job.attempts = "0" * 64, 10, 1
        job.save()
        (self.media / "jobs").mkdir(exist_ok=True)
        (self.media / job.result_path).write_text(word("jobs.Job", "progress_text", job.pk))
        return job


class Door:
    """The way into another database, by connections of its own. Those to the test's database wait, open, and so do
    these from one test to the next: what takes time is the opening, and the plans a connection has kept."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.ways = {alias: connections[alias].copy() for alias in ("default", "owner")}
        for way in self.ways.values():
            way.settings_dict["NAME"] = name

    @contextmanager
    def open(self) -> Iterator[None]:
        """Inside, whatever is asked through Django is asked there."""
        before = settings.DATABASES["default"]["NAME"], {alias: connections[alias] for alias in self.ways}
        point_to(self.name, self.ways)
        try:
            yield
        finally:
            point_to(*before)

    def shut(self) -> None:
        for way in self.ways.values():
            way.close()


def point_to(name: str, ways: dict[str, BaseDatabaseWrapper]) -> None:
    """``settings`` too: a thread, or a worker, opens its own."""
    for alias, way in ways.items():
        connections[alias] = way
        settings.DATABASES[alias]["NAME"] = name


class Planted:
    """The world and its canaries, as fixtures hand them over."""

    def __init__(self, world: WholeWorld, canaries: Canaries, door: Door) -> None:
        self.world, self.canaries, self.door, self.database = world, canaries, door, door.name


@pytest.fixture(scope="session")
def planted_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Planted]:
    test_database = settings.DATABASES["default"]["NAME"]
    name = f"{test_database}_whole"
    with django_db_blocker.unblock():
        connections.close_all()
        with owner_connection() as server:
            server.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(test_database))
            )
        door = Door(name)
        with door.open():
            clock.follow(name)
            with acting_as_system():
                world = WholeWorld(tmp_path_factory.mktemp("media"))
            plant(name)
            with acting_as_system():
                for person in world.people:
                    person.refresh_from_db()
            found = Planted(world, census(world), door)
    yield found
    with django_db_blocker.unblock():
        door.shut()
        with owner_connection() as server:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def planted(planted_once, django_db_blocker, media_of_the_test, settings) -> Iterator[Planted]:
    with django_db_blocker.unblock(), planted_once.door.open():
        settings.MEDIA_ROOT = planted_once.world.media
        # Argon2 is slow on purpose; what it costs has a test of its own (tests/accounts).
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        yield planted_once
