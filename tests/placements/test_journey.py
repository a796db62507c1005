import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from tests.world import WAY


@pytest.mark.parametrize("step", WAY)
def test_a_file_walks_to_every_step(world, step):
    with acting_as_system():
        journey = world.journey(step)
    assert journey.step == step
    assert journey.furthest == step.number


def test_each_person_sees_their_own(world):
    with acting_as_system():
        ours = world.journey(Step.PRESENTED)
        theirs = world.journey(Step.PRESENTED, elsewhere=True, name="Ailleurs")
    for person in (world.prescriber, world.referent, world.head, world.caseworker):
        with acting_as(person.pk):
            assert list(Journey.objects.all()) == [ours] == list(Journey.objects.visible_to(person)), person
    for person in (world.other_head, world.other_referent, world.lyon_prescriber):
        with acting_as(person.pk):
            assert list(Journey.objects.all()) == [theirs] == list(Journey.objects.visible_to(person)), person
    assert not Journey.objects.exists()
