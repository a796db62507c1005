"""The same form sent ten times at once is done once. Real threads, real commits.

Risk: two files for one family, two events for one decision.
"""

import html
import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from candidates.journey.table import Action
from candidates.journey.verbs import slug_of
from candidates.models import Journey, JourneyEvent, Member
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from tests.conftest import ProductClient
from tests.world import World

TIMES = 10


@pytest.fixture
def small_world(transactional_db) -> World:
    with acting_as_system():
        return World()


def all_at_once(person, url: str, data: dict) -> list:
    """Ten browsers of one person press the button together."""
    session = ProductClient().sign_in(person).cookies
    ready = threading.Barrier(TIMES)

    def press(_number: int):
        client = ProductClient()
        client.cookies = session
        ready.wait(timeout=30)
        try:
            return client.post(url, data)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as threads:
        return list(threads.map(press, range(TIMES)))


def count(queryset) -> int:
    with acting_as_system():
        return queryset.count()


def test_one_candidature_for_ten_clicks(small_world):
    data = {
        "token": str(uuid.uuid4()),
        "programme": small_world.programme.pk,
        "prescriber": small_world.structure.pk,
        "origin_area": small_world.paris.pk,
        "civility": "mrs",
        "first_name": "Awa",
        "last_name": "Diallo",
        "birth_date": "1990-05-12",
        "sex": "f",
        "phone": "",
    }
    answers = all_at_once(small_world.prescriber, reverse("candidates:new"), data)
    assert count(Journey.objects.all()) == 1
    assert count(Member.objects.all()) == 1
    assert count(JourneyEvent.objects.filter(action=Action.OPEN)) == 1
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1


def test_one_event_for_ten_clicks(small_world):
    with acting_as_system():
        journey = small_world.journey(Step.DIAGNOSIS)
    url = reverse("candidates:verb", args=[journey.reference, slug_of(Action.SUBMIT)])
    data = {"token": str(uuid.uuid4()), "on": timezone.localdate().isoformat(), "note": ""}
    answers = all_at_once(small_world.prescriber, url, data)
    assert count(JourneyEvent.objects.filter(action=Action.SUBMIT)) == 1
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer["Location"] for answer in answers}) == 1


def test_ten_forms_at_once_for_one_decision(small_world):
    """Ten tabs, ten tokens: one wins, the others are told in French where the file stands; nothing is a 500."""
    with acting_as_system():
        journey = small_world.journey(Step.PRESENTED)
    url = reverse("candidates:verb", args=[journey.reference, slug_of(Action.SHORTLIST)])
    session = ProductClient().sign_in(small_world.head).cookies
    ready = threading.Barrier(TIMES)

    def press(_number: int) -> tuple[int, str]:
        client = ProductClient()
        client.cookies = session
        token = str(uuid.uuid4())
        ready.wait(timeout=30)
        try:
            answer = client.post(url, {"token": token, "on": timezone.localdate().isoformat(), "note": ""})
            return answer.status_code, answer.content.decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(TIMES) as threads:
        answers = list(threads.map(press, range(TIMES)))
    assert count(JourneyEvent.objects.filter(action=Action.SHORTLIST)) == 1
    assert sorted(status == 302 for status, _ in answers) == [False] * (TIMES - 1) + [True]
    for status, page in answers:
        assert status == 302 or (
            status in {200, 422} and re.search("n.est pas possible à l.étape", html.unescape(page))
        )
