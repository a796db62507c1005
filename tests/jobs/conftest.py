"""Jobs are about what other connections see: these tests commit, and clean up after themselves."""

import uuid
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import get_user_model
from django.db import connections, transaction

from emile.core.identity import acting_as_system
from emile.core.jobs.models import Job
from tests.jobs import kinds  # noqa: F401  (registers the test kinds)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield
        _clean_as_owner()
        connections.close_all()


def _clean_as_owner() -> None:
    """The application may not delete people."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('app.system', 'on', true)")
        cursor.execute("DELETE FROM jobs_job")
        cursor.execute("DELETE FROM jobs_workerbeat")
        cursor.execute("DELETE FROM accounts_user WHERE email LIKE '%@jobs.test'")


@pytest.fixture
def make_person(committed):
    def make():
        with acting_as_system():
            return get_user_model().objects.create(
                email=f"{uuid.uuid4()}@jobs.test", first_name="Awa", last_name="Essai", password="!"
            )

    return make


@pytest.fixture
def person(make_person):
    return make_person()


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def calls(monkeypatch):
    """The wake-up calls that would have been sent."""
    sent = []
    monkeypatch.setattr("emile.core.jobs.wake._publish", lambda job_id, kind: sent.append(job_id))
    monkeypatch.setattr("emile.core.jobs.wake.broker_answers", lambda: True)
    monkeypatch.setattr("emile.core.jobs.wake.messages_waiting", lambda queue: 0)
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
