"""Writes N households on a database of its own, by SQL alone, as the owner of the tables.

INSERT … SELECT from one temporary table: nothing crosses the wire, so it is as fast as COPY. Row-level security does
not apply to an owner once it is not forced, foreign keys and indexes are made again at the end: all in one
transaction, so that a failure leaves the database as it was, protected.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from emile.core.database.identity import acting_as_system
from emile.tools.demo.invented.families import TRADES
from emile.tools.demo.invented.names import BOYS, GIRLS, ORIGINS

SQL = Path(__file__).parent / "sql"
FILES_OF_THE_FIRST_STRUCTURE = 600
PER = 100_000
"""One structure in 200 has 600 files of 100 000; smaller benches keep the share, with enough for a second page."""
AT_LEAST = 400

COMMON = (
    "Martin Bernard Thomas Petit Robert Richard Durand Dubois Moreau Laurent Simon Michel Lefebvre Leroy Roux David"
    " Bertrand Morel Fournier Girard Bonnet Dupont Lambert Fontaine Rousseau Vincent Muller Faure Andre Mercier Blanc"
    " Guerin Boyer Garnier Chevalier Francois Legrand Gauthier Garcia Perrin Robin Clement Morin Nicolas Henry"
)
SYLLABLES = "ba be ka ko da dou fa ga go la lou ma mi na ne pa ra ro sa so ta ti va vel zen mour tchi nov ard"
RARE_NAMES = 3_000


class AlreadyFilled(Exception):
    """The database holds other files: this is not a place to measure in."""


def files_there() -> int:
    with acting_as_system(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM candidates_journey")
        number: int = cursor.fetchone()[0]
        return number


def generate(households: int, say: Callable[[str], None]) -> float:
    """Seconds it took; 0 when they were there already.

    :raises AlreadyFilled: the database holds a different number of files.
    """
    present = files_there()
    if present == households:
        return 0.0
    if present:
        raise AlreadyFilled(f"{present} parcours sont déjà là, et non {households} : prenez une base neuve.")
    began = time.perf_counter()
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'; SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        with bare_tables(cursor, say):
            for file in sorted(SQL.glob("*.sql")):
                step = time.perf_counter()
                cursor.execute(filled(file.read_text(), households))
                say(f"  {file.stem} : {time.perf_counter() - step:.1f} s")
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE candidates_journey")
    return time.perf_counter() - began


def filled(text: str, households: int) -> str:
    """The SQL with its lists and numbers; nothing of it comes from outside this module. The day is ours, in Paris:
    PostgreSQL's own ``current_date`` is that of its session, in UTC."""
    values = {
        "TODAY": f"date '{timezone.localdate():%Y-%m-%d}'",
        "NOW": f"timestamptz '{timezone.now():%Y-%m-%d %H:%M:%S%z}'",
        "HOUSEHOLDS": str(households),
        "FIRST_SHARE": str(max(FILES_OF_THE_FIRST_STRUCTURE / PER, min(1.0, AT_LEAST / households))),
        "TRADES": as_list(TRADES),
        "COMMON": as_list(common_names()),
        "RARE": as_list(rare_names()),
        "WOMEN": as_list([*(name for origin in ORIGINS.values() for name in origin.women), *GIRLS]),
        "MEN": as_list([*(name for origin in ORIGINS.values() for name in origin.men), *BOYS]),
    }
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def common_names() -> list[str]:
    return [*COMMON.split(), *(name for origin in ORIGINS.values() for name in origin.surnames)]


def as_list(words: list[str]) -> str:
    return "ARRAY[" + ",".join("'" + word.replace("'", "''") + "'" for word in words) + "]"


def rare_names() -> list[str]:
    drawn, syllables = Random(2014), SYLLABLES.split()  # noqa: S311
    return ["".join(drawn.choices(syllables, k=drawn.randrange(3, 5))).capitalize() for _ in range(RARE_NAMES)]


