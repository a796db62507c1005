"""The migrated database that test databases are copied from: two processes, and the next run, need not migrate again.

It is known by the digest of whatever a migration reads. A new machine has none, and migrates once.
"""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import psycopg
from django.conf import settings
from psycopg import sql

GIVEN = "EMILE_TEST_TEMPLATE"
"""A name to use, whatever the digest: `make test-mutants` puts faults into models, which change no table."""
PREFIX = "emile_template_"
MOST_KEPT = 6
APPS = ("emile", "partners", "candidates", "placements")
READ_BY_MIGRATIONS = ("**/migrations/*.py", "**/models/*.py", "**/models.py", "core/database/*.py", "reference/**/*")
"""In each app's folder: what they say, and what they import or load."""
ONE_AT_A_TIME = 20_141_103
"""The number of the lock held while a template is looked for or made: any, and ours."""


def files_read() -> list[Path]:
    folders = [Path(settings.BASE_DIR) / app for app in APPS]
    found = {path for folder in folders for pattern in READ_BY_MIGRATIONS for path in folder.glob(pattern)}
    return sorted(path for path in found if path.is_file() and path.suffix != ".pyc")


def name_of_template() -> str:
    if GIVEN in os.environ:
        return os.environ[GIVEN]
    content = hashlib.sha256(settings.DATABASES["owner"]["USER"].encode())
    for path in files_read():
        content.update(str(path.relative_to(settings.BASE_DIR)).encode() + b"\0" + path.read_bytes())
    return PREFIX + content.hexdigest()[:16]


def copy_of_template(server: psycopg.Connection, name: str, migrate: Callable[[str], None]) -> None:
    """Make the database ``name``. ``migrate`` is given an empty one to fill, when no template fits."""
    template = name_of_template()
    server.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
    try:
        if not exists(server, template):
            drop_the_oldest(server)
            create(server, name)
            migrate(name)
            server.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(template))
            )
        create(server, name, template)
    finally:
        server.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])


def exists(server: psycopg.Connection, name: str) -> bool:
    return server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def create(server: psycopg.Connection, name: str, template: str = "template1") -> None:
    server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def drop_the_oldest(server: psycopg.Connection) -> None:
    """Each change of a migration leaves one behind."""
    kept = server.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC", [f"{PREFIX}%"])
    for (name,) in kept.fetchall()[MOST_KEPT - 1 :]:
        server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
