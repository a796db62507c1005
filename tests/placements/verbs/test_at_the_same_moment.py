"""Two people at the same moment: one is served, the other reads a sentence, nobody waits for ever."""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from candidates.journey.table import Action
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.core.database.identity import acting_as, acting_as_system
from placements.housing import workflow as housing
from placements.models import Lease, Stay
from placements.stays import workflow as stays
from tests.candidates.journey.verbs.verb_pages import address, text_of
from tests.conftest import ProductClient, owner_connection
from tests.world import TODAY, World

SOON = TODAY + timedelta(days=1)
OVERLAP = (
    "Cet appartement relais est déjà réservé pour une partie de ces nuits. Choisissez d'autres dates ou un autre"
    " appartement : le jour de départ d'une famille peut être le jour d'arrivée de la suivante."
)


@pytest.fixture
def world(transactional_db) -> Iterator[World]:
    with acting_as_system():
        built = World()
    yield built
    connections.close_all()


def posting(person, journey: Journey, action: Action, **answers) -> Callable:
    """What a browser sends, on a connection of its own."""
    client = ProductClient()
    client.sign_in(person)

    def post():
        try:
            return client.post(address(journey, action), {"token": uuid.uuid4(), "on": TODAY, **answers})
        finally:
            connections.close_all()

    return post


def until_somebody_waits_for_us(seconds: float = 20) -> None:
    """PostgreSQL says who waits for whom. Asked from outside: one's own transaction reads a picture of the start."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()[0]
    limit = time.monotonic() + seconds
    with owner_connection() as outside:
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE %s = ANY(pg_blocking_pids(pid))"
        while not outside.execute(waiting, [ours]).fetchone()[0]:
            assert time.monotonic() < limit, "nobody waits"
            time.sleep(0.02)


def stay(world: World, first: int, last: int) -> dict:
    days = {"arrival": TODAY + timedelta(days=first), "departure": TODAY + timedelta(days=last)}
    return {"flat": world.flat, "people": 2, **days}


def book(world: World, journey: Journey, first: int, last: int) -> Stay:
    return stays.plan_stay(journey, by=world.head, today=TODAY, **stay(world, first, last))


def test_the_second_booking_of_a_flat_waits_outside_and_reads_a_refusal(world):
    """Whoever waits must have written nothing yet: two overlapping rows would wait for each other, and PostgreSQL would
    end one of them as a deadlock. Hence the second booking of the first person, over the nights of the one who waits:
    had they written a row, each would now wait for the other."""
    with acting_as_system():
        second_head = world.person("Henri", Role.SERVICE_HEAD, world.operator, territory=world.cantal)
        mine, mine_too, theirs = world.journeys(3, Step.PROJECT)
    theirs_booked = posting(second_head, theirs, Action.PLAN_STAY, **stay(world, 3, 7) | {"flat": world.flat.pk})
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        with transaction.atomic(), acting_as(world.head.pk):
            kept = [book(world, mine, 1, 4)]
            answer = elsewhere.submit(theirs_booked)
            until_somebody_waits_for_us()
            kept.append(book(world, mine_too, 5, 8))
        page = answer.result(timeout=30)
    assert page.status_code == 200
    assert OVERLAP in text_of(page)
    with acting_as_system():
        assert set(Stay.objects.all()) == set(kept)


def test_the_second_offer_of_a_dwelling_waits_and_reads_a_refusal(world):
    with acting_as_system():
        second_head = world.person("Henri", Role.SERVICE_HEAD, world.operator, territory=world.cantal)
        mine, theirs = world.journeys(2, Step.CONTRACTED)
        dwelling = world.dwelling()
    theirs_offered = posting(second_head, theirs, Action.OFFER_DWELLING, dwelling=dwelling.pk)
    with ThreadPoolExecutor(max_workers=1) as elsewhere:
        with transaction.atomic(), acting_as(world.head.pk):
            kept = housing.offer_dwelling(mine, by=world.head, on=TODAY, dwelling=dwelling)
            answer = elsewhere.submit(theirs_offered)
            until_somebody_waits_for_us()
        page = answer.result(timeout=30)
    assert page.status_code == 200
    assert "Ce logement est déjà proposé ou loué à un autre ménage." in text_of(page)
    with acting_as_system():
        assert Lease.objects.get(dwelling=dwelling) == kept


def together(*works: Callable) -> list:
    """Each in its own thread, all started at once; what they return, in order."""
    start = threading.Barrier(len(works))

    def run(work: Callable):
        start.wait(timeout=20)
        return work()

    with ThreadPoolExecutor(max_workers=len(works)) as pool:
        return list(pool.map(run, works, timeout=60))


def test_the_same_form_sent_twice_at_once_does_its_work_once(world):
    with acting_as_system():
        journey = world.journey(Step.DIAGNOSIS)
        before = journey.events.count()
    token = uuid.uuid4()
    responses = together(*(posting(world.prescriber, journey, Action.SUBMIT, token=token) for _ in range(2)))
    assert [response.status_code for response in responses] == [302, 302]
    assert {response["Location"] for response in responses} == {f"/dossiers/{journey.reference}/"}
    with acting_as_system():
        assert journey.events.count() == before + 1
        assert Journey.objects.get(pk=journey.pk).step == Step.SUBMITTED


def test_two_forms_of_two_people_at_once_move_the_file_once(world):
    with acting_as_system():
        journey = world.journey(Step.DIAGNOSIS)
        before = journey.events.count()
    people = (world.prescriber, world.referent)
    responses = together(*(posting(person, journey, Action.SUBMIT) for person in people))
    assert sorted(response.status_code for response in responses) == [200, 302]
    loser = next(response for response in responses if response.status_code == 200)
    assert "Le dossier a peut-être changé entre-temps" in text_of(loser)
    with acting_as_system():
        assert journey.events.count() == before + 1
