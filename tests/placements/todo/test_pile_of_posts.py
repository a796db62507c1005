"""The posts that nobody spoke of for ninety days."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.todo import Asked, ShownPile, piles_for
from emile.reference.models import LegalParameter
from partners.models import Vacancy
from tests.candidates.todo.test_piles import PEOPLE
from tests.world import TODAY, World

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def world(world_as_it_stands) -> Iterator[World]:
    """No post but those of the test."""
    with acting_as_system():
        Vacancy.objects.update(closed_on=TODAY - timedelta(days=1))
    return world_as_it_stands


def post(world: World, days: int, title: str = "Menuisier", *, elsewhere: bool = False, **changes) -> Vacancy:
    """A post of our employer, or of one in the other territory, of which one spoke so many days ago."""
    with acting_as_system():
        employer, territory = world.employer, world.cantal
        if elsewhere:
            employer = world.organisation(f"Scierie {title}", kind="employer", territory=world.lozere)
            territory = world.lozere
        vacancy = world.make_vacancy(employer, territory)
        values = {"title": title, "last_news_on": TODAY - timedelta(days=days), **changes}
        Vacancy.objects.filter(pk=vacancy.pk).update(**values)
    return vacancy


def pile_of(user, *, only: str = "", today=TODAY) -> ShownPile | None:
    with acting_as(user.pk):
        piles = piles_for(user, today, Asked(only=only))
    return next((pile for pile in piles if pile.slug == "vacancies"), None)


def titles(user, **asked) -> list[str]:
    pile = pile_of(user, **asked)
    return [line.who for line in pile.lines] if pile else []


@pytest.mark.parametrize(("days", "stale"), [(90, False), (91, True)])
def test_a_post_is_stale_after_ninety_days(world, days, stale):
    post(world, days)
    assert titles(world.head) == (["Menuisier"] if stale else [])


def test_its_line_says_what_to_check_and_with_whom(world):
    vacancy = post(world, 91)
    pile = pile_of(world.caseworker)
    assert (pile.title, pile.icon, pile.order, pile.total) == ("Postes sans nouvelles", "briefcase", 95, 1)
    (line,) = pile.lines
    assert line.title == "Vérifier que le poste est toujours à pourvoir"
    assert (line.who, line.waits_for, line.since) == ("Menuisier", "Menuiserie Delmas", TODAY - timedelta(days=91))
    assert line.url == line.action_url == f"/partenaires/postes/{vacancy.pk}/"
    assert (line.action_label, line.tone, line.due) == ("Mettre à jour", "neutral", None)


def test_who_has_it(world):
    post(world, 91)
    post(world, 91, "Bûcheron", elsewhere=True)
    ours, theirs = {"head", "caseworker", "partner"}, {"other_head", "other_caseworker"}
    seen = {name: titles(getattr(world, name)) for name in PEOPLE}
    assert seen == {
        name: ["Menuisier"] if name in ours else ["Bûcheron"] if name in theirs else [] for name in PEOPLE
    }  # fmt: skip


def test_an_employer_has_its_posts_wherever_they_are(world):
    post(world, 91, "Poseur", territory=world.lozere)
    assert titles(world.partner) == ["Poseur"]
    assert titles(world.head) == []


@pytest.mark.parametrize(("closed_in", "there"), [(0, False), (1, True), (-1, False)])
def test_a_post_that_is_closed_is_checked_no_more(world, closed_in, there):
    post(world, 91, closed_on=TODAY + timedelta(days=closed_in))
    assert titles(world.head) == (["Menuisier"] if there else [])


def test_the_oldest_first_three_of_them_and_all_of_them_alone(world):
    """Of two of the same day, the one entered first."""
    for title, days in (("B", 93), ("D", 92), ("A", 99), ("C", 93), ("E", 91)):
        post(world, days, title)
    pile = pile_of(world.head)
    assert ([line.who for line in pile.lines], pile.total, pile.hidden) == (["A", "B", "C"], 5, "2")
    assert pile.rest_url == "?tas=vacancies"
    assert titles(world.head, only="vacancies") == ["A", "B", "C", "D", "E"]
    assert titles(world.head, only="arrivals") == []


def test_the_delay_is_that_of_the_day(world):
    post(world, 50)
    with acting_as_system():
        LegalParameter.objects.filter(code="vacancy_stale_days").update(valid_to=TODAY)
        details = {"label": "Poste sans nouvelles", "unit": "day", "source": "Règle de la maison."}
        LegalParameter.objects.create(
            code="vacancy_stale_days", value=Decimal(30), valid_from=TOMORROW, order=64, **details
        )
    assert (titles(world.head), titles(world.head, today=TOMORROW)) == ([], ["Menuisier"])


def test_a_territory_that_is_left_is_obeyed_at_once(world):
    """The statement is kept for a scope: another scope is told another one."""
    post(world, 91)
    assert titles(world.head) == ["Menuisier"]
    with acting_as_system():
        world.head.memberships.update(territory=world.lozere)
        moved = User.objects.get(pk=world.head.pk)
    assert titles(moved) == []
