"""Dates, delays and figures as people say them."""

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine

from emile.core.templatetags import wording

NBSP, NARROW = "\u00a0", "\u202f"
TODAY = dt.date(2026, 6, 3)
PARIS = ZoneInfo("Europe/Paris")


def plain(text: str) -> str:
    return text.replace(NBSP, " ").replace(NARROW, " ")


def days(number: int) -> dt.date:
    return TODAY + dt.timedelta(days=number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 jour"), (1, "1 jour"), (2, "2 jours"), (59, "59 jours"),
        (60, "2 mois"), (76, "2 mois"), (77, "3 mois"), (365, "12 mois"), (729, "24 mois"),
        (730, "2 ans"), (1094, "2 ans"), (1095, "3 ans"), (3650, "10 ans"),
    ],
)  # fmt: skip
def test_days_then_months_then_years(number, words):
    assert plain(wording.span(number)) == words


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (-3, "depuis aujourd'hui"), (0, "depuis aujourd'hui"), (1, "depuis hier"), (2, "depuis 2 jours"),
        (140, "depuis 5 mois"), (800, "depuis 2 ans"),
    ],
)  # fmt: skip
def test_since(ago, words):
    assert plain(wording.since(days(-ago), TODAY)) == words


@pytest.mark.parametrize(
    ("ahead", "words"),
    [
        (0, "aujourd'hui"), (1, "demain"), (2, "dans 2 jours"), (90, "dans 3 mois"),
        (-1, "en retard de 1 jour"), (-2, "en retard de 2 jours"), (-90, "en retard de 3 mois"),
    ],
)  # fmt: skip
def test_until(ahead, words):
    assert plain(wording.until(days(ahead), TODAY)) == words


@pytest.mark.parametrize("function", [wording.since, wording.until, wording.day, wording.moment])
def test_no_date_is_no_word(function):
    assert function(None) == ""


def test_without_a_day_given_it_is_today_in_paris():
    with time_machine.travel(dt.datetime(2026, 6, 2, 22, 30, tzinfo=dt.UTC)):  # 00:30 on the 3rd
        assert wording.since(TODAY) == "depuis aujourd'hui"
        assert wording.until(TODAY) == "aujourd'hui"


def test_a_moment_counts_for_its_day_in_paris():
    late = dt.datetime(2026, 6, 2, 22, 30, tzinfo=dt.UTC)
    assert wording.since(late, TODAY) == "depuis aujourd'hui"
    assert wording.until(late, TODAY) == "aujourd'hui"
    assert plain(wording.day(late)) == "3 juin 2026"
    assert plain(wording.moment(late)) == "3 juin 2026 à 00:30"


def test_a_moment_without_a_zone_is_read_as_it_is():
    bare = dt.datetime(2026, 6, 2, 22, 30)  # noqa: DTZ001 (that is the point)
    assert wording.as_date(bare) == dt.date(2026, 6, 2)
    assert plain(wording.moment(bare)) == "2 juin 2026 à 22:30"


def test_the_twelve_months():
    found = [wording.day(dt.date(2026, month, 19)) for month in range(1, 13)]
    names = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
    assert found == [f"19{NBSP}{name}{NBSP}2026" for name in names]


@pytest.mark.parametrize(("number", "words"), [(1, "1er juin 2026"), (2, "2 juin 2026"), (11, "11 juin 2026")])
def test_the_first_is_said_otherwise(number, words):
    assert plain(wording.day(dt.date(2026, 6, number))) == words
    assert plain(wording.moment(dt.date(2026, 6, number))) == words
    assert plain(wording.moment(dt.datetime(2026, 6, number, 9, 5, tzinfo=PARIS))) == f"{words} à 09:05"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"), (999, "999"), (1_000, "1 000"), (1_234_567, "1 234 567"), (-1_234, "-1 234"),
        (12.5, "12,5"), (1234.5, "1 234,5"), (Decimal("1234.50"), "1 234,50"), (Decimal("0"), "0"),
    ],
)  # fmt: skip
def test_figures(value, text):
    assert plain(wording.number(value)) == text
    assert NBSP not in wording.number(value)


@pytest.mark.parametrize("value", [True, False, "12", "", None])
def test_what_is_not_a_figure_is_left_as_it_is(value):
    assert wording.number(value) is value


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "0 €"), (980, "980 €"), (Decimal("980.00"), "980 €"), (1840.5, "1 840,50 €"), (Decimal("12.1"), "12,10 €"),
        (Decimal("0.01"), "0,01 €"), (Decimal("0.004"), "0 €"), (Decimal("12.996"), "13 €"), (-3, "-3 €"),
        (1_234_567, "1 234 567 €"),
    ],
)  # fmt: skip
def test_amounts(amount, text):
    assert plain(wording.euros(amount)) == text
    assert wording.euros(amount).endswith(f"{NBSP}€")


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_amount_is_no_word(nothing):
    assert wording.euros(nothing) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mariam de la Tour", "MT"), ("Awa Diallo", "AD"), ("Jean-Paul Sartre", "JS"), ("Awa", "A"), ("élodie", "É"),
        ("Relais 12", "R"), ("(Ali) Ben Salah", "BS"), ("", ""), ("12 34", ""),
    ],
)  # fmt: skip
def test_initials(name, letters):
    assert wording.initials(name) == letters


@pytest.mark.parametrize(
    ("count", "noun", "words"),
    [
        (0, "dossier", "0 dossier"), (1, "dossier ouvert", "1 dossier ouvert"),
        (2, "dossier ouvert", "2 dossiers ouverts"),
        (-1, "jour", "-1 jour"), (-2, "jour", "-2 jours"), (1_000, "dossier", "1 000 dossiers"),
        (3, "avis rendu", "3 avis rendus"), (3, "prix", "3 prix"), (3, "nez", "3 nez"),
    ],
)  # fmt: skip
def test_one_or_several(count, noun, words):
    assert plain(wording.plural(count, noun)) == words
