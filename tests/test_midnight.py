"""One night's midnight, in Paris, as the people see it who are still at work: just before, and just after.

In summer the day begins two hours before that of universal time, in winter one: no page may show the other day.
"""

import re
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from candidates.journey.table import Action
from candidates.journey.verbs import slug_of
from candidates.models import JourneyEvent
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from placements.stays import workflow as stays
from tests import clock
from tests.candidates.candidature.candidature_forms import form_of
from tests.world import TODAY

FUTURE = "Cette date est dans l'avenir : notez ce qui a eu lieu."
ARRIVALS = {"Arrivées de la semaine", "Arrivées à constater"}
EVENINGS = {
    "an ordinary evening": None,
    "the last of a month": (4, 30),
    "the last of a year": (12, 31),
    "28 February": (2, 28),
    "before the hour of summer": (3, 27),
    "before the hour of winter": (10, 24),
}


def next_one(month: int, day: int) -> date:
    """The first such day from tomorrow on. A file of the world is never of after that day."""
    year = TODAY.year if (month, day) > (TODAY.month, TODAY.day) else TODAY.year + 1
    return date(year, month, day)


@pytest.fixture(params=EVENINGS.values(), ids=EVENINGS)
def evening(request) -> date:
    return next_one(*request.param) if request.param else TODAY + timedelta(days=1)


def late(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 30, tzinfo=clock.PARIS)


def just_after(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 0, 0, 30, tzinfo=clock.PARIS) + timedelta(days=1)


def verb_page(journey, action: Action) -> str:
    return reverse("candidates:verb", args=[journey.reference, slug_of(action)])


def test_a_form_opened_before_midnight_is_sent_after(world, sign_in, evening):
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
    url = verb_page(journey, Action.SHORTLIST)
    with clock.moved_to(late(evening)):
        client = sign_in(world.head)
        typed = form_of(client.get(url))
        assert typed["on"] == [evening.isoformat()]
    with clock.moved_to(just_after(evening)):
        assert form_of(client.get(url))["on"] == [(evening + timedelta(days=1)).isoformat()]
        assert client.post(url, typed).status_code == 302
    with acting_as_system():
        assert JourneyEvent.objects.get(journey=journey, action=Action.SHORTLIST).happened_on == evening


def test_tomorrow_is_the_future_until_midnight(world, sign_in, evening):
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
    url, tomorrow = verb_page(journey, Action.SHORTLIST), evening + timedelta(days=1)
    with clock.moved_to(late(evening)):
        client = sign_in(world.head)
        refused = client.post(url, form_of(client.get(url)) | {"on": tomorrow.isoformat()})
        assert refused.context["form"].errors == {"on": [FUTURE]}
    with clock.moved_to(just_after(evening)):
        assert client.post(url, form_of(client.get(url)) | {"on": tomorrow.isoformat()}).status_code == 302


def test_a_family_is_expected_until_midnight_and_late_after(world, sign_in, evening):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        stays.plan_stay(
            journey, by=world.head, today=TODAY, flat=world.flat, arrival=evening,
            departure=evening + timedelta(days=3), people=2,
        )  # fmt: skip
    with clock.moved_to(late(evening)):
        client = sign_in(world.caseworker)
        assert piles_with(client, journey) & ARRIVALS == {"Arrivées de la semaine"}
    with clock.moved_to(just_after(evening)):
        assert piles_with(client, journey) & ARRIVALS == {"Arrivées à constater"}


def test_the_calendar_opens_on_the_month_of_paris(world, sign_in, evening):
    for instant in (late(evening), just_after(evening)):
        with clock.moved_to(instant):
            page = sign_in(world.head).get("/appartements-relais/")
            assert page.context["today"] == instant.date()
            assert page.context["month"].first == instant.date().replace(day=1)


def piles_with(client, journey) -> set[str]:
    """The titles of the piles of « À faire » that have a line about the file."""
    piles = client.get("/").context["piles"]
    return {pile.title for pile in piles if any(journey.reference in line.url for line in pile.lines)}


@pytest.mark.parametrize("now", ["2026-10-25T02:30+02:00", "2026-10-25T02:30+01:00", "2027-03-28T03:00+02:00"])
def test_an_hour_that_comes_twice_or_not_at_all_is_an_hour(world, sign_in, now):
    """What was saved is said with the hour of the clock on the wall."""
    instant = datetime.fromisoformat(now)
    with acting_as_system():
        journey = world.journey(Step.DIAGNOSIS)
    url = reverse("candidates:topic", args=[journey.reference, "logement"])
    with clock.moved_to(instant):
        client = sign_in(world.prescriber)
        page = client.post(url, form_of(client.get(url), "saisie") | {"save": "1"}, follow=True).content.decode()
    assert re.search(r"enregistré à (\d\d:\d\d)", page)[1] == f"{instant.astimezone(clock.PARIS):%H:%M}"
