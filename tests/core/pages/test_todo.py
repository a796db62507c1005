"""« À faire »: piles from whoever registered some, the empty ones left out, and how many are not shown."""

from datetime import date

import pytest

from emile.core.pages import todo
from emile.core.pages.todo import Asked, Line, ShownPile, Source, piles_for
from tests.world import TODAY

NBSP, NARROW = "\u00a0", "\u202f"
DAY = date(2026, 6, 3)


def pile(slug: str, total: int = 1, **more) -> ShownPile:
    return ShownPile(slug=slug, title="Accords attendus", icon="pen", total=total, **more)


def lines(number: int) -> list[Line]:
    return [Line(title=f"Dossier {index}", url="/") for index in range(number)]


@pytest.fixture
def sources(monkeypatch):
    """Registers what each would give; the list tells what they were asked."""
    monkeypatch.setattr(todo, "_sources", {})
    asked = []

    def register(slug: str, *piles: ShownPile, allowed=lambda user: True) -> None:
        def fetch(*question) -> list[ShownPile]:
            asked.append((slug, *question))
            return list(piles)

        todo.register(Source(slug=slug, allowed=allowed, fetch=fetch))

    register.asked = asked
    return register


def slugs(only: str = "", user: str = "Hélène") -> list[str]:
    return [each.slug for each in piles_for(user, DAY, Asked(only))]


def test_piles_of_every_source_stand_in_their_order(sources):
    sources("one", pile("c", order=30), pile("a", order=10))
    sources("two", pile("b", order=20))
    assert slugs() == ["a", "b", "c"]


def test_those_without_an_order_come_after(sources):
    sources("one", pile("last", order=101), pile("whenever"), pile("first", order=99))
    assert slugs() == ["first", "whenever", "last"]


def test_empty_piles_are_left_out(sources):
    sources("one", pile("full"), pile("empty", total=0))
    assert slugs() == ["full"]


def test_one_pile_alone(sources):
    sources("one", pile("a"), pile("b"), pile("empty", total=0))
    assert slugs(only="b") == ["b"]
    assert slugs(only="empty") == []
    assert slugs(only="unknown") == []


def test_a_source_is_asked_on_behalf_of_whom_it_is_for(sources):
    sources("theirs", pile("a"), allowed=lambda user: user == "Margot")
    sources("hers", pile("b"), allowed=lambda user: user == "Hélène")
    assert slugs(user="Hélène") == ["b"]
    assert sources.asked == [("hers", "Hélène", DAY, Asked(""))]


def test_a_source_registered_again_replaces_itself(sources):
    sources("one", pile("before"))
    sources("one", pile("after"))
    assert slugs() == ["after"]


def test_three_lines_among_the_others_a_hundred_alone():
    assert (Asked().lines, Asked("accords").lines) == (3, 100)


def test_what_several_sources_need_is_read_once_for_one_opening_of_the_page():
    asked, read = Asked(), []
    for _ in range(2):
        assert asked.once("delays", lambda: read.append(1) or {"silent_file_days": 90}) == {"silent_file_days": 90}
    assert Asked().once("delays", lambda: "those of the next opening") == "those of the next opening"
    assert read == [1]


@pytest.mark.parametrize(("only", "wanted"), [("", True), ("accords", True), ("autre", False)])
def test_what_is_wanted(only, wanted):
    assert Asked(only).wants("accords") is wanted


@pytest.mark.parametrize(
    ("shown", "total", "hidden"),
    [(0, 0, ""), (3, 3, ""), (3, 4, "1"), (3, 1_003, f"1{NARROW}000"), (3, 1_004, f"plus de{NBSP}1{NARROW}000")],
)
def test_how_many_lines_are_not_shown(shown, total, hidden):
    assert pile("a", total, lines=lines(shown)).hidden == hidden


@pytest.mark.parametrize(
    ("total", "heading"),
    [
        (12, "Accords attendus (12)"),
        (1_000, f"Accords attendus (1{NARROW}000)"),
        (1_001, f"Accords attendus (plus de{NBSP}1{NARROW}000)"),
    ],
)
def test_the_heading_counts_them(total, heading):
    assert pile("a", total).heading == heading


def test_the_others_are_in_a_list_or_in_the_pile_alone():
    assert pile("accords").rest_url == "?tas=accords"
    assert pile("accords", more_url="/dossiers/?attend=accord").rest_url == "/dossiers/?attend=accord"


class TestThePage:
    """``/``, with sources of the test."""

    @pytest.fixture
    def page(self, sources, world, sign_in):
        sources("one", pile("accords", 7, lines=lines(3), order=10), pile("papiers", 2, lines=lines(2), order=20))
        browser = sign_in(world.head)
        return lambda **asked: browser.get("/", asked)

    def test_counts_all_there_is_to_do(self, page):
        context = page().context
        assert ([each.slug for each in context["piles"]], context["total"]) == (["accords", "papiers"], 9)

    def test_shows_one_pile(self, page):
        assert [each.slug for each in page(tas="papiers").context["piles"]] == ["papiers"]

    def test_of_a_pile_that_is_done_leads_to_the_whole(self, page):
        answer = page(tas="fini")
        assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_is_that_of_the_day(self, page, sources, world):
        page()
        assert sources.asked == [("one", world.head, TODAY, Asked(""))]