@contextmanager
def bare_tables(cursor: CursorWrapper, say: Callable[[str], None]) -> Iterator[None]:
    """No forced row security, foreign key, trigger nor plain index while loading; all of them again afterwards. A text
    that the SQL does not name is empty, as in a form that nobody filled: a new field of a form is no work here."""
    tables = names(cursor, FORCED)
    texts = rows(cursor, TEXTS_WITHOUT_DEFAULT)
    keys = rows(cursor, FOREIGN_KEYS)
    indexes = rows(cursor, PLAIN_INDEXES)
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE TRIGGER USER")
    for table, name, _definition in keys:
        cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    for table, column, empty in texts:
        cursor.execute(f"ALTER TABLE {table} ALTER {column} SET DEFAULT {empty}")
    yield
    for table, column, _empty in texts:
        cursor.execute(f"ALTER TABLE {table} ALTER {column} DROP DEFAULT")
    cursor.execute(following_numbers(cursor))
    step = time.perf_counter()
    for _name, definition in indexes:
        cursor.execute(definition)
    say(f"  index : {time.perf_counter() - step:.1f} s")
    step = time.perf_counter()
    for table, name, definition in keys:
        cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
    say(f"  clés étrangères : {time.perf_counter() - step:.1f} s")
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    step = time.perf_counter()
    cursor.execute("ANALYZE")  # or each of the looks of the triggers would read a whole table
    cursor.execute(AWAITED)
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    say(f"  attentes : {time.perf_counter() - step:.1f} s")
    for table in tables:
        cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


AWAITED = """
    UPDATE candidates_journey SET awaits = awaits
    WHERE step IN ('diagnosis', 'project', 'immersion', 'shortlisted', 'contracted');
    UPDATE partners_dwelling SET held = held
    WHERE id IN (SELECT dwelling_id FROM placements_lease WHERE ended_on IS NULL)
"""
"""The triggers of ``placements/sql/`` do the rest."""
FORCED = """
    SELECT oid::regclass::text FROM pg_class
    WHERE relforcerowsecurity AND relnamespace = current_schema()::regnamespace
"""
TEXTS_WITHOUT_DEFAULT = """
    SELECT a.attrelid::regclass::text, quote_ident(a.attname),
        CASE WHEN a.atttypid IN ('text'::regtype, 'varchar'::regtype) THEN $$''$$ ELSE $$'{}'$$ END
    FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r'
        AND t.relname ~ '^(candidates|placements|partners)_'
        AND a.attnum > 0 AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND NOT a.attisdropped
        AND a.atttypid IN ('text'::regtype, 'varchar'::regtype, 'text[]'::regtype, 'varchar[]'::regtype)
"""
FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
        AND conrelid::regclass::text ~ '^(candidates|placements|partners)_'
"""
PLAIN_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
    FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
    WHERE t.relnamespace = current_schema()::regnamespace AND t.relname ~ '^(candidates|placements|partners)_'
        AND NOT i.indisunique AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
"""
SEQUENCES = """
    SELECT format('SELECT setval(%L, (SELECT coalesce(max(id), 1) FROM %s))',
        pg_get_serial_sequence(t.oid::regclass::text, 'id'), t.oid::regclass)
    FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = 'id' AND a.attidentity <> ''
    WHERE t.relnamespace = current_schema()::regnamespace AND t.relkind = 'r'
        AND t.relname ~ '^(candidates|placements|partners|accounts)_'
"""


def rows(cursor: CursorWrapper, query: str) -> list[tuple[str, ...]]:
    cursor.execute(query)
    found: list[tuple[str, ...]] = cursor.fetchall()
    return found


def names(cursor: CursorWrapper, query: str) -> list[str]:
    return [row[0] for row in rows(cursor, query)]


def following_numbers(cursor: CursorWrapper) -> str:
    """Rows were written with their numbers: the next ones follow."""
    return "; ".join(names(cursor, SEQUENCES))
