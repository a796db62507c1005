"""The three clocks of a run are one, and it is not the machine's."""

import os
import re
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import Territory
from partners.models import Membership
from tests import clock
from tests.world import TODAY

ASK = "SELECT now(), statement_timestamp(), clock_timestamp(), transaction_timestamp()"
FEW_SECONDS = timedelta(seconds=10)


def asked(statement: str = ASK) -> tuple[datetime, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()


def test_the_day_of_the_tests_is_the_day_of_the_product():
    assert timezone.localdate() == TODAY == datetime.now(clock.PARIS).date()


def test_a_run_begins_at_noon_unless_told_otherwise(monkeypatch):
    now = datetime(2026, 11, 28, 23, 58, tzinfo=clock.PARIS)
    monkeypatch.delenv(clock.ASKED, raising=False)
    assert clock._first_instant(now) == datetime(2026, 11, 28, 12, tzinfo=clock.PARIS)
    monkeypatch.setenv(clock.ASKED, "2028-02-29T23:30")
    assert clock._first_instant(now) == datetime(2028, 2, 29, 23, 30, tzinfo=clock.PARIS)
    monkeypatch.setenv(clock.ASKED, "2027-03-28T00:59:30+00:00")
    assert clock._first_instant(now) == datetime(2027, 3, 28, 1, 59, 30, tzinfo=clock.PARIS)


def test_the_database_reads_the_clock_of_the_run(db):
    with transaction.atomic():
        for there in asked():
            assert abs(there - timezone.now()) < FEW_SECONDS
        with acting_as_system():
            asked_through_models = Territory.objects.annotate(now=Now()).values_list("now", flat=True)[0]
    assert abs(asked_through_models - timezone.now()) < FEW_SECONDS


def test_so_does_another_process():
    code = "import time; from tests import clock; clock.start(); print(time.time())"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    ).stdout
    assert abs(float(said) - time.time()) < FEW_SECONDS.total_seconds()


def the_machine_in_paris() -> str:
    now = datetime.now(clock.PARIS) - timedelta(seconds=clock.SECONDS_AHEAD)
    return f"{now:%Y-%m-%d} {now:%Y-%m-%d} {now.utcoffset()}"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Etc/GMT+12"])
def test_a_worker_lives_in_paris_wherever_the_machine_is(zone):
    """Twenty-six hours apart: one of the two is always on another day than Paris."""
    code = (
        "import emile.celery, datetime; from django.utils import timezone;"
        "print(datetime.date.today(), timezone.localdate(), emile.celery.app.now().utcoffset())"
    )
    before = the_machine_in_paris()
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=settings.BASE_DIR,
        env=os.environ | {"TZ": zone},
        capture_output=True,
        text=True,
    )
    assert told.stdout.strip() in {before, the_machine_in_paris()}, told.stderr


def test_a_membership_ends_with_its_last_day_in_paris(world):
    """Python and the database agree, to the second, on the day that rights are counted from."""
    with acting_as_system():
        Membership.objects.filter(user=world.head).update(valid_to=TODAY)
    for instant, rights in [
        (datetime(TODAY.year, TODAY.month, TODAY.day, 23, 59, 50, tzinfo=clock.PARIS), ["service_head"]),
        (datetime(TODAY.year, TODAY.month, TODAY.day, 0, 0, 5, tzinfo=clock.PARIS) + timedelta(days=1), []),
    ]:
        with clock.moved_to(instant):
            assert timezone.localdate() == instant.date()
            with acting_as(world.head.pk) as scope:
                assert scope["roles"] == rights
            assert abs(asked()[0] - instant) < FEW_SECONDS


@pytest.mark.parametrize("instant", [datetime(2028, 2, 29, 23, 30, tzinfo=clock.PARIS)])
def test_after_a_journey_in_time_everybody_is_back(db, instant):
    with clock.moved_to(instant):
        assert (timezone.localdate(), asked("SELECT (now() AT TIME ZONE 'Europe/Paris')::date")[0]) == (
            instant.date(),
            instant.date(),
        )
    assert (timezone.localdate(), asked("SELECT (now() AT TIME ZONE 'Europe/Paris')::date")[0]) == (TODAY, TODAY)


def test_no_statement_asks_postgresql_what_day_it_is():
    """Its day is that of the session, in universal time. Ours is passed in, or asked AT TIME ZONE 'Europe/Paris'."""
    asks = re.compile(r"\b(current_date|localtimestamp)\b|now\(\)::date", re.IGNORECASE)
    said = "PostgreSQL's own ``current_date``"  # the bench explains why it does not ask
    folders = [Path(settings.BASE_DIR) / name for name in ("emile", "partners", "candidates", "placements", "deploy")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".sql", ".sh"}]
    assert len(files) > 300
    assert [str(path) for path in files if asks.search(path.read_text().replace(said, ""))] == []
