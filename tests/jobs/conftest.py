"""Jobs are about what other connections see: these tests commit."""

import datetime as dt
import uuid
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings
from django.db import connection, connections

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from emile.core.jobs.enums import State
from emile.core.jobs.models import Job
from partners.enums import OrganisationKind
from partners.models import Membership, Organisation
from tests.conftest import owner_connection
from tests.jobs import kinds  # noqa: F401  (registers the test kinds)

NOON = dt.datetime(2026, 6, 3, 12, 0, tzinfo=dt.UTC)
INSTANT = dt.timedelta(microseconds=1)
STOPPED_CLOCK = f"""
CREATE SCHEMA IF NOT EXISTS stopped;
GRANT USAGE ON SCHEMA stopped TO PUBLIC;
CREATE OR REPLACE FUNCTION stopped.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT timestamptz '{NOON.isoformat()}' $$;
"""


@pytest.fixture
def committed(transactional_db):
    yield
    connections.close_all()


@pytest.fixture
def noon(db) -> dt.datetime:
    """It is noon in the database, and stays so until the end of the test: what lasts is tested to the microsecond."""
    with owner_connection(connection.settings_dict["NAME"]) as owner:
        owner.execute(STOPPED_CLOCK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('search_path', 'stopped, ' || current_setting('search_path'), true)")
    return NOON


def seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)


def make_job(**fields) -> Job:
    """Of the system, unless it is said whose; a running one has a claim, its lease and its sign of life."""
    if fields.get("state") == State.RUNNING:
        fields = {"claim": uuid.uuid4(), "lease_until": NOON, "heartbeat_at": NOON} | fields
    if fields.get("state") in (State.DONE, State.FAILED):
        fields = {"finished_at": NOON} | fields
    if fields.get("state") == State.FAILED:
        fields = {"error": "Une erreur."} | fields
    if fields.get("attempts") or fields.get("state") == State.RUNNING:
        fields = {"started_at": NOON} | fields
    with acting_as_system():
        return Job.objects.create(**{"kind": "test_paper"} | fields)


@pytest.fixture
def make_person(committed):
    """Somebody with rights: without a membership nobody sees anything, not even their own jobs."""

    def make() -> User:
        with acting_as_system():
            person = User.objects.create(email=f"{uuid.uuid4()}@exemple.test", first_name="Awa", last_name="Essai")
            organisation = Organisation.objects.create(name=str(uuid.uuid4()), kind=OrganisationKind.PRESCRIBER)
            Membership.objects.create(
                user=person, organisation=organisation, role=Role.PRESCRIBER, valid_from=dt.date(2024, 1, 1)
            )
        return person

    return make


@pytest.fixture
def person(make_person) -> User:
    return make_person()


@pytest.fixture
def media(settings):
    return settings.MEDIA_ROOT


@pytest.fixture
def calls(monkeypatch):
    """The wake-up calls that would have been sent."""
    sent = []
    monkeypatch.setattr("emile.core.jobs.running.wake._publish", lambda job: sent.append(job.pk))
    monkeypatch.setattr("emile.core.jobs.running.wake.broker_answers", lambda: True)
    monkeypatch.setattr("emile.core.jobs.running.wake.messages_waiting", lambda queue: 0)
    return sent


def fresh(job: Job) -> Job:
    with acting_as_system():
        return Job.objects.get(pk=job.pk)


def change(job: Job, **fields) -> None:
    with acting_as_system():
        assert Job.objects.filter(pk=job.pk).update(**fields) == 1


@contextmanager
def redis_at(port: int):
    before, django_settings.REDIS_URL = django_settings.REDIS_URL, f"redis://127.0.0.1:{port}/0"
    try:
        yield
    finally:
        django_settings.REDIS_URL = before
