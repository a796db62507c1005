"""What pages hand to the components: the cells of the calendar, above all."""

import datetime as dt
import re

import pytest

from emile.core.pages import parts
from emile.core.pages.parts import Booking, CalendarRow, Card, Column, head, strip

NBSP = "\u00a0"


def day(number: int) -> dt.date:
    return dt.date(2026, 6, number)


DAYS = [day(number) for number in range(1, 11)]
"""A Monday, and nine more days: two Saturdays and Sundays."""


def cells(*bookings: Booking, today: dt.date = dt.date(2026, 1, 1)) -> list[parts.Cell]:
    found = strip(CalendarRow("T3", bookings, url="/t3/", hint="6 places"), DAYS, today)
    assert (found.label, found.url, found.hint) == ("T3", "/t3/", "6 places")
    return found.cells


def spans(*bookings: Booking) -> list[tuple[int, str]]:
    """Half-days, and whose they are."""
    return [(cell.span, cell.booking.label if cell.booking else "") for cell in cells(*bookings)]


def test_without_a_booking_everything_is_free():
    assert spans() == [(20, "")]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (day(1), day(4), [(1, ""), (6, "A"), (13, "")]),  # from the afternoon to the morning
        (day(3), day(3), [(5, ""), (1, "A"), (14, "")]),  # a day is still seen
        (day(1), day(10), [(1, ""), (18, "A"), (1, "")]),
        (dt.date(2026, 5, 20), day(2), [(3, "A"), (17, "")]),
        (dt.date(2026, 5, 20), day(1), [(1, "A"), (19, "")]),
        (dt.date(2026, 5, 20), dt.date(2026, 5, 31), [(20, "")]),
        (day(9), dt.date(2026, 7, 1), [(17, ""), (3, "A")]),
        (day(10), dt.date(2026, 7, 1), [(19, ""), (1, "A")]),
        (dt.date(2026, 6, 11), dt.date(2026, 7, 1), [(20, "")]),
        (dt.date(2026, 5, 1), dt.date(2026, 7, 1), [(20, "A")]),
    ],
)
def test_a_booking_takes_its_half_days(start, end, found):
    assert spans(Booking(start, end, "A")) == found


def test_one_leaves_and_another_arrives_on_the_same_day_in_any_order():
    one, other = Booking(day(1), day(4), "A"), Booking(day(4), day(6), "B")
    assert spans(one, other) == spans(other, one) == [(1, ""), (6, "A"), (4, "B"), (9, "")]


def test_of_two_bookings_of_the_same_nights_the_first_is_drawn():
    """They cannot both be: a row keeps its width all the same."""
    assert spans(Booking(day(1), day(4), "A"), Booking(day(3), day(4), "B")) == [(1, ""), (6, "A"), (13, "")]


def marks(cell: parts.Cell) -> set[str]:
    return set(re.search(r'class="([^"]+)"', cell.attributes)[1].split())


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (day(1), day(4), set()),
        (dt.date(2026, 5, 20), day(4), {"starts-before"}),
        (day(1), dt.date(2026, 7, 1), {"ends-after", "ends-day"}),
        (day(1), day(10), set()),
        (day(1), dt.date(2026, 6, 11), {"ends-after", "ends-day"}),
        (dt.date(2026, 5, 31), day(4), {"starts-before"}),
    ],
)
def test_a_booking_says_where_it_is_cut(start, end, found):
    (stay,) = [cell for cell in cells(Booking(start, end, "A", tone="warning")) if cell.booking]
    assert marks(stay) == {"calendar-stay", "is-warning"} | found
    assert f'colspan="{stay.span}"' in stay.attributes


def free(*bookings: Booking, today: dt.date = dt.date(2026, 1, 1)) -> list[tuple[int, set[str]]]:
    """Every piece of a free day: its half-days and its marks."""
    html = "".join(str(cell.free) for cell in cells(*bookings, today=today))
    return [
        (int(span), set(kinds.split()) - {"calendar-free"})
        for span, kinds in re.findall(r'<td colspan="(\d)" class="([^"]+)"></td>', html)
    ]


def test_free_days_are_cut_at_midnight_and_week_ends_are_seen():
    assert free(today=day(3)) == [
        (2, {"ends-day"}), (2, {"ends-day"}), (2, {"ends-day", "is-today"}), (2, {"ends-day"}), (2, {"ends-day"}),
        (2, {"ends-day", "is-weekend"}), (2, {"ends-day", "is-weekend"}),
        (2, {"ends-day"}), (2, {"ends-day"}), (2, {"ends-day"}),
    ]  # fmt: skip


def test_half_a_day_before_and_after_a_stay():
    assert free(Booking(day(2), day(6), "A"))[:3] == [(2, {"ends-day"}), (1, set()), (1, {"ends-day", "is-weekend"})]


def test_a_stay_in_words():
    assert Booking(day(3), day(6), "A", detail="prévu").words == (
        f"du 3{NBSP}juin{NBSP}2026 au 6{NBSP}juin{NBSP}2026{NBSP}: prévu"
    )
    assert Booking(day(1), day(2), "A").words == f"du 1er{NBSP}juin{NBSP}2026 au 2{NBSP}juin{NBSP}2026"


@pytest.mark.parametrize(
    ("date", "today", "title", "kinds"),
    [
        (day(5), day(4), "vendredi 5 juin", {"calendar-day"}),
        (day(6), day(4), "samedi 6 juin", {"calendar-day", "is-weekend"}),
        (day(7), day(7), "dimanche 7 juin (aujourd'hui)", {"calendar-day", "is-weekend", "is-today"}),
        (day(8), day(8), "lundi 8 juin (aujourd'hui)", {"calendar-day", "is-today"}),
    ],
)
def test_the_head_of_a_day(date, today, title, kinds):
    found = head(date, today)
    assert (found.title, found.number, set(found.kind.split())) == (title, str(date.day), kinds)


def test_a_column_counts_its_cards_unless_it_is_told_better():
    cards = [Card("Diallo"), Card("Koné")]
    assert [Column("Présentées", cards).total, Column("Présentées", cards, count=7).total] == [2, 7]
    assert Column("Présentées", cards, count=0).total == 0


def test_a_template_may_ask_by_name_or_by_key():
    card = Card("Diallo", meta="Cantal")
    assert (card["title"], card["meta"], card["url"], card["tone"]) == ("Diallo", "Cantal", "", "neutral")
    with pytest.raises(AttributeError):
        card["unknown"]
