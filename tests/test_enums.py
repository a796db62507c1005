"""Every code that is stored has its French words, written by us: Django would make some up from the name in English."""

import re
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Choices, TextChoices

OURS = ("candidates", "placements", "partners", "emile")
SAID_ALIKE = re.compile(r"Immersion|Ascendant|Absent|Budget|[A-CT]\d")
"""The same in both languages; levels of French and sizes of flats."""


def enums_of(parent: type[Choices] = TextChoices) -> Iterator[type[Choices]]:
    for enum in parent.__subclasses__():
        if enum.__module__.split(".")[0] in OURS:
            yield enum
        yield from enums_of(enum)


apps.check_models_ready()
ENUMS = {f"{enum.__module__}.{enum.__name__}": enum for enum in enums_of()}


def test_they_are_all_found():
    assert {"candidates.enums.Link", "placements.enums.StayState", "emile.accounts.enums.Role"} <= set(ENUMS)


@pytest.mark.parametrize("name", ENUMS)
def test_each_code_has_its_own_words(name):
    made_up = [member for member in ENUMS[name] if member.label == member.name.replace("_", " ").title()]
    assert [member.label for member in made_up if not SAID_ALIKE.fullmatch(member.label)] == []


@pytest.mark.parametrize("name", ENUMS)
def test_two_codes_are_never_said_alike(name):
    labels = [member.label for member in ENUMS[name]]
    assert sorted(labels) == sorted(set(labels))
