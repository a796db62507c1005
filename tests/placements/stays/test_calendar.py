from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils.html import escape

from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from placements.stays import workflow as stays
from placements.stays.calendar import Flat
from placements.stays.calendar_page import MOST_FLATS, choice_of
from tests.world import LONG_AGO, TODAY, World

CALENDAR = "/appartements-relais/"


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def book(world, journey, *, flat=None, arrival=None, nights=3, reason=None, by=None):
    arrival = arrival or TODAY + timedelta(days=1)
    return stays.plan_stay(
        journey,
        by=by or world.head,
        today=TODAY,
        flat=flat or world.flat,
        arrival=arrival,
        departure=arrival + timedelta(days=nights),
        people=2,
        exception_reason=reason,
    )


@pytest.mark.parametrize(
    "asked", ["", "zzz", "2026-13", "2026-00", "0001-01", "9999-12", "٢٠٢٦-١١", "\0", "2026-1", "a" * 999]
)
def test_a_month_that_means_nothing_is_this_month(world, sign_in, asked):
    page = sign_in(world.head).get(CALENDAR, {"mois": asked})
    assert page.status_code == 200
    assert page.context["month"].first == TODAY.replace(day=1)


@pytest.mark.parametrize("asked", ["2014-01", "2099-12", "2028-02"])
def test_the_first_and_the_last_month_open(world, sign_in, asked):
    page = sign_in(world.head).get(CALENDAR, {"mois": asked})
    assert page.context["month"].code == asked


def test_a_family_one_does_not_follow_is_only_a_night_taken(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT, name="Diallo", elsewhere=True)
        type(world.other_flat).objects.filter(pk=world.other_flat.pk).update(territory=world.cantal)
        stay = book(world, journey, flat=world.other_flat, by=world.other_head)
    page = sign_in(world.head).get(CALENDAR, {"mois": f"{stay.arrival:%Y-%m}"})
    html = page.content.decode()
    assert "Occupé" in html
    assert "DIALLO" not in html
    assert page.context["stays"] == []
    assert page.context["nights"].booked > 0


def test_ones_own_stays_by_name_and_exceptions_with_a_word(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT, name="Diallo")
        stay = book(world, journey, nights=9, reason=world.reason("stay_exception"))
    html = sign_in(world.caseworker).get(CALENDAR, {"mois": f"{stay.arrival:%Y-%m}"}).content.decode()
    assert "DIALLO Awa" in html
    assert "Exception" in html
    assert escape(stay.exception_reason) in html


def test_a_bar_has_the_family_name_and_the_legend_only_what_is_shown(world, sign_in):
    with acting_as_system():
        first, second = world.journey(Step.PROJECT, name="Diallo"), world.journey(Step.PROJECT, name="Haddad")
        later = book(world, first, arrival=date(TODAY.year + 1, 1, 20))
        sooner = book(world, second, arrival=date(TODAY.year + 1, 1, 4))
    page = sign_in(world.head).get(CALENDAR, {"mois": f"{TODAY.year + 1}-01"})
    labels = [booking.label for row in page.context["rows"] for booking in row.bookings]
    assert sorted(labels) == ["DIALLO", "HADDAD"]
    assert [line.arrival for line in page.context["stays"]] == [sooner.arrival, later.arrival]
    assert [line.household for line in page.context["stays"]] == ["HADDAD Awa", "DIALLO Awa"]
    assert page.context["legend"].colours == [("Prévu", "info")]
    html = page.content.decode()
    assert "Occupé" not in html
    assert "⚠" not in html
    assert "Décembre" in html


def test_the_gate_says_nothing_but_nights(world):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        stay = book(world, journey)
    arguments = [[world.flat.pk], stay.arrival, stay.departure]
    for user, expected in [
        (world.head, [journey.pk]),
        (world.other_head, [None]),
        (world.manager, [None]),
        (world.partner, []),
    ]:
        with acting_as(user.pk), connection.cursor() as cursor:
            cursor.execute("SELECT journey_id FROM emile_relay_calendar(%s, %s, %s)", arguments)
            assert [row[0] for row in cursor.fetchall()] == expected, user


@pytest.mark.parametrize("number", [1, 3])
def test_the_calendar_costs_the_same_whatever_it_shows(world, sign_in, django_assert_num_queries, number):
    with acting_as_system():
        for index, journey in enumerate(world.journeys(number, Step.PROJECT)):
            book(world, journey, arrival=date(TODAY.year + 1, 1, 4 * index + 2))
    client = sign_in(world.head)
    asked = {"mois": f"{TODAY.year + 1}-01"}
    client.get(CALENDAR, asked)
    with django_assert_num_queries(9):
        page = client.get(CALENDAR, asked)
    assert len(page.context["stays"]) == number


@pytest.mark.parametrize("role", ["prescriber", "manager", "dpo", "partner"])
def test_the_calendar_is_for_those_who_prepare_stays(world, sign_in, role):
    assert sign_in(getattr(world, role)).get(CALENDAR).status_code == 403


def test_many_flats_are_shown_a_territory_and_a_page_at_a_time(world, sign_in, django_assert_num_queries):
    with acting_as_system():
        for number in range(MOST_FLATS):
            world.relay_flat(f"Cantal {number:02}", world.cantal)
            world.relay_flat(f"Lozère {number:02}", world.lozere)
        stay = book(world, world.journey(Step.PROJECT))
    client, month = sign_in(world.referent), f"{stay.arrival:%Y-%m}"
    client.get(CALENDAR)
    with django_assert_num_queries(9):
        page = client.get(CALENDAR, {"mois": month, "territoire": "cantal"})
    assert [territory.code for territory in page.context["territories"]] == ["cantal", "lozere"]
    assert len(page.context["rows"]) == MOST_FLATS
    assert page.context["nights"].available > 30 * MOST_FLATS  # those of the other page are counted
    assert "territoire=cantal" in page.content.decode()
    last = client.get(CALENDAR, {"mois": month, "territoire": "cantal", "page": "2"})
    assert [line.arrival for line in last.context["stays"]] == [stay.arrival]
    assert client.get(CALENDAR, {"territoire": "paris", "page": "zzz"}).context["territory"].code == "cantal"


def some_flats(*codes: str) -> list[Flat]:
    return [Flat(number, f"Relais {number}", LONG_AGO, None, code, code.title()) for number, code in enumerate(codes)]


@pytest.mark.parametrize("asked", ["", "lozere"])
def test_six_flats_are_shown_together(asked):
    flats = some_flats(*["cantal"] * 3, *["lozere"] * 3)
    assert choice_of(flats, asked) == ([], None, flats)
    assert choice_of([], asked) == ([], None, [])


@pytest.mark.parametrize(
    ("asked", "chosen"), [("lozere", "lozere"), ("cantal", "cantal"), ("", "cantal"), ("paris", "cantal")]
)
def test_seven_flats_are_shown_a_territory_at_a_time(asked, chosen):
    flats = some_flats(*["cantal"] * 3, *["lozere"] * 4)
    territories, territory, shown = choice_of(flats, asked)
    assert territories == [("cantal", "Cantal"), ("lozere", "Lozere")]
    assert territory == (chosen, chosen.title())
    assert shown == [flat for flat in flats if flat.territory_code == chosen]
