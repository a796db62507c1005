"""A month of the calendar: its days, its neighbours, the nights of a flat."""

from datetime import date, timedelta

import pytest

from placements.stays.calendar import FamilyStay, Flat, Month, Nights, Occupation, nights_of

NOVEMBER = Month(date(2026, 11, 1))


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("2014-01", date(2014, 1, 1)),
        ("2013-12", None),
        ("2099-12", date(2099, 12, 1)),
        ("2100-01", None),
        ("2026-01", date(2026, 1, 1)),
        ("2026-12", date(2026, 12, 1)),
        ("2026-00", None),
        ("2026-13", None),
        ("2026-2", None),
        ("202602", None),
        ("2026-021", None),
        ("2026_02", None),
        ("+026-02", None),
        ("2026-+2", None),
        ("２０２６-02", None),
        ("", None),
    ],
)
def test_a_month_is_four_figures_a_dash_and_two_or_else_the_present_one(asked, first):
    assert Month.read(asked, today=date(2027, 5, 17)) == Month(first or date(2027, 5, 1))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 1, 1), date(2026, 1, 31), 31),
        (date(2026, 2, 1), date(2026, 2, 28), 28),
        (date(2028, 2, 1), date(2028, 2, 29), 29),
        (date(2026, 11, 1), date(2026, 11, 30), 30),
        (date(2026, 12, 1), date(2026, 12, 31), 31),
    ],
)
def test_a_month_has_each_of_its_days_and_no_other(first, last, days):
    month = Month(first)
    assert month.days == [first + timedelta(days=number) for number in range(days)]
    assert (month.last, month.end) == (last, last + timedelta(days=1))


def test_the_code_of_a_month_is_what_its_address_says():
    assert (Month(date(2026, 3, 1)).code, NOVEMBER.code) == ("2026-03", "2026-11")


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [
        (date(2026, 1, 1), date(2025, 12, 1), date(2026, 2, 1)),
        (date(2026, 3, 1), date(2026, 2, 1), date(2026, 4, 1)),
        (date(2026, 12, 1), date(2026, 11, 1), date(2027, 1, 1)),
        (date(2014, 1, 1), None, date(2014, 2, 1)),
        (date(2014, 2, 1), date(2014, 1, 1), date(2014, 3, 1)),
        (date(2099, 11, 1), date(2099, 10, 1), date(2099, 12, 1)),
        (date(2099, 12, 1), date(2099, 11, 1), None),
    ],
)
def test_the_months_around(month, before, after):
    assert Month(month).before == (before and Month(before))
    assert Month(month).after == (after and Month(after))


# --- nights ---------------------------------------------------------------------------------------------------------


def a_flat(opened_on: date = date(2014, 11, 3), closed_on: date | None = None) -> Flat:
    return Flat(
        pk=1,
        name="Relais Jordanne",
        opened_on=opened_on,
        closed_on=closed_on,
        territory_code="cantal",
        territory_name="Cantal",
    )


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "available"),
    [
        (date(2014, 11, 3), None, 30),
        (date(2026, 11, 1), None, 30),
        (date(2026, 11, 2), None, 29),
        (date(2026, 11, 30), None, 1),
        (date(2026, 12, 1), None, 0),
        (date(2014, 11, 3), date(2026, 12, 1), 30),
        (date(2014, 11, 3), date(2027, 1, 5), 30),
        (date(2014, 11, 3), date(2026, 11, 30), 29),
        (date(2014, 11, 3), date(2026, 11, 2), 1),
        (date(2014, 11, 3), date(2026, 11, 1), 0),
        (date(2014, 11, 3), date(2026, 10, 1), 0),
        (date(2026, 11, 11), date(2026, 11, 21), 10),
    ],
)
def test_a_flat_offers_the_nights_of_the_days_it_is_open(opened_on, closed_on, available):
    assert nights_of(a_flat(opened_on, closed_on), [], NOVEMBER) == Nights(booked=0, available=available)


@pytest.mark.parametrize(
    ("arrival", "departure", "booked"),
    [
        (date(2026, 11, 1), date(2026, 11, 4), 3),
        (date(2026, 10, 30), date(2026, 11, 1), 0),
        (date(2026, 10, 30), date(2026, 11, 2), 1),
        (date(2026, 11, 28), date(2026, 12, 1), 3),
        (date(2026, 11, 30), date(2026, 12, 3), 1),
        (date(2026, 10, 20), date(2026, 12, 5), 30),
        (date(2026, 12, 1), date(2026, 12, 4), 0),
    ],
)
def test_a_night_belongs_to_the_day_it_begins(arrival, departure, booked):
    taken = [Occupation(1, arrival, departure, "attended")]
    assert nights_of(a_flat(), taken, NOVEMBER).booked == booked


def test_the_nights_of_all_stays_are_added():
    days = [(date(2026, 11, 2), date(2026, 11, 5)), (date(2026, 11, 5), date(2026, 11, 9))]
    taken = [Occupation(1, arrival, departure, "attended") for arrival, departure in days]
    assert nights_of(a_flat(), taken, NOVEMBER) == Nights(booked=7, available=30)


@pytest.mark.parametrize(
    ("booked", "available", "share"),
    [(0, 30, 0), (1, 3, 33), (2, 3, 67), (30, 30, 100), (1, 200, 0), (3, 200, 2), (1, 1, 100), (0, 0, 0)],
)
def test_the_share_of_the_nights_is_a_whole_percentage(booked, available, share):
    assert Nights(booked=booked, available=available).share == share


@pytest.mark.parametrize(
    ("household", "family_name"),
    [
        ("DIALLO Awa", "DIALLO"),
        ("DA SILVA Ana", "DA SILVA"),
        ("EL-AMRANI Sofia", "EL-AMRANI"),
        ("Nouveau ménage", "Nouveau ménage"),
    ],
)
def test_the_family_name_is_what_is_in_capitals(household, family_name):
    stay = FamilyStay(
        flat_id=1, arrival=NOVEMBER.first, people=2, exception=None, reference="ABC234", household=household
    )
    assert stay.family_name == family_name
