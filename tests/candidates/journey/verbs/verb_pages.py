"""The page of a verb, asked and sent; what the file is before and after."""

import html
import uuid

import pytest
from django.http import HttpResponse
from django.utils.html import strip_tags

from candidates.journey import first_half
from candidates.journey.table import NOBODY, TRANSITIONS, Action
from candidates.journey.verbs import slug_of
from candidates.models import Journey
from emile.core.database.identity import acting_as_system
from tests.candidates.journey.verb_answers import CASES
from tests.world import TODAY, World

VERBS = [action for action, rule in TRANSITIONS.items() if rule.roles != NOBODY]
each_verb = pytest.mark.parametrize("action", VERBS, scope="module")


def arrange(world: World, action: Action) -> tuple[Journey, dict]:
    """A file ready for the verb, and the good answers to its form."""
    with acting_as_system():
        journey = CASES[action].place(world)
    return answered(world, action, journey)


def answered(world: World, action: Action, journey: Journey) -> tuple[Journey, dict]:
    """The file as it is now, and the good answers to the form."""
    with acting_as_system():
        journey = Journey.objects.get(pk=journey.pk)
        answers = CASES[action].answers(world, journey)
    return journey, {"token": str(uuid.uuid4()), "on": TODAY.isoformat(), **answers}


def address(journey: Journey, action: Action) -> str:
    return f"/dossiers/{journey.reference}/agir/{slug_of(action)}/"


def now(journey: Journey) -> Journey:
    with acting_as_system():
        return Journey.objects.get(pk=journey.pk)


def written(journey: Journey) -> tuple[dict, int]:
    """The row of the file as it stands, and how many events it has."""
    with acting_as_system():
        return Journey.objects.filter(pk=journey.pk).values().get(), journey.events.count()


def events(journey: Journey) -> int:
    with acting_as_system():
        return journey.events.count()


def text_of(response: HttpResponse) -> str:
    return " ".join(html.unescape(strip_tags(response.content.decode())).split()).replace("\u00a0", " ")


def another_journey(world: World, journey: Journey) -> None:
    """Another file of the same household."""
    first_half.open_file(
        programme=world.programme,
        prescriber=world.structure,
        origin_area=world.paris,
        by=world.prescriber,
        on=TODAY,
        household=journey.household,
    )
