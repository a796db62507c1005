"""Each table by itself, without a page: what it counts, what it can be asked, what it refuses."""

import pytest

from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from emile.reporting.asked import EVER, Period, ReportScope
from emile.reporting.registry import TABLES, Argument, CannotTell, Header, Place, ReportTable, register, tables_at
from tests.reporting.cohort import FILES, count, day, of

YEAR_2025 = Period.of_year(2025)


@pytest.fixture
def scope(counted_world):
    """Every journey, as the system counts them."""
    with acting_as_system():
        yield ReportScope(Journey.objects.all(), everywhere=True)


def value(code: str, **asked) -> int | None:
    [row] = TABLES[code].rows(**asked)
    return row.value


@pytest.mark.parametrize(("period", "kept"), [(EVER, {}), (YEAR_2025, {"year": 2025})])
def test_rows_are_what_a_slow_count_finds(scope, period, kept):
    expected = count(of(**kept))
    asked = {"scope": scope, "period": period}
    tiles = {
        table.title: table.texts(table.rows(**asked))[0][0].replace("\xa0", " ") for table in tables_at(Place.TILE)
    }
    assert tiles == expected.tiles
    assert [(row.step, str(row.journeys)) for row in TABLES["funnel"].rows(**asked)] == [
        (step, journeys) for step, journeys, _ in expected.funnel
    ]
    assert [(row.reason, str(row.journeys)) for row in TABLES["end_reasons"].rows(**asked)] == expected.reasons
    assert [(row.territory, str(row.families)) for row in TABLES["arrivals"].rows(**asked)] == expected.arrivals


def test_the_parts_make_the_whole(scope):
    parts = [value(code, scope=scope) for code in ("installing", "unfinished", "on_the_way")]
    assert sum(parts) == value("retained", scope=scope) == 23
    assert sum(row.journeys for row in TABLES["end_reasons"].rows(scope=scope)) == value("unfinished", scope=scope)
    levels = [row.journeys for row in TABLES["funnel"].rows(scope=scope)]
    assert levels == sorted(levels, reverse=True)
    assert (levels[0], levels[3], levels[8]) == tuple(
        value(code, scope=scope) for code in ("opened", "retained", "installing")
    )
    assert sum(row.families for row in TABLES["arrivals"].rows(scope=scope)) == levels[9]


def test_the_tables_of_a_page_read_the_journeys_once(scope, django_assert_num_queries):
    with django_assert_num_queries(3):  # the journeys, the words of the reasons, the names of the territories
        for table in TABLES.values():
            table.rows(scope=scope, period=YEAR_2025)
    with django_assert_num_queries(1):
        value("opened", scope=scope, period=Period.of_year(2024))


class TestAsOf:
    """How many files had been opened by a day: a file's day of opening does not change."""

    def test_what_was_opened_later_is_not_counted(self, scope):
        by_day = {text: value("opened", scope=scope, as_of=day(text)) for text in ("2014-11-02", "2014-11-03")}
        assert by_day == {"2014-11-02": 0, "2014-11-03": 1}
        assert value("opened", scope=scope, as_of=day("2024-12-30")) == sum(
            file.opened_on <= day("2024-12-30") for file in FILES
        )

    def test_within_a_period(self, scope):
        assert value("opened", scope=scope, period=YEAR_2025, as_of=day("2025-01-01")) == 2
        assert value("opened", scope=scope, period=YEAR_2025, as_of=day("2026-01-01")) == len(of(year=2025))
        assert value("opened", scope=scope, period=YEAR_2025, as_of=day("2024-12-31")) == 0

    def test_not_in_a_territory_since_files_do_not_say_when_they_came_there(self, scope):
        cantal = ReportScope(scope.journeys.filter(territory__code="cantal"))
        assert value("opened", scope=cantal) == len(of(territories=["cantal"]))
        with pytest.raises(CannotTell, match="territory"):
            value("opened", scope=cantal, as_of=day("2025-01-01"))


@pytest.mark.parametrize("argument", Argument)
def test_a_table_refuses_what_it_does_not_declare(scope, argument):
    asked = {"period": YEAR_2025, "as_of": day("2025-12-31"), "known_on": day("2025-12-31")}[argument]
    for table in TABLES.values():
        if argument in table.tells:
            table.rows(scope=scope, **{argument: asked})
        else:
            with pytest.raises(CannotTell, match=f"{table.code}: {argument}"):
                table.rows(scope=scope, **{argument: asked})


def test_what_is_declared_today():
    declared = {code: set(table.tells) for code, table in TABLES.items()}
    assert declared.pop("opened") == {Argument.PERIOD, Argument.AS_OF}
    assert all(arguments == {Argument.PERIOD} for arguments in declared.values())


class TestEntries:
    @pytest.mark.parametrize("code", sorted(TABLES))
    def test_each_says_what_it_is(self, code):
        table = TABLES[code]
        assert table.sentence.endswith(".")
        assert all([table.title, table.unit, table.population, table.headers])
        assert all(header.title for header in table.headers)

    @pytest.mark.parametrize("code", sorted(TABLES))
    def test_each_column_is_one_of_its_rows(self, scope, code):
        rows = TABLES[code].rows(scope=scope)
        assert rows
        columns = tuple(header.column for header in TABLES[code].headers)
        assert {row._fields for row in rows} == {columns}

    def test_two_tables_do_not_share_a_code(self):
        first = TABLES["opened"]
        assert register(first) is first
        with pytest.raises(ValueError, match="opened"):
            register(ReportTable(**{**vars(first), "title": "Autre"}))
        assert TABLES["opened"] is first

    def test_their_order_on_the_dashboard(self):
        assert [table.code for table in tables_at(Place.TILE)] == [
            "opened", "retained", "installing", "unfinished", "on_the_way", "adults", "children", "unfinished_share",
        ]  # fmt: skip
        assert [table.code for table in tables_at(Place.WIDE)] == ["funnel"]
        assert [table.code for table in tables_at(Place.HALF)] == ["end_reasons", "arrivals"]


@pytest.mark.parametrize(
    ("shown", "unit", "text"),
    [(1234, "", "1\u202f234"), (28, "%", "28\xa0%"), (0, "%", "0\xa0%"), (None, "%", "–"), ("Cantal", "", "Cantal")],
)
def test_a_cell_in_words(shown, unit, text):
    row = type("Row", (), {"figure": shown})
    assert Header("figure", "Chiffre", unit).text(row) == text


class TestPeriod:
    def test_both_ends_are_counted(self, scope):
        period = Period(day("2025-01-01"), day("2025-01-31"))
        assert value("opened", scope=scope, period=period) == 3
        assert value("opened", scope=scope, period=Period(day("2026-01-01"), None)) == len(of(year=2026))
        assert value("opened", scope=scope, period=Period(None, day("2014-11-03"))) == 1

    def test_until_a_day(self):
        assert YEAR_2025.until(None) == YEAR_2025
        assert YEAR_2025.until(day("2025-12-31")) == YEAR_2025
        assert YEAR_2025.until(day("2025-12-30")) == Period(day("2025-01-01"), day("2025-12-30"))
        assert EVER.until(day("2025-12-30")) == Period(None, day("2025-12-30"))
