"""Looking changes nothing: the database before and after GET, HEAD and OPTIONS of every address by everybody.

Risk: a link in a mail, a prefetching browser or a robot that acts by looking (no token protects a GET).
"""

from collections.abc import Iterator

import pytest

from tests.conftest import owner_connection
from tests.security.matrix import INSIDE, OUTSIDE, Row, all_rows

LOOKING = ("GET", "HEAD", "OPTIONS")
WRITTEN_BY_LOOKING = {
    "django_session": "the session's own clock, every five minutes at most",
    "accounts_signinfailure": "failed sign-ins",
}
JOURNAL_OF_READS = {"audit_fileread", "audit_readevent"}
"""Reading a file is written down: append-only, and nothing else."""
ROWS = all_rows()


def state(database: str) -> dict[str, str]:
    """Table → a digest of its rows, whoever may see them; big reference tables by their last writer."""
    with owner_connection(database) as owner:
        owner.execute("SELECT set_config('app.system', 'on', false)")
        tables = owner.execute(
            "SELECT c.relname, c.reltuples FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE n.nspname = 'public' AND c.relkind = 'r'"
        ).fetchall()
        return {name: _digest(owner, name) for name, _ in tables if name not in WRITTEN_BY_LOOKING}


def _digest(owner, table: str) -> str:
    query = (
        "SELECT count(*) || '.' || coalesce(max(xmin::text::bigint), 0)"
        if table.startswith("reference_")
        else "SELECT count(*) || '.' || coalesce(md5(string_agg(xmin::text || t::text, '|' ORDER BY t::text)), '')"
    )
    return owner.execute(f'{query} FROM "{table}" t').fetchone()[0]


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table in after if after[table] != before.get(table)}


def look(planted, crowd, letter: str, rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if letter in row.people:
            url = row.url(planted.world, letter)
            for method in LOOKING:
                for query in ("", *row.queries[:1]) if method == "GET" else ("",):
                    crowd[letter].ask(method, url + query.format(foreign="zq", own="zq", reference="ZZ"), for_real=True)
            yield row.label


@pytest.mark.parametrize("letter", INSIDE + OUTSIDE)
def test_looking_changes_nothing(planted, crowd, letter):
    crowd[letter].ask("GET", "/")
    before = state(planted.database)
    assert list(look(planted, crowd, letter, ROWS))
    found = changed(before, state(planted.database)) - JOURNAL_OF_READS
    assert not found, list(culprits(planted, crowd, letter))


def culprits(planted, crowd, letter: str) -> Iterator[str]:
    """Only asked when something changed: which address did it."""
    for row in ROWS:
        before = state(planted.database)
        list(look(planted, crowd, letter, [row]))
        if found := changed(before, state(planted.database)) - JOURNAL_OF_READS:
            yield f"{row.label} : {sorted(found)}"


def test_a_write_is_noticed(planted, crowd):
    """Saved with the same values, a row has changed all the same."""
    before = state(planted.database)
    with owner_connection(planted.database) as owner:
        owner.execute("SELECT set_config('app.system', 'on', false)")
        owner.execute("UPDATE candidates_household SET name = name WHERE id = %s", [planted.world.ours.household_id])
    assert changed(before, state(planted.database)) == {"candidates_household"}
