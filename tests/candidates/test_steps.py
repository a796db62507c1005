"""What each step is, in one table: its number, how far it counts, its colour."""

from datetime import date
from types import SimpleNamespace

import pytest

from candidates.models import Journey
from candidates.overview.rows import Row, people, row_of
from candidates.steps import (
    BEFORE_MOVE_IN,
    CLOSED,
    IN_ORIGIN,
    LOOKS,
    MILESTONES,
    OPEN,
    PREPARING,
    SETTLED_OR_AFTER,
    SETTLING,
    TO_DECIDE,
    Step,
    reached,
)

# step: number, reached in the funnel, colour
STEPS = {
    "diagnosis": (1, 1, "neutral"),
    "submitted": (2, 2, "info"),
    "to_complete": (2, 2, "warning"),
    "presented": (3, 3, "info"),
    "waiting": (4, 3, "warning"),
    "declined": (4, 3, "danger"),
    "shortlisted": (4, 4, "success"),
    "job_search": (5, 5, "info"),
    "project": (6, 6, "info"),
    "immersion": (7, 7, "info"),
    "validated": (8, 8, "success"),
    "contracted": (9, 9, "success"),
    "settled": (10, 10, "accent"),
    "support": (11, 11, "accent"),
    "mainstream": (12, 12, "success"),
    "left": (0, 0, "neutral"),
}
PARIS, DECIDING = "diagnosis submitted to_complete", "presented waiting"
PROJECT = "shortlisted job_search project immersion validated"
GROUPS = {
    "in origin": (IN_ORIGIN, PARIS),
    "to decide": (TO_DECIDE, DECIDING),
    "preparing": (PREPARING, PROJECT),
    "settling": (SETTLING, "contracted settled"),
    "settled or after": (SETTLED_OR_AFTER, "settled support mainstream"),
    "before move-in": (BEFORE_MOVE_IN, f"{PARIS} {DECIDING} {PROJECT} contracted"),
    "closed": (CLOSED, "declined mainstream left"),
    "open": (OPEN, f"{PARIS} {DECIDING} {PROJECT} contracted settled support"),
}
MILESTONES_OF_A_JOURNEY = (
    "diagnosis submitted presented shortlisted job_search project immersion validated contracted settled support"
    " mainstream"
)


def test_no_step_is_forgotten():
    assert list(STEPS) == [step.value for step in Step]


@pytest.mark.parametrize("code", STEPS)
def test_what_a_step_is(code):
    step, (number, how_far, tone) = Step(code), STEPS[code]
    assert (step.number, reached(step)) == (number, how_far)
    assert LOOKS[step][0] == tone
    assert Journey(step=code).is_closed is (code in {"declined", "mainstream", "left"})


@pytest.mark.parametrize(("group", "codes"), GROUPS.values(), ids=GROUPS)
def test_which_steps_go_together(group, codes):
    assert {step.value for step in group} == set(codes.split())


def test_one_step_proves_each_number():
    assert {number: step.value for number, step in MILESTONES.items()} == dict(
        enumerate(MILESTONES_OF_A_JOURNEY.split(), 1)
    )


# --- a file as a row ----------------------------------------------------------------------------------------------

TODAY = date(2026, 6, 15)


def columns(**changes) -> SimpleNamespace:
    return SimpleNamespace(
        **{
            "reference": "K7M2QP",
            "household_id": 12,
            "household__name": "DIALLO Awa",
            "step": "settled",
            "awaits": "",
            "suspended_until": None,
            "step_since": date(2026, 6, 3),
            "adults": 2,
            "children": 3,
            "prescriber__name": "Samusocial de Paris",
            "prescriber__short_name": "Samusocial",
            "territory__name": "Cantal",
            "caseworker__first_name": "Caroline",
            "caseworker__last_name": "Caseworker",
        }
        | changes
    )


def reader(*, counts: bool = False, granted: tuple = ()) -> SimpleNamespace:
    return SimpleNamespace(scope=SimpleNamespace(sees_figures=counts, granted=granted))


NAMED = Row(
    title="DIALLO Awa",
    reference="K7M2QP",
    url="/dossiers/K7M2QP/",
    reason_url="",
    step="Installation",
    tone="accent",
    icon="house",
    since="depuis 12\u00a0jours",
    waits_for="Caroline Caseworker",
    awaited="Accompagnement",
    territory="Cantal",
    structure="Samusocial",
    people="2\u00a0adultes, 3\u00a0enfants",
)


def test_a_row_for_those_who_follow_the_file():
    assert row_of(columns(), reader(), TODAY) == NAMED


def test_a_row_that_lacks_something_says_so():
    bare = columns(
        step="left",
        prescriber__short_name="",
        territory__name=None,
        caseworker__first_name=None,
        caseworker__last_name=None,
        step_since=TODAY,
    )
    row = row_of(bare, reader(), TODAY)
    assert (row.structure, row.territory, row.waits_for) == ("Samusocial de Paris", "–", "–")
    assert (row.since, row.step) == ("depuis aujourd'hui", "Parcours interrompu")


@pytest.mark.parametrize(("granted", "closed_to_us"), [((), True), ((11,), True), ((11, 12), False)])
def test_a_row_for_those_who_count_has_no_name_and_opens_with_a_reason(granted, closed_to_us):
    row = row_of(columns(), reader(counts=True, granted=granted), TODAY)
    assert (row.title, row.reference) == ("K7M2QP", "")
    assert row.url == ("" if closed_to_us else "/dossiers/K7M2QP/")
    assert row.reason_url == ("/dossiers/K7M2QP/ouvrir/" if closed_to_us else "")


@pytest.mark.parametrize(
    ("adults", "children", "words"),
    [
        (1, 0, "1 adulte"),
        (2, 0, "2 adultes"),
        (1, 1, "1 adulte, 1 enfant"),
        (2, 2, "2 adultes, 2 enfants"),
        (0, 1, "0 adulte, 1 enfant"),
    ],
)
def test_people_in_words(adults, children, words):
    assert people(adults, children).replace("\u00a0", " ") == words
