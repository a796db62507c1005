"""The tool that measures the tests is itself a few lines that could be wrong."""

from collections import Counter

import pytest

from tests.mutants.choosing.draw import draw
from tests.mutants.copies import ROOT
from tests.mutants.faults.operators import compiles, mutants_of
from tests.mutants.faults.source import Source

FLAT = "placements/example.py"


def changes(text: str) -> set[tuple[str, str]]:
    return {(mutant.old, mutant.new) for mutant in mutants_of(Source(FLAT, text))}


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("late = day < limit", "<", "<="),
        ("late = day >= limit", ">=", ">"),
        ("alone = (first\n    == second)", "==", "!="),
        ("known = name not in names", "not in", "in"),
        ("ready = signed and paid", "and", "or"),
        ("free = not taken", "not taken", "(taken)"),
        ("end = start + length", "+", "-"),
        ("nights = 4", "4", "5"),
        ("latest = max(days)", "max", "min"),
        ("rows = rows.filter(day__lte=today)", "__lte", "__lt"),
        ("rows = rows.filter(day__lte=today)", "filter", "exclude"),
        ('rows = rows.order_by("-day")', "-", ""),
        ('rows = rows.order_by("day")', "", "-"),
        ("if late:\n    warn()", "late", "not (late)"),
        ("if late:\n    warn()", "warn()", "pass"),
        ("if late:\n    raise TooLate(day)", "raise TooLate(day)", "pass"),
        ("@transaction.atomic\ndef leave():\n    pass", "@transaction.atomic", ""),
        ("def found():\n    return rows", "rows", "None"),
        ("OPEN = frozenset({Step.PROJECT, Step.SUPPORT})", "Step.PROJECT, ", ""),
        ("OPEN = frozenset({Step.PROJECT, Step.SUPPORT})", ", Step.SUPPORT", ""),
        ("rows = rows.filter(state=free, ended_on=None)", "state=free, ", ""),
        ('head = role == "service_head"', '"service_head"', '"service_head_x"'),
        ("round += 1", "+=", "-="),
    ],
)
def test_each_kind_of_fault(text, old, new):
    assert (old, new) in changes(text)


@pytest.mark.parametrize(
    "text",
    [
        '"""Trois nuits == 3."""',
        "from candidates import steps",
        "def stays(day: date | None) -> list[Stay]: ...",
        'logger.warning("job %s: %s", 1, not_written)',
        "def __str__(self):\n    return self.name",
        '__all__ = ["Journey", "Member"]',
        'FEMALE = "f", "Féminin"',
        'raise_it = Refused("Ce logement est déjà loué.")',
        'names = models.CharField(verbose_name="nom", help_text=f"{1 + 1}")',
        "@property\ndef days(self): ...",
    ],
)
def test_what_people_read_and_what_changes_nothing_is_left_alone(text):
    assert changes(text) == set()


def test_only_the_span_is_replaced_whatever_letters_stand_before_it():
    text = 'é = "à côté"; tard = (jour  <  limite)  # ô\nreste = 1\n'
    [mutant] = [mutant for mutant in mutants_of(Source(FLAT, text)) if mutant.old == "<"]
    assert mutant.apply(text) == 'é = "à côté"; tard = (jour  <=  limite)  # ô\nreste = 1\n'
    assert mutant.line == 1


def test_a_file_that_changed_is_not_damaged():
    [mutant] = [mutant for mutant in mutants_of(Source(FLAT, "late = day < limit")) if mutant.old == "<"]
    with pytest.raises(ValueError, match="has changed"):
        mutant.apply("late = limit > day")


def test_the_same_seed_draws_the_same_faults_and_another_seed_others():
    first = draw(7, 12, "reporting")
    assert first == draw(7, 12, "reporting")
    assert first != draw(8, 12, "reporting")


def test_what_is_drawn_compiles_and_stands_where_it_says():
    drawn = draw(7, 40, "reporting")
    assert len(drawn) == 40
    for mutant in drawn:
        text = (ROOT / mutant.file).read_text()
        assert mutant.apply(text) != text
        assert compiles(mutant.apply(text))
        assert mutant.old.split("\n")[0] in text.split("\n")[mutant.line - 1]
    on_a_line = Counter((mutant.file, mutant.line) for mutant in drawn)
    assert max(on_a_line.values()) <= 2
