"""The files of ``*/sql/`` say what the database holds after all migrations: each is applied again to the migrated
database, and nothing changes but white space and comments."""

import re
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from tests.conftest import owner_connection

pytestmark = pytest.mark.django_db

FILES = sorted(path for path in Path(settings.BASE_DIR).glob("**/sql/*.sql") if "tools" not in path.parts)
"""Those of the bench are statements it runs, not definitions."""
OF_APPEND_ONLY_TABLES = "append_only"
"""The trigger that ``rls.append_only`` lays on a table: it has its own tests."""
CLOCK = "'clock', 'pg_catalog', "
"""What ``tests.clock`` puts before the search path of each function."""

HELD = """
SELECT 'FUNCTION ' || proname, pg_get_functiondef(p.oid) FROM pg_proc p
WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL SELECT 'VIEW ' || relname, coalesce(reloptions::text, '') || pg_get_viewdef(oid) FROM pg_class
WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace
UNION ALL SELECT 'TRIGGER ' || tgname || ' ' || tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger
WHERE NOT tgisinternal
"""


def held(owner: psycopg.Connection) -> dict[str, str]:
    """« VIEW name » → its definition, on one line."""
    return {name: normal(text) for name, text in owner.execute(HELD) if OF_APPEND_ONLY_TABLES not in name}


def normal(text: str) -> str:
    """As it is compared: without comments, white space as PostgreSQL reads it, the run's own clock out of the path."""
    words = re.sub(r"\s+", " ", re.sub(r"--.*", "", text)).replace(CLOCK, "")
    return re.sub(r"(?<=\() | (?=[);])|(?<=\$) | (?=\$)", "", words).strip()


def names_in(text: str) -> set[str]:
    """What a file makes, as ``held`` names it."""
    made = re.findall(r"CREATE OR REPLACE (FUNCTION|VIEW|TRIGGER) (\w+)(.*)", text)
    return {f"{kind} {name} {table_of(rest)}" if kind == "TRIGGER" else f"{kind} {name}" for kind, name, rest in made}


def table_of(rest: str) -> str:
    return re.search(r"\bON (\w+)", rest)[1]


def apply(owner: psycopg.Connection, text: str) -> None:
    """As who owns it: the gate for what runs with its rights. The library of word_similarity must be there for a
    function to set its threshold."""
    owner.execute("SELECT word_similarity('', '')")
    if "SECURITY DEFINER" in text or "REPLACE VIEW" in text:
        text = f"GRANT CREATE ON SCHEMA public TO emile_gate; SET LOCAL ROLE emile_gate; {text}; RESET ROLE"
    owner.execute(text)


@pytest.fixture
def owner() -> Iterator[psycopg.Connection]:
    name = settings.DATABASES["default"]["NAME"]
    with owner_connection(name) as connected, connected.transaction(force_rollback=True):
        yield connected


def test_everything_the_database_runs_has_its_file(owner):
    told = set().union(*(names_in(path.read_text()) for path in FILES))
    assert told == set(held(owner))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_says_what_the_database_holds(owner, path):
    before = held(owner)
    apply(owner, path.read_text())
    after = held(owner)
    assert {name for name in after if after[name] != before.get(name)} == set()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_named_by_what_it_makes(path):
    names = {name.split()[1] for name in names_in(path.read_text())}
    assert names == {path.stem} or path.stem == "triggers"


@pytest.mark.parametrize(
    ("name", "said", "otherwise"),
    [
        ("emile_scope", "m.valid_to >= today.day", "m.valid_to > today.day"),
        ("emile_search_alike", "near.likeness >= 0.4", "near.likeness >= 0.5"),
        ("emile_search_phones", "SET plan_cache_mode = force_custom_plan", ""),
        ("placements_lastact", "WITH (security_barrier)", ""),
        ("placements_expectedarrival", "s.state = 'planned'", "s.state = 'arrived'"),
        ("triggers", "INSERT OR UPDATE ON candidates_journey", "INSERT ON candidates_journey"),
    ],
)
def test_another_definition_is_noticed(owner, name, said, otherwise):
    """One clause at a time."""
    [path] = [path for path in FILES if path.stem == name]
    text = path.read_text()
    assert said in text
    before = held(owner)
    apply(owner, text.replace(said, otherwise))
    assert held(owner) != before
