"""Which flats and which stays the calendar of a month shows, in which order, and how each is told."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.parts import Booking
from partners.models import RelayFlat
from placements.models import Stay
from placements.stays.calendar import Month, flats_of, occupations
from tests.candidates.file.file_steps import changed, twin
from tests.world import TODAY, World

YEAR = TODAY.year + 1
MARCH = Month(date(YEAR, 3, 1))


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def on(day: int, month: int = 3) -> date:
    return date(YEAR, month, day)


# --- the flats ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "shown"),
    [
        (on(1, 2), None, True),
        (on(31), None, True),
        (on(1, 4), None, False),
        (on(1, 2), on(28, 2), False),
        (on(1, 2), on(1), False),
        (on(1, 2), on(2), True),
        (on(1, 2), on(1, 5), True),
        (on(1), on(1), False),
    ],
)
def test_a_flat_is_shown_if_it_is_open_one_night_of_the_month(world, opened_on, closed_on, shown):
    """Closed on the 1st: nobody sleeps there that month."""
    with acting_as_system():
        RelayFlat.objects.filter(pk=world.flat.pk).update(opened_on=opened_on, closed_on=closed_on)
    with acting_as(world.head.pk):
        found = [tuple(flat) for flat in flats_of(world.head, MARCH, TODAY)]
    there = (world.flat.pk, "Relais Jordanne", opened_on, closed_on, "cantal", "Cantal")
    assert found == ([there] if shown else [])


def test_flats_come_a_territory_at_a_time_by_name(world):
    with acting_as_system():
        for name, territory in (("B", world.lozere), ("Z", world.cantal), ("A", world.cantal)):
            world.relay_flat(f"Relais {name}", territory)
    with acting_as(world.referent.pk):
        names = [flat.name for flat in flats_of(world.referent, MARCH, TODAY)]
    assert names == ["Relais A", "Relais Jordanne", "Relais Z", "Relais B", "Relais Mende"]
    with acting_as(world.other_head.pk):
        assert [flat.name for flat in flats_of(world.other_head, MARCH, TODAY)] == ["Relais B", "Relais Mende"]


def test_paris_sees_the_flats_where_its_programmes_are_open(world):
    """The opening in Lozère ends today: it is seen today, and no more tomorrow."""
    with acting_as_system():
        openings = world.programme.openings.filter(territory=world.lozere)
        openings.update(valid_to=TODAY)
    with acting_as(world.referent.pk):
        days = {day: flats_of(world.referent, MARCH, day) for day in (TODAY, TODAY + timedelta(days=1))}
    assert [[flat.name for flat in flats] for flats in days.values()] == [
        ["Relais Jordanne", "Relais Mende"],
        ["Relais Jordanne"],
    ]


# --- the stays ------------------------------------------------------------------------------------------------------


def stay(world: World, journey: Journey, arrival: date, departure: date, **changes) -> Stay:
    state = {"flat": world.flat, "people": 4, "planned_on": TODAY, "planned_by": world.head, **changes}
    with acting_as_system():
        reason = world.reason("stay_exception")
        return Stay.objects.create(
            journey=journey, arrival=arrival, departure=departure, **{"exception_reason": reason} | state
        )


@pytest.fixture
def ours(world, presented) -> Journey:
    with acting_as_system():
        return twin(presented, "DIALLO Awa", step=Step.PROJECT, furthest=6)


@pytest.fixture
def theirs(world, presented) -> Journey:
    """Another territory's family, from another origin: a night taken, and no name."""
    with acting_as_system():
        journey = twin(presented, "HADDAD Lina", step=Step.PROJECT, furthest=6)
        return changed(
            journey, territory=world.lozere, origin_area=world.lyon, prescriber=world.lyon_structure
        )  # fmt: skip


def seen(world: World, user) -> list[tuple]:
    with acting_as(user.pk):
        flats = flats_of(user, MARCH, TODAY)
        found = occupations(flats, MARCH, user=user, shown=flats)
    return [(taken.arrival, taken.departure, taken.state, taken.stay and taken.stay.household) for taken in found]


@pytest.mark.parametrize(
    ("arrival", "departure", "there"),
    [
        (on(25, 2), on(28, 2), False),
        (on(25, 2), on(1), True),
        (on(25, 2), on(2, 4), True),
        (on(31), on(3, 4), True),
        (on(1, 4), on(4, 4), False),
    ],
)
def test_a_stay_is_shown_in_each_month_that_it_touches(world, ours, arrival, departure, there):
    stay(world, ours, arrival, departure)
    assert seen(world, world.head) == ([(arrival, departure, "planned", "DIALLO Awa")] if there else [])
    with acting_as_system():
        assert Stay.objects.between(on(1), on(31)).exists() is there


