"""A manager opens a named file: the reason first, kept; then two hours of reading."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.models import Journey
from candidates.steps import Step
from emile.audit.models import OpenedFile
from emile.core.database.identity import acting_as_system


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        return world.journey(Step.PRESENTED, name="Diallo")


def address(journey) -> str:
    return f"/dossiers/{journey.reference}/ouvrir/"


def answers(world, **changes) -> dict:
    return {
        "token": uuid.uuid4(),
        "reason": world.reason("manager_access").pk,
        "note": "Contrôle du financeur",
        **changes,
    }


def openings() -> list[OpenedFile]:
    with acting_as_system():
        return list(OpenedFile.objects.all())


def test_the_page_before_the_reason_names_nobody(world, journey, sign_in):
    client = sign_in(world.manager)
    assert client.get(f"/dossiers/{journey.reference}/").status_code == 404
    html = client.get(address(journey)).content.decode()
    assert journey.reference in html
    assert "diallo" not in html.lower()


def test_with_a_reason_the_file_opens_and_the_reason_is_kept(world, journey, sign_in):
    client = sign_in(world.manager)
    response = client.post(address(journey), answers(world))
    assert (response.status_code, response["Location"]) == (302, f"/dossiers/{journey.reference}/")
    assert "DIALLO Awa" in client.get(response["Location"]).content.decode()
    (opening,) = openings()
    assert (opening.user_id, opening.household_id) == (world.manager.pk, journey.household_id)
    assert opening.note == "Contrôle du financeur"
    assert timedelta(hours=1) < opening.open_until - timezone.now() <= timedelta(hours=2)


def test_the_same_form_twice_is_one_opening(world, journey, sign_in):
    client, sent = sign_in(world.manager), answers(world)
    assert [client.post(address(journey), sent).status_code for _ in range(2)] == [302, 302]
    assert len(openings()) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"note": ""},
        {"reason": "999999999"},
        {"reason": "\x00"},
        {"note": "a\x00b"},
        {"note": "a" * 301},
        {"note": "a" * 500_000},
        {"token": "pas-un-jeton"},
    ],
)
def test_bad_answers_open_nothing_and_keep_what_was_typed(world, journey, sign_in, changes):
    client = sign_in(world.manager)
    response = client.post(address(journey), answers(world, **changes))
    assert response.status_code == 200
    assert set(response.context["form"].errors) == set(changes)
    if "note" not in changes:
        assert "Contrôle du financeur" in response.content.decode()
    assert not openings()
    assert client.get(f"/dossiers/{journey.reference}/").status_code == 404


def test_a_reason_of_another_moment_is_refused(world, journey, sign_in):
    response = sign_in(world.manager).post(address(journey), answers(world, reason=world.reason("decline").pk))
    assert "reason" in response.context["form"].errors
    assert not openings()


@pytest.mark.parametrize("who", ["prescriber", "referent", "head", "caseworker", "partner", "dpo"])
def test_only_a_manager_has_this_door(world, journey, sign_in, who):
    client = sign_in(getattr(world, who))
    assert client.get(address(journey)).status_code == 403
    assert client.post(address(journey), answers(world)).status_code == 403
    assert not openings()


def test_an_absent_file_does_not_exist(world, sign_in):
    assert sign_in(world.manager).get("/dossiers/ZZZZZZ/ouvrir/").status_code == 404


def test_once_the_time_is_over_the_file_is_out_of_reach_again(world, journey, sign_in):
    with acting_as_system():
        OpenedFile.objects.create(
            user=world.manager,
            household_id=journey.household_id,
            reason=world.reason("manager_access"),
            note="Hier",
            open_until=timezone.now() - timedelta(minutes=1),
        )
    assert sign_in(world.manager).get(f"/dossiers/{journey.reference}/").status_code == 404
