"""Every page of a random world agrees on what each file waits for (``tests/candidates/telling.py``)."""

import random
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import parse_qsl

import pytest
from django.db.models import Q

from candidates.journey.table import Action
from candidates.journey.waiting import Party, Wait
from candidates.models import Journey
from candidates.steps import Step
from candidates.todo.piles import declared_for
from emile.core.database.identity import acting_as_system
from placements.models import Lease
from tests.candidates.file.file_steps import PLACES, changed, half_answered, service_answered
from tests.candidates.journey.verb_answers import direct_arrival
from tests.candidates.telling import check_that_all_agree, listed
from tests.conftest import forget_everything, undone
from tests.world import TODAY, World

READERS = ["prescriber", "referent", "head", "caseworker", "manager"]


def housed_first(world: World) -> Journey:
    housing = direct_arrival(world).programme
    return changed(world.journey(Step.SHORTLISTED), programme=housing)


def housed_first_with(state: str):
    def build(world: World) -> Journey:
        journey = housed_first(world)
        days = {"offered_on": TODAY} | ({"signed_on": TODAY} if state == "signed" else {})
        Lease.objects.create(journey=journey, dwelling=world.dwelling(), state=state, recorded_by=world.head, **days)
        return journey

    return build


EVERYWHERE = [
    *PLACES.values(),
    direct_arrival,
    housed_first,
    housed_first_with("offered"),
    housed_first_with("signed"),
    half_answered,
    service_answered,
]
EVERY_CODE = {
    *("", "welcome", "stay", "arrival", "departure", "answers", "household", "service", "choice"),
    *("flat", "lease", "move"),
}


@pytest.fixture(scope="module", params=[1, 2])
def random_world(request, django_db_setup, django_db_blocker) -> Iterator[tuple[World, random.Random]]:
    """Every place a file can stand, each with an age, and in somebody's charge or nobody's."""
    chance = random.Random(request.param)
    with django_db_blocker.unblock(), undone():
        with acting_as_system():
            world = World()
            for number, build in enumerate(chance.sample(EVERYWHERE, len(EVERYWHERE))):
                world.flat = world.relay_flat(f"Relais {number}", world.cantal)  # its nights are free
                journey = build(world)
                aged = {"step_since": journey.step_since.replace(year=TODAY.year - chance.randint(0, 2), day=1)}
                charge = chance.choice([None, world.caseworker])
                changed(journey, **(aged if chance.random() < 0.5 else {}), caseworker=charge)
            assert set(Journey.objects.values_list("awaits", flat=True)) == EVERY_CODE
            assert set(Journey.objects.values_list("step", flat=True)) == set(Step)
        forget_everything()
        yield world, chance


@pytest.mark.django_db
@pytest.mark.parametrize("reader", READERS)
def test_every_page_of_a_random_world_agrees(random_world, sign_in, reader):
    world, chance = random_world
    awaited = check_that_all_agree(sign_in(getattr(world, reader)), chance, counts_only=reader == "manager")
    assert {"le référent", "le chef de service", "le ménage", "le ménage et le chef de service", "–"} <= awaited or (
        reader in {"head", "caseworker"} and {"le chef de service", "le ménage", "–"} <= awaited
    )


OTHER_TITLE = Wait("Autre chose", (Party.HEAD,), (Action.SHORTLIST,))
OTHER_LOOKS = dict.fromkeys(Step, ("danger", "circle"))
SAID_OTHERWISE = {
    "list, title": ("candidates.overview.rows.wait_of", lambda file, today: OTHER_TITLE),
    "list, who": ("candidates.overview.rows.who", lambda wait, **names: "quelqu'un"),
    "list, colour": ("candidates.overview.rows.LOOKS", OTHER_LOOKS),
    "list, since": ("candidates.overview.rows.since", lambda day, today: "depuis toujours"),
    "filter": ("candidates.overview.filters.waiting_for", lambda party, today: Q(step=Step.SUBMITTED)),
    "board, title": ("placements.overview.board_page.wait_of", lambda file, today: OTHER_TITLE),
    "board, who": ("placements.overview.board_page.who", lambda wait, **names: "quelqu'un"),
    "board, colour": ("placements.overview.board_page.LOOKS", OTHER_LOOKS),
    "piles, title": ("candidates.todo.piles.wait_of", lambda file, today: OTHER_TITLE),
    "piles, who": ("candidates.todo.piles.who", lambda wait, **names: "quelqu'un"),
    "piles, colour": ("candidates.todo.piles.LOOKS", OTHER_LOOKS),
    "file, title": ("candidates.file.view.wait_of", lambda file, today: OTHER_TITLE),
    "file, who": ("candidates.file.view.awaited", lambda journey, wait: "quelqu'un"),
    "file, colour": ("candidates.file.view.LOOKS", OTHER_LOOKS),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", SAID_OTHERWISE)
def test_a_page_that_says_otherwise_is_found(random_world, sign_in, monkeypatch, name):
    """The comparison above can fail: each page in turn is made to say something else."""
    world, chance = random_world
    place, value = SAID_OTHERWISE[name]
    monkeypatch.setattr(place, value)
    with pytest.raises(AssertionError):
        check_that_all_agree(sign_in(world.head), chance)


@pytest.mark.django_db
@pytest.mark.parametrize("reader", READERS[:4])
def test_the_list_behind_a_pile_holds_what_the_pile_counts(random_world, sign_in, reader):
    """« Tout voir » leads to the files that were counted: none in a pause, none that waits for something else."""
    world, _ = random_world
    user, client = getattr(world, reader), sign_in(getattr(world, reader))
    piles = [pile for pile in declared_for(user) if pile.more]
    assert piles
    for pile in piles:
        heading = re.search(
            rf"{re.escape(pile.title)} \((\d+)\)", unescape(client.get("/", {"tas": pile.slug}).content.decode())
        )
        counted = int(heading[1]) if heading else 0
        assert len(listed(client, **dict(parse_qsl(pile.more)))) == counted, pile.slug
