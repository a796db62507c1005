"""Puts the shipped files into the tables, once: a file whose digest is known is not read again."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps as installed
from django.apps.registry import Apps
from django.db import IntegrityError, connections, transaction
from django.db.models import Model
from psycopg.sql import SQL, Identifier

from emile.reference.models.dated import Edited
from emile.reference.shipped import FILES, Row, Rows, Shipped, Table, digest, sources

UPSERT = """
    INSERT INTO {table} ({columns}) SELECT {columns} FROM shipped
    ON CONFLICT ({key}) DO UPDATE SET {new}
"""


@dataclass
class Loaded:
    """Counts what one file changed; `kept` counts the rows left as a manager wrote them."""

    name: str
    rows: int = 0
    kept: int = 0


def load_reference(*, using: str = "default", apps: Apps = installed) -> list[Loaded]:
    """Load the files that changed since the last time; safe to run at every start.

    Official tables (departments, communes, trades) follow their file. The rows managers edit are added when
    missing and corrected only while nobody touched them (`version` 1). A migration passes its own `apps`:
    columns that do not exist yet at that point of history are left out, and what was loaded is found by its key,
    whose name has changed since.
    """
    model = apps.get_model("reference", "LoadedSource")
    known = dict(model.objects.using(using).values_list("pk", "digest"))
    contents = [(shipped, shipped.content()) for shipped in FILES]
    changed = [(shipped, content) for shipped, content in contents if known.get(shipped.name) != digest(content)]
    about = sources() if changed else {}
    return [_load(shipped, content, about[shipped.name], using=using, apps=apps) for shipped, content in changed]


def _load(shipped: Shipped, content: bytes, about: Row, *, using: str, apps: Apps) -> Loaded:
    loaded = Loaded(shipped.name)
    with transaction.atomic(using=using):
        for table in shipped.tables:
            model = apps.get_model("reference", table.model)
            rows = table.read(content)
            if table.official:
                loaded.rows += follow(model, rows, table, using)
            else:
                merge(model, [_resolved(row, table, apps, using) for row in rows], table, using, loaded)
        apps.get_model("reference", "LoadedSource").objects.using(using).update_or_create(
            pk=shipped.name, defaults={"digest": digest(content), "rows": loaded.rows + loaded.kept, **about}
        )
    return loaded


def follow(model: type[Model], rows: Rows, table: Table, using: str) -> int:
    """Insert or overwrite with one COPY; a row the file no longer has stays, for the files that point at it."""
    columns = sorted(_columns(model))
    names = {
        "table": Identifier(model._meta.db_table),
        "columns": SQL(", ").join(map(Identifier, columns)),
        "key": SQL(", ").join(map(Identifier, table.key)),
        "new": SQL(", ").join(SQL("{0} = EXCLUDED.{0}").format(Identifier(c)) for c in columns if c not in table.key),
    }
    with connections[using].cursor() as cursor:
        cursor.execute(SQL("CREATE TEMP TABLE shipped (LIKE {table}) ON COMMIT DROP").format(**names))
        with cursor.copy(SQL("COPY shipped ({columns}) FROM STDIN").format(**names)) as copy:
            for row in rows:
                copy.write_row([row[column] for column in columns])
        cursor.execute(SQL(UPSERT).format(**names))
        written: int = cursor.rowcount
        cursor.execute("DROP TABLE shipped")
        cursor.execute(SQL("ANALYZE {table}").format(**names))
    return written


def merge(model: type[Edited], rows: list[Row], table: Table, using: str, loaded: Loaded) -> None:
    """Correct what nobody touched, then add what is missing: closing a period makes room for the next one."""
    existing = {_key(row, table): row for row in model._default_manager.using(using).all()}
    missing = [row for row in rows if tuple(row[name] for name in table.key) not in existing]
    for row in rows:
        if row in missing:
            continue
        current = existing[tuple(row[name] for name in table.key)]
        written = current.version == 1 and _write(current, row, table, using)
        _count(loaded, written)
    for row in missing:
        _count(loaded, _write(model(), row, table, using))


def _count(loaded: Loaded, written: bool) -> None:
    loaded.rows += written
    loaded.kept += not written


def _write(instance: Model, row: Row, table: Table, using: str) -> bool:
    """Returns False when a manager's row already covers those days: theirs wins."""
    names = _columns(type(instance))
    for name in names & row.keys():
        setattr(instance, name, row[name])
    try:
        with transaction.atomic(using=using):
            instance.save(using=using)
            for name in table.sets:
                getattr(instance, name).set(row[name])
    except IntegrityError:
        return False
    return True


def _resolved(row: Row, table: Table, apps: Apps, using: str) -> Row:
    """Codes become ids."""
    resolved = {name: value for name, value in row.items() if name not in table.links}
    for name, target in table.links.items():
        found = _by_code(apps, target, [row[name]], using) if row.get(name) else [None]
        resolved[f"{name}_id"] = found[0]
    for name, target in table.sets.items():
        resolved[name] = _by_code(apps, target, row[name], using)
    return resolved


def _by_code(apps: Apps, target: str, codes: list[str], using: str) -> list[int]:
    model = apps.get_model("reference", target)
    found = dict(model.objects.using(using).filter(code__in=codes).values_list("code", "pk"))
    return [found[code] for code in codes]


def _columns(model: type[Model]) -> set[str]:
    return {field.attname for field in model._meta.concrete_fields}


def _key(instance: Model, table: Table) -> tuple[object, ...]:
    return tuple(getattr(instance, name) for name in table.key)
