"""One clock for the tests, for the product they test and for its database.

A run begins at noon, Paris time, on the day it is started, and its clock goes on from there: a run started two
minutes before midnight never sees the day change under its feet. ``EMILE_TEST_CLOCK=2028-02-29T23:30`` begins
elsewhere (Paris time unless an offset is written), as ``make test-clock`` does at many instants.

Three clocks follow: Python's in this process (``start``), Python's in the processes it starts (the variable below is
inherited; ``tests.jobs.kinds`` calls ``start`` in a worker), PostgreSQL's in a test database (``install``). What keeps
the machine's own time: files, the browser, monotonic clocks.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import psycopg
import time_machine
from django.db import connection
from psycopg import sql

ASKED, AHEAD = "EMILE_TEST_CLOCK", "EMILE_TEST_CLOCK_AHEAD"
PARIS = ZoneInfo("Europe/Paris")
NOON = 12


def _first_instant(now: datetime) -> datetime:
    asked = os.environ.get(ASKED)
    if not asked:
        return now.replace(hour=NOON, minute=0, second=0, microsecond=0)
    instant = datetime.fromisoformat(asked)
    return instant if instant.tzinfo else instant.replace(tzinfo=PARIS)


def _ahead_of_the_machine() -> float:
    """Seconds, the same in every process of a run: the first one decides, and says so in the environment."""
    if AHEAD not in os.environ:
        now = datetime.now(PARIS)
        os.environ[AHEAD] = str((_first_instant(now) - now).total_seconds())
    return float(os.environ[AHEAD])


SECONDS_AHEAD = _ahead_of_the_machine()
FIRST_INSTANT = datetime.fromtimestamp(time.time() + SECONDS_AHEAD, PARIS)
TODAY: date = FIRST_INSTANT.date()


def start() -> None:
    """Python's clock of this process, until it ends. Call once."""
    time_machine.travel(datetime.now(UTC) + timedelta(seconds=SECONDS_AHEAD), tick=True).start()


def machine_time() -> float:
    """What the machine says, and so the time of a file that has just been written. Seconds since 1970."""
    return time.time() - SECONDS_AHEAD


# Whoever writes now() means pg_catalog's, unless another schema stands before it in the search path.
DATABASE_CLOCK = """
CREATE SCHEMA clock;
GRANT USAGE ON SCHEMA clock TO PUBLIC;
CREATE FUNCTION clock.ahead() RETURNS interval LANGUAGE sql STABLE AS
    $$ SELECT coalesce(nullif(current_setting('clock.ahead', true), ''), '{ahead}')::float8 * interval '1 second' $$;
CREATE FUNCTION clock.now() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT pg_catalog.now() + clock.ahead() $$;
CREATE FUNCTION clock.transaction_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT pg_catalog.transaction_timestamp() + clock.ahead() $$;
CREATE FUNCTION clock.statement_timestamp() RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT pg_catalog.statement_timestamp() + clock.ahead() $$;
CREATE FUNCTION clock.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS
    $$ SELECT pg_catalog.clock_timestamp() + clock.ahead() $$;
"""
FUNCTIONS_WITH_A_PATH = """
SELECT p.oid::regprocedure::text, pg_get_userbyid(p.proowner), split_part(setting, '=', 2)
FROM pg_proc p, unnest(p.proconfig) AS setting
WHERE p.pronamespace = 'public'::regnamespace AND setting LIKE 'search_path=%'
"""


def install(owner: psycopg.Connection, name: str) -> None:
    """Give the test database this connection is in, called ``name``, the clock of the run."""
    owner.execute(DATABASE_CLOCK.format(ahead=SECONDS_AHEAD))
    for function, its_owner, path in owner.execute(FUNCTIONS_WITH_A_PATH).fetchall():
        owner.execute(sql.SQL("SET ROLE {}").format(sql.Identifier(its_owner)))
        owner.execute(f"ALTER FUNCTION {function} SET search_path = clock, pg_catalog, {path}")
        owner.execute("RESET ROLE")
    follow(name)


def follow(name: str) -> None:
    """Who logs in to this database as the application reads its clock; a copy of a database forgets that."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("ALTER ROLE {} IN DATABASE {} SET search_path = clock, pg_catalog, public").format(
                sql.Identifier(connection.settings_dict["USER"]), sql.Identifier(name)
            )
        )
    connection.close()


@contextmanager
def moved_to(instant: datetime) -> Iterator[time_machine.Traveller]:
    """Inside, it is ``instant`` for Python and for the connection of this test. The clock goes on."""
    here = datetime.now(UTC)
    ahead = SECONDS_AHEAD + (instant - here).total_seconds()
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('clock.ahead', %s, false)", [str(ahead)])
    try:
        with time_machine.travel(instant.astimezone(UTC), tick=True) as traveller:
            yield traveller
    finally:
        if connection.connection and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('clock.ahead', '', false)")
