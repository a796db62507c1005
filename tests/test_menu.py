"""The menu as each role reads it on its pages: every entry, in order, with its address, and no other."""

import re
from html import unescape

import pytest

TODO, FILES = "À faire → /", "Dossiers → /dossiers/"
LOCAL = ["Territoire → /territoire/", "Appartements relais → /appartements-relais/"]
DIRECTORY = [
    "Partenaires → /partenaires/",
    "Postes à pourvoir → /partenaires/postes/",
    "Logements → /partenaires/logements/",
]
FIGURES, REFERENCE = "Tableau de bord → /pilotage/", "Référentiel → /referentiel/"
PEOPLE, JOURNAL = "Comptes → /comptes/", "Journal → /journal/"
MENUS = {
    "prescriber": [TODO, FILES, *DIRECTORY],
    "referent": [TODO, FILES, *LOCAL, *DIRECTORY],
    "head": [TODO, FILES, *LOCAL, *DIRECTORY, FIGURES],
    "caseworker": [TODO, FILES, *LOCAL, *DIRECTORY],
    "manager": [TODO, FILES, *DIRECTORY, FIGURES, REFERENCE, PEOPLE],
    "dpo": [TODO, *DIRECTORY, PEOPLE, JOURNAL],
    "partner": [TODO, *DIRECTORY],
}


def menu_of(page) -> list[str]:
    html = page.content.decode()
    navigation = re.search(r"<nav[^>]*aria-label=\"[^\"]*(?:enu|rincipal)[^\"]*\".*?</nav>", html, re.DOTALL)[0]
    links = re.findall(r'<a [^>]*href="([^"]+)"[^>]*>(.*?)</a>', navigation, re.DOTALL)
    return [f"{words(text)} → {url}" for url, text in links]


def words(html: str) -> str:
    return unescape(re.sub(r"<svg.*?</svg>|<[^>]+>", "", html, flags=re.DOTALL)).strip()


@pytest.mark.parametrize("role", MENUS)
def test_each_role_has_its_menu_and_every_entry_opens(world, sign_in, role):
    client = sign_in(getattr(world, role))
    assert menu_of(client.get("/")) == MENUS[role]
    opened = {entry: client.get(entry.partition(" → ")[2], follow=True).status_code for entry in MENUS[role]}
    assert opened == dict.fromkeys(MENUS[role], 200)


@pytest.mark.parametrize(
    ("role", "offered"), [("prescriber", True), ("manager", True), ("dpo", False), ("partner", False)]
)
def test_who_looks_for_files_has_the_box_to_do_so(world, sign_in, role, offered):
    assert ('action="/recherche/"' in sign_in(getattr(world, role)).get("/").content.decode()) is offered
