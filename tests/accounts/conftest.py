import html
import unicodedata

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from tests.conftest import ProductClient, forget_everything
from tests.world import World

PASSWORD = "une phrase que je retiens"
BAD_PASSWORD = "pas le bon mot de passe"
SIGN_IN = "/connexion/"
INSIDE = "/mon-compte/"


def unidecoded(email: str) -> str:
    """Addresses are typed on the sign-in page: no accent there."""
    return unicodedata.normalize("NFKD", email).encode("ascii", "ignore").decode()


def give_password(person: User, password: str = PASSWORD) -> User:
    with acting_as_system():
        person.email = unidecoded(person.email)
        person.set_password(password)
        person.save(update_fields=["email", "password"])
    forget_everything()
    return person


def enter(browser: Client, email: str, password: str = PASSWORD, *, forwarded: str = "", **more):
    """``forwarded``: what the proxy says of where the visitor comes from."""
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return browser.post(SIGN_IN, {"email": email, "password": password, **more}, headers=headers)


def is_in(browser: Client) -> bool:
    return SESSION_KEY in browser.session


def words(answer) -> str:
    """The page as one reads it: ordinary spaces, no entity."""
    return html.unescape(answer.content.decode()).replace("\N{NO-BREAK SPACE}", " ")


def fresh(person: User) -> User:
    with acting_as_system():
        again = User.objects.get(pk=person.pk)
    forget_everything()
    return again


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Argon2 is slow on purpose; what it costs has a test of its own."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(world_as_it_stands) -> World:
    """One for the file: these tests change accounts, hardly anything else."""
    return world_as_it_stands


@pytest.fixture
def visitor(db) -> Client:
    return ProductClient()


@pytest.fixture
def head(world) -> User:
    return give_password(world.head)
