"""Exact counts up to a limit: past it people read « plus de 1 000 », and the database stops counting.

The dashboard and the board are where everything is counted to the last."""

from django.db.models import Model, QuerySet

from emile.core.templatetags.wording import NBSP, number, plural

MOST = 1_000


def count(rows: QuerySet[Model, object]) -> int:
    """At most ``MOST + 1``."""
    return rows.order_by().values("pk")[: MOST + 1].count()


def words(total: int, noun: str) -> str:
    """« 51 dossiers », « plus de 1 000 dossiers »."""
    return plural(total, noun) if total <= MOST else f"plus de{NBSP}{plural(MOST, noun)}"


def figure(total: int) -> str:
    return str(number(total)) if total <= MOST else f"plus de{NBSP}{number(MOST)}"
