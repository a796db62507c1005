"""A real Chromium against a real server. Where no Chromium can be found these tests are not run, and ``make test`` says
so loudly at its end."""

import os

import pytest
from django.conf import settings

from emile.core.database.identity import acting_as_system
from emile.tools.demo.chromium import ChromiumMissing, chromium_path
from tests.browser.person import Person

PASSWORD = "un-mot-de-passe-assez-long"


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    try:
        path = chromium_path()
    except ChromiumMissing as missing:
        pytest.skip(str(missing))
    # Playwright's loop runs in this very thread: Django would refuse its own ORM beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--lang=fr-FR"], env={**os.environ, "LANGUAGE": "fr"}
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def site(transactional_db, world, live_server):
    """The world, served."""
    settings.ALLOWED_HOSTS.append("*")
    return live_server


@pytest.fixture
def signed_in(site, chromium):
    """``signed_in(world.head, javascript=False)`` → the person at their own browser."""
    contexts = []

    def sign_in(user, *, javascript: bool = True, width: int = 1280) -> Person:
        with acting_as_system():
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        context = chromium.new_context(
            base_url=site.url,
            locale="fr-FR",
            java_script_enabled=javascript,
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        person = Person(context.new_page(), javascript=javascript)
        person.sign_in(user.email, PASSWORD)
        return person

    yield sign_in
    for context in contexts:
        context.close()
