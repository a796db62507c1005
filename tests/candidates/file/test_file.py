"""The screen of one file: at every place a journey can stand, for every role, in a dozen queries."""

from decimal import Decimal

import pytest

from candidates.file.panels import panels_for
from candidates.journey import actions
from candidates.models import Income, Member, Schooling
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from placements.support import workflow as support
from tests.candidates.file import file_steps
from tests.candidates.file.file_pages import (
    SLUGS,
    address,
    arrange,
    each_place,
    now,
    opens_in_a_dozen_queries,
    queries,
    text_of,
)
from tests.candidates.file.file_steps import PLACES
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@each_place
def test_every_panel_opens_in_a_dozen_queries_for_every_role(world, sign_in, reached, place):
    journey = now(reached)
    readers = [world.prescriber, world.referent]
    if journey.territory_id:
        readers += [world.head, world.caseworker]
    for reader in readers:
        client = sign_in(reader)
        for panel in SLUGS:
            assert opens_in_a_dozen_queries(client, address(journey, panel)), (reader.first_name, panel)


def test_the_number_of_queries_does_not_grow_with_the_family_nor_with_what_happened(world, sign_in):
    journey = arrange(world, "support")
    client = sign_in(world.caseworker)
    before = {panel: queries(client, address(journey, panel)) for panel in SLUGS}
    with acting_as_system():
        for number in range(3):
            child = actions.save_member(
                Member(household=journey.household, link="child", first_name=f"E{number}", last_name="Diallo")
            )
            Schooling.objects.create(member=child, level="primary")
            Income.objects.create(member=child, kind="other", amount=Decimal(1))
            support.record_act(journey, by=world.caseworker, on=TODAY, theme="work", note="Mot", private_note="Rien")
    assert {panel: queries(client, address(journey, panel)) for panel in SLUGS} == before


def test_the_panels_are_those_of_both_halves(world):
    assert [panel.slug for panel in panels_for(world.head)] == SLUGS


def test_the_file_itself_opens_on_the_summary_and_unknown_panels_do_not_exist(world, sign_in):
    journey = arrange(world, "presented")
    client = sign_in(world.head)
    assert "Le ménage" in text_of(client.get(f"/dossiers/{journey.reference}/"))
    assert client.get(address(journey, "inconnu")).status_code == 404


def test_a_file_of_elsewhere_does_not_exist(world, sign_in):
    with acting_as_system():
        foreign = world.journey(Step.PRESENTED, elsewhere=True)
    for person in (world.prescriber, world.referent, world.head, world.caseworker, world.manager, world.partner):
        assert sign_in(person).get(address(foreign)).status_code == 404


def test_the_title_of_the_page_names_nobody(world, sign_in):
    journey = arrange(world, "presented")
    html = sign_in(world.head).get(address(journey)).content.decode()
    title = html[html.index("<title>") : html.index("</title>")]
    assert journey.reference in title
    assert "Diallo" not in title
    assert "DIALLO" not in title


def test_places_cover_every_step(world):
    with acting_as_system():
        reached = {build(world).step for build in (file_steps.to_complete, file_steps.waiting)}
    assert reached == {Step.TO_COMPLETE, Step.WAITING}
    assert {Step(step) for step in Step} == {Step(name) for name in PLACES if name in Step.values}
