"""Reads what the board shows: for each step of a territory, how many files there are and those that wait longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F
from django.db.models.expressions import RawSQL

from candidates.journey.waiting import WaitingRow
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.models import User
from emile.core.database.rows import rows_by_name
from emile.reference.models import Territory

EACH_STEP = """
    SELECT counted.total, oldest.*
    FROM unnest(%s::text[]) AS wanted(step),
        LATERAL (SELECT count(*) AS total FROM ({files}) AS file) AS counted,
        LATERAL ({oldest}) AS oldest
    ORDER BY oldest.step_since, oldest.pk
"""


@dataclass(frozen=True, kw_only=True)
class File(WaitingRow):
    """One of the oldest files of a step; ``total``: how many the step has."""

    total: int
    pk: int
    reference: str
    household_name: str
    adults: int
    children: int
    structure_short_name: str
    structure_name: str
    step_since: date
    caseworker_first_name: str | None
    caseworker_last_name: str | None

    @property
    def structure(self) -> str:
        return self.structure_short_name or self.structure_name

    @property
    def caseworker(self) -> str:
        return " ".join(filter(None, [self.caseworker_first_name, self.caseworker_last_name]))


def oldest_files(territory: Territory, steps: Sequence[Step], user: User, *, most: int) -> list[File]:
    """Runs one query whatever the number of steps: a ``LATERAL`` subquery finds the files of each step."""
    files = Journey.objects.visible_to(user).filter(territory=territory, step=RawSQL("wanted.step", ())).order_by()
    oldest = files.order_by("step_since", "pk").values(
        "pk",
        "reference",
        "adults",
        "children",
        "step_since",
        *Journey.WAITS_BY,
        household_name=F("household__name"),
        structure_short_name=F("prescriber__short_name"),
        structure_name=F("prescriber__name"),
        caseworker_first_name=F("caseworker__first_name"),
        caseworker_last_name=F("caseworker__last_name"),
    )
    counted, counted_values = files.values("pk").query.sql_with_params()
    listed, listed_values = oldest[:most].query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(EACH_STEP.format(files=counted, oldest=listed), [[*steps], *counted_values, *listed_values])
        return [File(**row) for row in rows_by_name(cursor)]
