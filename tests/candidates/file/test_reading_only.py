"""Whoever reads a file without following it has no verb on it."""

from datetime import date

import pytest

from emile.audit.actions import open_with_reason
from emile.core.database.identity import acting_as_system
from tests.candidates.file.file_pages import SLUGS, address, arrange, now, opens_in_a_dozen_queries, text_of


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


def opened_by(world, person, journey) -> None:
    from django.utils import timezone

    with acting_as_system():
        open_with_reason(
            user=person,
            household_id=journey.household_id,
            reason=world.reason("manager_access"),
            note="Contrôle du financeur.",
            now=timezone.now(),
        )


@pytest.mark.parametrize("place", ["presented", "immersion", "support", "declined"], scope="module")
def test_a_manager_with_a_reason_reads_and_has_no_verb(world, sign_in, reached, place):
    journey = now(reached)
    opened_by(world, world.manager, journey)
    client = sign_in(world.manager)
    for panel in SLUGS:
        response = client.get(address(journey, panel))
        assert response.status_code == 200
        assert "/agir/" not in response.content.decode()
        assert opens_in_a_dozen_queries(client, address(journey, panel))
    assert "Lecture avec motif" in text_of(client.get(address(journey)))


def test_a_head_of_elsewhere_who_is_also_manager_reads_and_has_no_verb(world, sign_in):
    """Roles are held on a file, not in general."""
    from emile.accounts.enums import Role
    from partners.models import Membership

    journey = arrange(world, "presented")
    with acting_as_system():
        Membership.objects.create(
            user=world.other_head, organisation=world.operator, role=Role.MANAGER, valid_from=date(2014, 1, 1)
        )
    opened_by(world, world.other_head, journey)
    client = sign_in(world.other_head)
    assert "/agir/" not in client.get(address(journey)).content.decode()
    assert client.get(f"/dossiers/{journey.reference}/agir/retenir-la-candidature/").status_code == 403
