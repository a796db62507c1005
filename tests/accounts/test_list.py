"""The list of accounts: who is in it for each question, in which order, and what it says of each."""

import re
from datetime import datetime, timedelta
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict

from emile.accounts.lists import People
from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from tests.accounts.conftest import words
from tests.clock import PARIS
from tests.world import TODAY

URL = "/comptes/"
EVERYBODY = [
    "Caroline", "Colin", "Denis", "Margot", "Patrice", "Pablo", "Pia", "Prune", "Rémi", "Rita", "Hector", "Hélène",
]  # fmt: skip
"""In the order of their last names, which are their roles."""


@pytest.fixture
def browser(world, sign_in):
    return sign_in(world.manager)


def rows(browser, **asked) -> list[tuple[str, ...]]:
    """First name, roles, last sign-in, state: as one reads them."""
    page = words(browser.get(URL, asked))
    if "<tbody>" not in page:
        return []
    lines = page.split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:-1]
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", line, re.DOTALL) for line in lines]
    texts = [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]
    return [(name.split()[0], *others) for name, *others in texts]


def names(browser, **asked) -> list[str]:
    return [name for name, *_ in rows(browser, **asked)]


def end_role(person, days_ago: int) -> None:
    with acting_as_system():
        person.memberships.update(valid_to=TODAY - timedelta(days=days_ago))


def close(person) -> None:
    with acting_as_system():
        User.objects.filter(pk=person.pk).update(is_active=False)


def test_everybody_in_the_order_of_their_names(browser):
    assert names(browser) == EVERYBODY


def test_accents_and_capitals_do_not_change_the_order(world, browser):
    with acting_as_system():
        for person, name in ((world.head, "évrard"), (world.dpo, "Faure"), (world.caseworker, "Duval")):
            User.objects.filter(pk=person.pk).update(last_name=name)
        User.objects.filter(pk=world.referent.pk).update(last_name="Faure", first_name="Éloi")
    found = names(browser)
    assert [name for name in found if name in {"Hélène", "Denis", "Caroline", "Éloi"}] == [
        "Caroline", "Hélène", "Denis", "Éloi",
    ]  # fmt: skip


def test_two_of_the_same_name_are_always_in_the_same_order(world, browser):
    with acting_as_system():
        User.objects.filter(pk__in=[world.head.pk, world.dpo.pk]).update(first_name="Inès", last_name="Faure")
    page = words(browser.get(URL, {"q": "faure"}))
    first, second = sorted([world.head.pk, world.dpo.pk])
    assert page.index(f"{URL}{first}/") < page.index(f"{URL}{second}/")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "helene"}, ["Hélène"]),
        ({"q": "SERVICE_HEAD"}, ["Hector", "Hélène"]),
        ({"q": "samusocial"}, ["Prune"]),
        ({"q": "prune samu"}, ["Prune"]),
        ({"q": "prune charonne"}, []),
        ({"q": "margot@"}, []),
        ({"q": "@exemple.test"}, EVERYBODY),
        ({"role": "dpo"}, ["Denis"]),
        ({"role": "prescriber", "q": "mas"}, ["Pia"]),
        ({"etat": "jamais"}, [name for name in EVERYBODY if name != "Margot"]),
        ({"etat": "jamais", "role": "manager"}, []),
        ({"etat": "inactifs"}, []),
        ({"etat": "sans-role"}, []),
        ({"role": "nonsense"}, EVERYBODY),
        ({"role": "nonsense", "q": "helene"}, ["Hélène"]),
    ],
)
def test_each_question(browser, asked, found):
    assert names(browser, **asked) == found


def test_closed_accounts_are_apart(world, browser):
    close(world.head)
    assert names(browser) == [name for name in EVERYBODY if name != "Hélène"]
    assert names(browser, etat="inactifs") == ["Hélène"]
    assert names(browser, etat="inactifs", role="service_head") == ["Hélène"]


@pytest.mark.parametrize(("days_ago", "over"), [(0, False), (1, True)])
def test_the_last_day_of_a_role_is_one_of_its_days(world, browser, days_ago, over):
    end_role(world.head, days_ago)
    assert names(browser, etat="sans-role") == (["Hélène"] if over else [])
    assert names(browser, role="service_head") == (["Hector"] if over else ["Hector", "Hélène"])


def test_what_it_says_of_each(world, browser):
    end_role(world.dpo, 1)
    close(world.head)
    with acting_as_system():
        User.objects.filter(pk=world.manager.pk).update(last_login=datetime(2026, 6, 3, 12, tzinfo=PARIS))
    assert rows(browser, role="caseworker")[0] == (
        "Caroline", "Chargé·e d'accompagnement, Aurore (Cantal)", "jamais", "Actif",
    )  # fmt: skip
    assert rows(browser, q="rita") == [("Rita", f"Référent·e, Aurore ({world.lyon})", "jamais", "Actif")]
    assert rows(browser, q="margot") == [("Margot", "Gestionnaire, Aurore", "3 juin 2026", "Actif")]
    assert rows(browser, etat="sans-role") == [("Denis", "aucun rôle", "jamais", "Sans rôle")]
    assert rows(browser, etat="inactifs") == [
        ("Hélène", "Chef·fe de service, Aurore (Cantal)", "jamais", "Désactivé"),
    ]  # fmt: skip


def test_fifty_a_page(world, browser):
    with acting_as_system():
        User.objects.bulk_create(
            User(email=f"agent{number:02}@exemple.test", first_name=f"N{number:02}", last_name="Agent", password="!")
            for number in range(39)
        )
    first = browser.get(URL)
    assert names(browser) == [*(f"N{number:02}" for number in range(39)), *EVERYBODY[:11]]
    assert names(browser, **asked_by(first.context["list"].page.after)) == ["Hélène"]
    assert "51 comptes" in words(first)


def asked_by(url: str) -> dict[str, list[str]]:
    return parse_qs(url.removeprefix("?"))


def test_those_who_came_last_come_first(world, browser):
    with acting_as_system():
        for person, hour in ((world.head, 9), (world.dpo, 11)):
            User.objects.filter(pk=person.pk).update(last_login=datetime(2036, 6, 3, hour, tzinfo=PARIS))
    found = names(browser, tri="connexion")
    assert found[:3] == ["Denis", "Hélène", "Margot"]
    assert sorted(found) == sorted(EVERYBODY)


def test_what_an_export_would_write_of_each(world):
    with acting_as_system():
        listing = People(user=world.manager, query=QueryDict("q=rita"), today=TODAY)
        titles, rows = listing.table()
        assert titles == ["Personne", "Rôles", "Dernière connexion", "État"]
        assert [row[1:] for row in rows] == [[f"Référent·e, Aurore ({world.lyon})", None, "Actif"]]


@pytest.mark.parametrize("asked", [{"q": "\0"}, {"q": "é" * 500}, {"role": "x"}, {"etat": "x"}, {"apres": "x"}])
def test_nonsense_in_the_filters(browser, asked):
    assert browser.get(URL, asked).status_code == 200


@pytest.mark.parametrize("address", ["people", "person"])
def test_as_many_queries_for_many_as_for_few(world, browser, django_assert_num_queries, address):
    """Three of them are the test's own: forgetting who was there, and its savepoint."""
    page = URL if address == "people" else f"{URL}{world.head.pk}/"
    for round_ in range(2):
        with django_assert_num_queries(9):
            browser.get(page)
        if round_ == 0:
            with acting_as_system():
                for number in range(2):
                    world.person(f"N{number}", "service_head", world.operator, territory=world.cantal)
