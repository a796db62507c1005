import pytest

from candidates.enums import Topic
from candidates.steps import Step
from emile.core.identity import acting_as_system


@pytest.mark.parametrize("topic", list(Topic))
def test_a_page_opens(world, sign_in, topic):
    with acting_as_system():
        journey = world.journey()
    response = sign_in(world.prescriber).get(f"/dossiers/{journey.reference}/candidature/{topic.value}/")
    assert response.status_code == 200


def test_recap(world, sign_in):
    with acting_as_system():
        journey = world.journey()
    response = sign_in(world.prescriber).get(f"/dossiers/{journey.reference}/candidature/")
    assert response.status_code == 200
    assert "Tout y est" in response.content.decode()


def test_new(world, sign_in):
    response = sign_in(world.prescriber).get("/dossiers/nouveau/")
    assert response.status_code == 200
