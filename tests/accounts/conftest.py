import unicodedata

import pytest
from django.test import Client

from emile.accounts.models import User
from emile.core.identity import acting_as_system
from tests.conftest import HouseClient, forget_everything

PASSWORD = "une phrase que je retiens"


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
def visitor(db) -> Client:
    return HouseClient()


@pytest.fixture
def head(world) -> User:
    return give_password(world.head)
