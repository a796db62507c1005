"""A page of the candidature, loaded, changed and sent; what is stored afterwards."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.test import Client

from candidates.enums import Topic
from candidates.models import Income, Journey, Member
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of


def address(journey: Journey, topic: Topic | None = None) -> str:
    return f"/dossiers/{journey.reference}/candidature/" + (f"{topic.value}/" if topic else "")


def parent_of(journey: Journey) -> Member:
    return journey.household.members.get(link="applicant")


def stored(query: Callable[[], Any]) -> Any:
    """Read as the system: a test looks at what is really there."""
    with acting_as_system():
        return query()


def send(client: Client, url: str, *, button: str = "save", htmx: bool = False, **changes: Any) -> HttpResponse:
    """Load the page, change some fields, press a button."""
    fields = form_of(client.get(url), "saisie") | changes
    if not htmx:
        fields[button] = "1"
    return client.post(url, fields, headers={"HX-Request": "true"} if htmx else {})


def incomes(journey: Journey) -> dict[str, Decimal]:
    return stored(
        lambda: dict(Income.objects.filter(member__household=journey.household_id).values_list("kind", "amount"))
    )
