"""Searches files from one box: by name in any order and without accents, by telephone however written, by reference.

The database searches among the files within reach and answers with their ids (``SECURITY DEFINER`` functions, which
apply the scope themselves): names do not travel through the row policies one by one.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum

from django.db import connection
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from candidates.models import Journey, Member
from candidates.references import ALPHABET
from emile.accounts.models import User
from emile.reference.text import LONGEST_QUERY, fold

REFERENCE = re.compile(rf"[{ALPHABET}]{{6}}")
PHONE = re.compile(r"[\d\s.()/+-]+")
SHORTEST, SHORTEST_PHONE, MOST_WORDS = 2, 4, 6


class How(StrEnum):
    """What was recognised in the words typed."""

    NOTHING = "nothing"
    TOO_SHORT = "too_short"
    REFERENCE = "reference"
    PHONE = "phone"
    NAME = "name"
    ALIKE = "alike"


@dataclass(frozen=True)
class Found:
    how: How
    ids: list[int] = field(default_factory=list)
    """The best first, or the most recent."""


def find_journeys(text: str, *, user: User, most: int) -> Found:
    """Somebody who only counts files finds them by their reference, and by nothing else."""
    text = text[:LONGEST_QUERY].strip()
    found = by_reference(text, user=user)
    if found.ids or user.scope.sees_figures:
        return found
    if PHONE.fullmatch(text) and any(character.isdigit() for character in text):
        return by_phone(text, most=most)
    return by_name(text, most=most)


def by_reference(text: str, *, user: User) -> Found:
    reference = re.sub(r"[\s-]", "", text).upper()
    if not REFERENCE.fullmatch(reference):
        return Found(How.TOO_SHORT if user.scope.sees_figures else How.NOTHING)
    ids = Journey.objects.countable_by(user).filter(reference=reference).values_list("pk", flat=True)
    return Found(How.REFERENCE, list(ids))


def by_phone(text: str, *, most: int) -> Found:
    digits = national(re.sub(r"\D", "", text))
    if len(digits) < SHORTEST_PHONE:
        return Found(How.TOO_SHORT)
    return Found(How.PHONE, ask("emile_search_phones", digits, most))


def national(digits: str) -> str:
    """Keeps the nine digits that +33 6…, 0033 6… and 06… share; a part of a number stays as it is."""
    if len(digits) > 9:
        return digits[-9:]
    return digits.removeprefix("0") if len(digits) > SHORTEST_PHONE else digits


def by_name(text: str, *, most: int) -> Found:
    words = sorted(fold(text).split(), key=len, reverse=True)[:MOST_WORDS]
    if not words or len(words[0]) < SHORTEST:
        return Found(How.TOO_SHORT)
    if ids := ask("emile_search_journeys", words, most):
        return Found(How.NAME, ids)
    long_enough = [word for word in words if len(word) > SHORTEST]
    return Found(How.ALIKE, ask("emile_search_alike", long_enough, most) if long_enough else [])


def ask(function: str, what: str | list[str], most: int) -> list[int]:
    kind = "text[]" if isinstance(what, list) else "text"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}(%s::{kind}, %s)", [what, most])  # noqa: S608 (names of ours)
        return [journey for (journey,) in cursor.fetchall()]


def marked(member: Member, text: str, how: How) -> str:
    """« Sami Diallo » with what was typed in bold, when this person is why the file was found."""
    if how == How.PHONE:
        digits = national(re.sub(r"\D", "", text))
        known = re.sub(r"\D", "", member.phone)
        return format_html("{} · <mark>{}</mark>", member.full_name, member.phone) if digits in known else ""
    words = fold(text).split()
    if not all(word in member.search_name for word in words):
        return ""
    return format_html_join(" ", "{}", ((emphasised(part, words),) for part in member.full_name.split()))


def emphasised(part: str, words: list[str]) -> SafeString:
    folded = fold(part)
    return format_html("<mark>{}</mark>" if any(word in folded for word in words) else "{}", part)
