"""Exact counts up to a limit: past it people read « plus de 1 000 », and the database stops counting.

The dashboard is where everything is counted to the last."""

from collections.abc import Mapping
from contextlib import suppress

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from emile.core.templatetags.wording import NBSP, number, plural

MOST = 1_000


def count(rows: QuerySet) -> int:
    """At most ``MOST + 1``."""
    return rows.order_by().values("pk")[: MOST + 1].count()


def counts(querysets: Mapping[str, QuerySet]) -> dict[str, int]:
    """Several capped counts in one query."""
    pieces, parameters = [], []
    for name, rows in querysets.items():
        with suppress(EmptyResultSet):  # nothing can be found: nothing to ask
            sql, values = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
            pieces.append(f"SELECT %s::text, count(*) FROM ({sql}) AS counted")  # noqa: S608 (the ORM's own words)
            parameters += [name, *values]
    found = dict.fromkeys(querysets, 0)
    if pieces:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(pieces), parameters)
            found.update(cursor.fetchall())
    return found


def words(total: int, noun: str) -> str:
    """« 51 dossiers », « plus de 1 000 dossiers »."""
    return plural(total, noun) if total <= MOST else f"plus de{NBSP}{plural(MOST, noun)}"


def with_parallel_workers() -> None:
    """Until the end of the transaction: worth their start for figures over every file, not for a page of rows."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL max_parallel_workers_per_gather = 2")


def figure(total: int) -> str:
    return str(number(total)) if total <= MOST else f"plus de{NBSP}{number(MOST)}"
