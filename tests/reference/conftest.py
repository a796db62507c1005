"""Somebody of each role, signed in: lighter than the whole world, which these pages never look at."""

import datetime
import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from emile.accounts.enums import BY_ORIGIN, BY_TERRITORY, Role
from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from emile.reference.models import OriginArea, Territory
from partners.models import Membership, Organisation


@pytest.fixture
def signed_in(sign_in) -> Callable[[Role], Client]:
    """A browser signed in by somebody who holds this role, and only it."""
    return lambda role: sign_in(somebody(role))


@pytest.fixture
def manager(signed_in) -> Client:
    return signed_in(Role.MANAGER)


@pytest.fixture
def ask(manager) -> Callable:
    """The list of a table, as a manager."""
    return lambda slug, **asked: manager.get(reverse("reference:list", args=[slug]), asked)


@pytest.fixture
def send(manager) -> Callable:
    """A page of the reference data, sent by a manager as a form just opened would be."""

    def sending(page: str, slug: str, row=None, /, **data):
        args = [slug] if row is None else [slug, row.pk]
        url = reverse(f"reference:{page}", args=args)
        shown = manager.get(url).context["form"]["stamp"].value()
        return manager.post(url, {"token": uuid.uuid4(), "stamp": shown} | data)

    return sending


def somebody(role: Role) -> User:
    with acting_as_system():
        user = User.objects.create(email=f"{uuid.uuid4().hex}@exemple.test", first_name="Ama", last_name="Essai")
        Membership.objects.create(
            user=user,
            organisation=Organisation.objects.create(name=f"Maison {user.pk}", kind="operator"),
            role=role,
            territory=Territory.objects.get(code="cantal") if role in BY_TERRITORY else None,
            origin_area=OriginArea.objects.get(code="ile-de-france") if role in BY_ORIGIN else None,
            valid_from=datetime.date(2020, 1, 1),
        )
    return user
