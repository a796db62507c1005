"""Looks for a family that is already known, among the files that the person may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection

from candidates.models import Household, Journey, Member
from emile.accounts.models import User
from emile.reference.text import fold

MOST = 200
"""Journeys the search may bring back before birth dates are compared: « Diallo Mamadou » is many people."""


@dataclass(frozen=True)
class Known:
    member: Member
    journey: Journey
    """The latest journey that this person may see."""

    @property
    def is_open(self) -> bool:
        return not self.journey.is_closed


def known_people(user: User, *, last_name: str, first_name: str, birth_date: date | None) -> list[Known]:
    """Finds people of the same names in any order, unless birth dates differ. Runs three queries."""
    words = sorted(fold(f"{last_name} {first_name}").split(), key=len, reverse=True)  # « n » of N'Diaye begins no word
    if not words:
        return []
    latest = _latest_journeys(user, words)
    members = Member.objects.visible_to(user).filter(household__in=latest).order_by("pk")
    return [
        Known(member, latest[member.household_id])
        for member in members
        if _same_name(member, words) and (birth_date is None or member.birth_date in {None, birth_date})
    ]


def _latest_journeys(user: User, words: Iterable[str]) -> dict[int, Journey]:
    """Gives the latest journey of each household; an open one comes before a closed one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT emile_search_journeys(%s, %s)", [list(words), MOST])
        found = [row[0] for row in cursor.fetchall()]
    journeys = Journey.objects.visible_to(user).filter(pk__in=found).select_related("household", "prescriber")
    by_household: dict[int, Journey] = {}
    for journey in sorted(journeys, key=lambda row: (not row.is_closed, row.opened_on, row.pk)):
        by_household[journey.household_id] = journey
    return by_household


def _same_name(member: Member, words: list[str]) -> bool:
    return sorted(fold(f"{member.last_name} {member.first_name}").split()) == sorted(words)


def household_to_reopen(user: User, reference: str) -> Household | None:
    """The household of a closed journey, if none of those this person sees is open."""
    journey = Journey.objects.visible_to(user).closed().filter(reference=reference).select_related("household").first()
    if journey is None or journey.household.journeys.open().exists():
        return None
    return journey.household
