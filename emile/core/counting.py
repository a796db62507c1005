"""Exact counts up to a limit: past it people read « plus de 10 000 », and the database stops counting."""

from collections.abc import Mapping

from django.db import connection
from django.db.models import QuerySet

from emile.core.templatetags.wording import NBSP, number, plural

MOST = 10_000


def count(rows: QuerySet) -> int:
    """At most ``MOST + 1``."""
    return rows.order_by().values("pk")[: MOST + 1].count()


def counts(querysets: Mapping[str, QuerySet]) -> dict[str, int]:
    """Several capped counts in one query."""
    if not querysets:
        return {}
    pieces, parameters = [], []
    for name, rows in querysets.items():
        sql, values = rows.order_by().values("pk")[: MOST + 1].query.sql_with_params()
        pieces.append(f"SELECT %s::text, count(*) FROM ({sql}) AS counted")
        parameters += [name, *values]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), parameters)
        return dict(cursor.fetchall())


def words(total: int, noun: str) -> str:
    """« 51 dossiers », « plus de 10 000 dossiers »."""
    return plural(total, noun) if total <= MOST else f"plus de{NBSP}{plural(MOST, noun)}"


def figure(total: int) -> str:
    return str(number(total)) if total <= MOST else f"plus de{NBSP}{number(MOST)}"