@pytest.mark.parametrize(
    ("state", "there"),
    [
        ("planned", True), ("arrived", True), ("attended", True), ("partly", True),
        ("cancelled", False), ("no_show", False),
    ],
)  # fmt: skip
def test_a_stay_that_was_not_made_takes_no_night(world, ours, state, there):
    came = {"arrived_on": on(5)} if state in {"arrived", "attended", "partly"} else {}
    left = {"left_on": on(8)} if state in {"attended", "partly"} else {}
    stay(world, ours, on(5), on(8), state=state, **came, **left)
    assert seen(world, world.head) == ([(on(5), on(8), state, "DIALLO Awa")] if there else [])


def test_nights_come_in_order_and_the_family_one_does_not_follow_has_no_name(world, ours, theirs):
    stay(world, ours, on(20), on(23))
    stay(world, theirs, on(5), on(8))
    assert seen(world, world.head) == [
        (on(5), on(8), "planned", None),
        (on(20), on(23), "planned", "DIALLO Awa"),
    ]


def test_without_a_flat_nothing_is_asked(world, django_assert_num_queries):
    with acting_as(world.head.pk), django_assert_num_queries(0):
        assert occupations([], MARCH, user=world.head, shown=[]) == []


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.fixture
def page(world, ours, theirs, sign_in) -> Iterator:
    """A usual stay that is over, an exception that is planned, and a family of elsewhere."""
    usual = {"state": "attended", "arrived_on": on(2), "left_on": on(5), "exception_reason": None}
    stay(world, ours, on(2), on(5), **usual)
    stay(world, ours, on(10), on(20))
    stay(world, theirs, on(25), on(28))
    return sign_in(world.head).get("/appartements-relais/", {"mois": f"{YEAR}-03"})


def test_each_stay_is_a_bar_with_its_words(page, ours, world):
    with acting_as_system():
        reason = world.reason("stay_exception").label
    (row,) = page.context["rows"]
    url = f"/dossiers/{ours.reference}/"
    assert row.bookings == [
        Booking(on(2), on(5), "DIALLO", url, tone="success", detail="DIALLO Awa, effectué"),
        Booking(on(10), on(20), "⚠ DIALLO", url, "warning", f"DIALLO Awa, prévu, exception : {reason}"),
        Booking(on(25), on(28), "Occupé", "", tone="neutral"),
    ]
    assert (row.label, row.hint) == ("Relais Jordanne", "Cantal · 52\N{NO-BREAK SPACE}%")


def test_the_stays_one_follows_are_told_in_a_list_too(page, ours, world):
    with acting_as_system():
        reason = world.reason("stay_exception").label
    common = {
        "household": "DIALLO Awa",
        "url": f"/dossiers/{ours.reference}/",
        "flat": "Relais Jordanne, Cantal",
        "people": 4,
    }
    assert [line._asdict() for line in page.context["stays"]] == [
        {"arrival": on(2), "departure": on(5), "state": "Effectué", "tone": "success", "exception": None, **common},
        {"arrival": on(10), "departure": on(20), "state": "Prévu", "tone": "info", "exception": reason, **common},
    ]


def test_the_legend_tells_what_is_shown_and_the_figures_are_those_of_the_month(page):
    legend, nights = page.context["legend"], page.context["nights"]
    assert (legend.colours, legend.unknown, legend.exceptions) == ([("Effectué", "success")], True, True)
    assert (nights.booked, nights.available, nights.share) == (16, 31, 52)
    assert page.context["plan_url"] == "/dossiers/?etape=project&tri=anciennete"


def test_the_nights_of_every_flat_are_added(world, ours, sign_in):
    with acting_as_system():
        cere = world.relay_flat("Relais Cère", world.cantal)
    stay(world, ours, on(2), on(5))
    stay(world, ours, on(10), on(14), flat=cere)
    page = sign_in(world.caseworker).get("/appartements-relais/", {"mois": f"{YEAR}-03"})
    nights = page.context["nights"]
    assert (nights.booked, nights.available, nights.share) == (7, 62, 11)
    assert [row.hint for row in page.context["rows"]] == [
        "Cantal · 13\N{NO-BREAK SPACE}%",
        "Cantal · 10\N{NO-BREAK SPACE}%",
    ]
