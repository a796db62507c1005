"""The menu: what one may open, in order, and which entry leads here."""

from types import SimpleNamespace

import pytest
from django.urls import NoReverseMatch, set_script_prefix

from emile.core.pages import navigation
from emile.core.pages.navigation import Entry, Link, entries_for, leads_to, register, register_search, search_for

SOMEBODY = SimpleNamespace(is_authenticated=True, name="Hélène")
ADDRESSES = {"todo": "/", "list": "/dossiers/", "all": "/dossiers/tous/", "people": "/comptes/"}


@pytest.fixture(autouse=True)
def empty_menu(monkeypatch):
    def address(name: str) -> str:
        if name not in ADDRESSES:
            raise NoReverseMatch(name)
        return ADDRESSES[name]

    monkeypatch.setattr(navigation, "_registry", {})
    monkeypatch.setattr(navigation, "_search", [])
    monkeypatch.setattr(navigation, "reverse", address)
    navigation.page.cache_clear()
    yield
    navigation.page.cache_clear()


def labels(path: str = "/ailleurs/", user=SOMEBODY) -> list[str]:
    return [link.label for link in entries_for(user, path)]


def current(path: str) -> list[str]:
    return [link.label for link in entries_for(SOMEBODY, path) if link.current]


def test_in_the_order_given_then_by_name():
    register(Entry("Dossiers", "list", order=20))
    register(Entry("Comptes", "people", order=20))
    register(Entry("Tous", "all"))
    register(Entry("À faire", "todo", order=10))
    assert labels() == ["À faire", "Comptes", "Dossiers", "Tous"]


def test_without_an_order_it_is_the_hundredth():
    register(Entry("Avant", "list", order=101))
    register(Entry("Entre", "all"))
    register(Entry("Zut", "people", order=99))
    assert labels() == ["Zut", "Entre", "Avant"]


def test_only_what_one_may_open():
    register(Entry("Dossiers", "list", allowed=lambda user: user.name == "Hélène"))
    register(Entry("Comptes", "people", allowed=lambda user: user.name == "Margot"))
    assert labels() == ["Dossiers"]


@pytest.mark.parametrize("nobody", [None, SimpleNamespace(is_authenticated=False), SimpleNamespace()])
def test_nothing_for_who_is_not_signed_in(nobody):
    register(Entry("Dossiers", "list"))
    assert labels(user=nobody) == []


def test_an_entry_is_what_its_link_shows():
    register(Entry("Dossiers", "list", icon="folder-open", section="Suivi"))
    assert entries_for(SOMEBODY, "/dossiers/") == [Link("Dossiers", "/dossiers/", "folder-open", "Suivi", current=True)]


def test_a_page_that_does_not_exist_yet_has_no_link():
    register(Entry("Demain", "not_written_yet"))
    register(Entry("Dossiers", "list"))
    assert labels() == ["Dossiers"]


def test_registered_again_an_entry_replaces_itself():
    register(Entry("Dossiers", "list"))
    register(Entry("Tous les dossiers", "list"))
    assert labels() == ["Tous les dossiers"]


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/", ["À faire"]),
        ("/dossiers/", ["Dossiers"]),
        ("/dossiers/K7QF3M/", ["Dossiers"]),
        ("/dossiers/tous/", ["Tous"]),
        ("/dossiers/tous/2/", ["Tous"]),
        ("/comptes/", []),
        ("/connexion/", []),
    ],
)
def test_the_closest_entry_is_the_current_one(path, here):
    for label, name in (("À faire", "todo"), ("Dossiers", "list"), ("Tous", "all")):
        register(Entry(label, name))
    assert current(path) == here


@pytest.mark.parametrize(
    ("url", "path", "leads"),
    [("/", "/", True), ("/", "/dossiers/", False), ("/dossiers/", "/dossiers/1/", True), ("/dossiers/", "/", False)],
)
def test_what_leads_where(url, path, leads):
    assert leads_to(url, path) is leads


def test_the_search_box_is_for_those_who_have_something_to_search():
    assert search_for(SOMEBODY) == ""
    register_search(Entry("Recherche", "all"))
    register_search(Entry("Recherche", "list", allowed=lambda user: user.name == "Hélène"))
    assert search_for(SOMEBODY) == "/dossiers/"
    assert search_for(SimpleNamespace(name="Margot")) == ""


def test_a_search_page_that_does_not_exist_is_no_address():
    register_search(Entry("Recherche", "not_written_yet"))
    assert search_for(SOMEBODY) == ""


def test_an_address_is_looked_for_once_under_each_prefix(monkeypatch):
    looked_for = []
    monkeypatch.setattr(navigation, "reverse", lambda name: looked_for.append(name) or "/dossiers/")
    register(Entry("Dossiers", "list"))
    labels(), labels()
    assert looked_for == ["list"]
    set_script_prefix("/emile/")
    try:
        labels()
    finally:
        set_script_prefix("/")
    assert looked_for == ["list", "list"]
