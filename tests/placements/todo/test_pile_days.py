"""From which day on, until which day, and for whom a file is in a pile of « À faire »."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.todo import Asked, Line, piles_for
from emile.reference.models import LegalParameter
from placements.support.todo import months_before
from tests.candidates.file.file_steps import changed
from tests.candidates.todo.test_piles import PEOPLE
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import family
from tests.world import TODAY, World


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def lines(user, slug: str, today: date = TODAY) -> list[Line]:
    with acting_as(user.pk):
        return [line for pile in piles_for(user, today, Asked()) if pile.slug == slug for line in pile.lines]


def seen_by(world: World, slug: str, today: date = TODAY) -> set[str]:
    return {name for name in PEOPLE if lines(getattr(world, name), slug, today)}


# --- the day --------------------------------------------------------------------------------------------------------

STAYS, ENDS = (Step.PROJECT, rows.arrival, "head"), (Step.IMMERSION, rows.departure, "head")
DAYS = [
    ("never_noted", *STAYS, -1, True), ("never_noted", *STAYS, 0, False),
    ("arrivals", *STAYS, -1, False), ("arrivals", *STAYS, 0, True),
    ("arrivals", *STAYS, 6, True), ("arrivals", *STAYS, 7, False),
    ("not_closed", *ENDS, -1, True), ("not_closed", *ENDS, 0, False),
    ("under_way", *ENDS, -1, False), ("under_way", *ENDS, 0, True), ("under_way", *ENDS, 9, True),
    ("permits", Step.DIAGNOSIS, rows.permit, "prescriber", 120, True),
    ("permits", Step.DIAGNOSIS, rows.permit, "prescriber", 121, False),
    ("permits", Step.DIAGNOSIS, rows.permit, "prescriber", -1, True),
    ("next_steps", Step.SUPPORT, rows.next_step, "caseworker", 7, True),
    ("next_steps", Step.SUPPORT, rows.next_step, "caseworker", 8, False),
    ("next_steps", Step.SUPPORT, rows.next_step, "caseworker", -9, True),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "step", "row", "person", "days", "there"), DAYS)
def test_the_day_of_a_pile_and_its_neighbour(world, presented, slug, step, row, person, days, there):
    day = TODAY + timedelta(days=days)
    with acting_as_system():
        in_charge = {"caseworker": world.caseworker} if person == "caseworker" else {}
        row(world, family(presented, step, **in_charge), day)
    found = [(line.who, line.due) for line in lines(getattr(world, person), slug)]
    assert found == ([("DIALLO Awa", day)] if there else [])


@pytest.mark.parametrize("step", [Step.SETTLED, Step.SUPPORT])
@pytest.mark.parametrize(
    ("step_days", "act_days", "since"), [(31, None, 31), (30, None, None), (60, 31, 31), (60, 30, None), (31, 60, 31)]
)
def test_a_family_is_without_news_after_thirty_days(world, presented, step, step_days, act_days, since):
    """Since the last act, or since it came to its step when that is later."""
    with acting_as_system():
        came = {"step_since": TODAY - timedelta(days=step_days)}
        journey = family(presented, step, caseworker=world.caseworker, **came)
        if act_days:
            rows.act(world, journey, TODAY - timedelta(days=act_days + 20))
            rows.act(world, journey, TODAY - timedelta(days=act_days))
    found = [line.since for line in lines(world.caseworker, "without_act")]
    assert found == ([TODAY - timedelta(days=since)] if since else [])


def test_a_family_without_news_is_its_own_caseworker_s(world, presented):
    with acting_as_system():
        colleague = world.person("Célia", "caseworker", world.operator, territory=world.cantal)
        for caseworker in (colleague, None):
            family(presented, Step.SUPPORT, caseworker=caseworker, step_since=TODAY - timedelta(days=90))
    assert seen_by(world, "without_act") == set()
    assert len(lines(colleague, "without_act")) == 1


@pytest.mark.parametrize(("days", "stands"), [(-1, True), (0, False), (1, False)])
def test_a_next_step_stands_until_an_act_of_its_day(world, presented, days, stands):
    due = TODAY - timedelta(days=3)
    with acting_as_system():
        ours, theirs = (family(presented, Step.SUPPORT, caseworker=world.caseworker) for _ in range(2))
        rows.next_step(world, ours, due)
        rows.next_step(world, theirs, due)
        rows.act(world, ours, due + timedelta(days=days))
        changed(theirs, caseworker=None)
    assert [line.due for line in lines(world.caseworker, "next_steps")] == ([due] if stands else [])
    assert lines(world.head, "next_steps") == []


# --- whose papers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", ["permits", "housing_requests"])
def test_the_papers_of_a_family_are_looked_after_by_one_person(world, presented, slug):
    """The structure, until somebody is in charge; then that caseworker, and no colleague."""
    with acting_as_system():
        world.caseworker_too = world.person("Célia", "caseworker", world.operator, territory=world.cantal)
        journey = family(presented, Step.SETTLED)
        row = rows.permit if slug == "permits" else rows.housing_request
        row(world, journey, TODAY - timedelta(days=400))
    assert seen_by(world, slug) == {"prescriber"}
    assert lines(world.caseworker_too, slug) == []
    with acting_as_system():
        changed(journey, caseworker=world.caseworker)
    assert seen_by(world, slug) == {"caseworker"}
    assert lines(world.caseworker_too, slug) == []


def test_the_permit_of_somebody_who_left_or_of_a_closed_file_is_nobody_s(world, presented):
    with acting_as_system():
        rows.permit(world, family(presented, Step.SETTLED), TODAY, left_household_on=TODAY)
        closed = {"closed_on": TODAY, "end_reason": world.reason("exit_before_move_in"), "furthest": 3}
        rows.permit(world, family(presented, Step.LEFT, **closed), TODAY)
        rows.permit(world, family(presented, Step.SETTLED), TODAY)
    assert [line.detail for line in lines(world.prescriber, "permits")] == ["Omar"]


@pytest.mark.parametrize(
    ("today", "filed_on", "there"),
    [
        (date(2026, 11, 20), date(2026, 1, 19), True),
        (date(2026, 11, 20), date(2026, 1, 20), False),
        (date(2027, 12, 31), date(2027, 2, 28), True),  # sixty days ahead: 29 February 2028
        (date(2027, 12, 31), date(2027, 3, 1), False),
        (date(2028, 12, 31), date(2028, 3, 1), True),  # sixty days ahead: 1 March 2029
        (date(2028, 12, 31), date(2028, 3, 2), False),
    ],
)
def test_a_housing_request_is_renewed_from_sixty_days_before_its_year_ends(world, presented, today, filed_on, there):
    with acting_as_system():
        rows.housing_request(world, family(presented, Step.DIAGNOSIS), filed_on)
    assert bool(lines(world.prescriber, "housing_requests", today)) is there


def test_a_housing_request_is_counted_from_its_last_renewal_and_says_so(world, presented):
    today = date(2026, 11, 20)
    with acting_as_system():
        for number, renewed_on in (("075A", date(2026, 1, 20)), ("075B", date(2026, 1, 19)), ("075C", None)):
            journey = family(presented, Step.DIAGNOSIS)
            rows.housing_request(world, journey, date(2025, 2, 1), number=number, renewed_on=renewed_on)
    shown = lines(world.prescriber, "housing_requests", today)
    assert [line.detail.replace("\u00a0", " ") for line in shown] == [
        "075C, déposée ou renouvelée le 1er févr. 2025",
        "075B, déposée ou renouvelée le 19 janv. 2026",
    ]
    line = shown[0]
    words = (line.title, line.who, line.since, line.due, line.action_label, line.tone)
    told = ("Renouveler la demande de logement social", "DIALLO Awa", None, None, "Ouvrir", "warning")
    assert words == told
    assert line.action_url == line.url


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 3, 31), 1, date(2027, 2, 28)),
        (date(2028, 3, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2027, 2, 28)),
        (date(2027, 1, 19), 12, date(2026, 1, 19)),
        (date(2027, 1, 31), 1, date(2026, 12, 31)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2026, 12, 31), 1, date(2026, 11, 30)),
        (date(2026, 7, 15), 18, date(2025, 1, 15)),
        (date(2026, 7, 15), 0, date(2026, 7, 15)),
    ],
)
def test_some_months_earlier_is_the_same_day_or_the_last_of_the_month(day, months, expected):
    assert months_before(day, months) == expected


# --- the figures of the law and of managers -------------------------------------------------------------------------


def from_tomorrow(code: str, value: int) -> None:
    """Another value of a parameter, from the day after ``TODAY``."""
    now = LegalParameter.objects.get(code=code, valid_to=None)
    LegalParameter.objects.filter(pk=now.pk).update(valid_to=TODAY)
    changes = {"pk": None, "value": Decimal(value), "valid_from": TODAY + timedelta(days=1)}
    LegalParameter.objects.create(
        **{field.attname: getattr(now, field.attname) for field in now._meta.fields} | changes
    )


PERMIT, REQUEST = (Step.DIAGNOSIS, rows.permit), (Step.DIAGNOSIS, rows.housing_request)
PARAMETERS = [
    ("residence_permit_alert_days", 10, "permits", *PERMIT, 12, "prescriber"),
    ("silent_file_days", 10, "without_act", Step.SUPPORT, rows.last_act, -10, "caseworker"),
    ("housing_request_alert_first_days", 10, "housing_requests", *REQUEST, -340, "prescriber"),
    ("housing_request_validity_months", 11, "housing_requests", *REQUEST, -290, "prescriber"),
]


@pytest.mark.parametrize(("code", "value", "slug", "step", "row", "days", "person"), PARAMETERS)
def test_each_delay_is_that_of_the_day(world, presented, code, value, slug, step, row, days, person):
    """The row is read from both sides of the day on which the parameter changes."""
    day = TODAY + timedelta(days=days)
    with acting_as_system():
        in_charge = {"caseworker": world.caseworker, "step_since": TODAY - timedelta(days=40)}
        row(world, family(presented, step, **in_charge if person == "caseworker" else {}), day)
    user, tomorrow = getattr(world, person), TODAY + timedelta(days=1)
    before = [bool(lines(user, slug, when)) for when in (TODAY, tomorrow)]
    with acting_as_system():
        from_tomorrow(code, value)
    assert [bool(lines(user, slug, when)) for when in (TODAY, tomorrow)] == [before[0], not before[1]]
