import uuid
from collections.abc import Callable

import pytest
from django.urls import reverse

from emile.core.database.identity import acting_as_system
from tests.conftest import forget_everything


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def arrange(world) -> Callable:
    """Do something as nobody in particular, before the page is asked for."""

    def arranged(action: Callable):
        with acting_as_system():
            made = action()
        forget_everything()
        return made

    return arranged


@pytest.fixture
def flat_to_rent(world, arrange):
    return arrange(world.dwelling)


@pytest.fixture
def ask(world, sign_in):
    """A list, as somebody who reads everything; a territory is asked for by its name in the world."""
    browser = sign_in(world.manager)

    def asked(name: str, **filters):
        if "territory" in filters:
            filters["territory"] = getattr(world, filters["territory"]).pk
        return browser.get(reverse(f"partners:{name}"), filters)

    return asked


@pytest.fixture
def sheet(world, sign_in):
    """The sheet of a row, as somebody."""

    def shown_to(row, role: str = "caseworker"):
        return sign_in(getattr(world, role)).get(reverse(f"partners:{type(row)._meta.model_name}", args=[row.pk]))

    return shown_to


def update(arrange, row, **fields) -> None:
    arrange(lambda: type(row).objects.filter(pk=row.pk).update(**fields))


def sent(**data) -> dict:
    """As a form just opened would send it: with its one-use token."""
    return {"token": uuid.uuid4(), **data}


def shown(page) -> dict:
    """What the browser would send back if nobody typed anything."""
    form = page.context["form"]
    values = {}
    for bound in form:
        value = bound.value()
        shown = bound.field.prepare_value(value) if value is not None else ""
        values[bound.name] = "" if shown is None or shown is False else shown
    return values
