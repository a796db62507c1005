"""What every page knows about the product and about who is looking at it."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from emile.core.database.identity import acting_as_system
from emile.core.pages import context_processors
from emile.core.pages.context_processors import Site, site
from partners.models import Membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def site_of(user=None, address: str = "/") -> Site:
    request = RequestFactory().get(address)
    if user is not None:
        request.user = user
    return Site(request)


def test_the_version_is_that_of_the_project():
    context_processors.version.cache_clear()
    written = re.search(r'^version = "([^"]+)"', (settings.BASE_DIR / "pyproject.toml").read_text(), re.MULTILINE)
    assert site_of().version == written[1]


def test_nobody_is_somebody_before_signing_in(world):
    assert site_of().person is None
    assert site_of(AnonymousUser()).person is None
    assert site_of(world.head).person == world.head
    assert site_of(AnonymousUser()).search_url == ""
    assert site_of(AnonymousUser()).roles == ""


def test_roles_are_named_in_order(world):
    with acting_as_system():
        Membership.objects.create(
            user=world.head, organisation=world.operator, role="caseworker", territory=world.cantal,
            valid_from="2020-01-01",
        )  # fmt: skip
    person = type(world.head)(pk=world.head.pk)
    assert site_of(person).roles == "Chargé·e d'accompagnement, Chef·fe de service"


@pytest.mark.parametrize(
    ("address", "searched"),
    [("/recherche/?q=diallo", "diallo"), ("/recherche/", ""), ("/dossiers/?q=diallo", "")],
)
def test_what_is_searched_stays_in_the_box_where_it_leads(world, address, searched):
    found = site_of(world.head, address)
    assert found.search_url == "/recherche/"
    assert found.searched == searched


@pytest.mark.parametrize("demo", [True, False])
def test_demonstration_says_so_on_every_page(world, sign_in, settings, demo):
    settings.DEMO = demo
    assert site(RequestFactory().get("/"))["demo"] is demo
    assert site_of().demo is demo
    assert ("<strong>Démonstration.</strong>" in sign_in(world.head).get("/mon-compte/").content.decode()) is demo


def test_the_menu_is_drawn_once_for_all_who_have_the_same(world, monkeypatch):
    drawings = []
    monkeypatch.setattr(context_processors, "render_to_string", lambda *args: drawings.append(args) or "menu")
    context_processors.menu.cache_clear()
    try:
        for person, address in ((world.head, "/"), (world.other_head, "/"), (world.head, "/dossiers/")):
            found = site_of(person, address)
            assert (found.menu, found.menu) == ("menu", "menu")
    finally:
        context_processors.menu.cache_clear()
    assert len(drawings) == 2


def test_the_menu_and_the_sheet_of_somebody_are_on_their_pages(world, sign_in):
    page = sign_in(world.head).get("/mon-compte/").content.decode()
    assert page.count('aria-label="Menu principal"') == 2
    assert page.count('<p class="person-sheet-role">Chef·fe de service</p>') == 2
    assert 'name="csrfmiddlewaretoken"' in page.split('class="person-sheet"')[1].split("</form>")[0]
