"""What a file tells: its history, its questions, its notes, the journey before."""

from datetime import timedelta

import pytest

from candidates.journey import first_half
from candidates.models import EventNote, Journey
from emile.core.database.identity import acting_as_system
from placements.support import workflow as support
from tests.candidates.file.file_pages import address, arrange, text_of
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


def test_the_history_gives_the_reason_and_the_sentence(world, sign_in):
    journey = arrange(world, "declined")
    page = text_of(sign_in(world.prescriber).get(address(journey, "historique")))
    assert "Candidature non retenue" in page
    assert world.reason("decline", consequence="park").label in page
    assert "Mot." in page


def test_words_in_the_history_are_escaped(world, sign_in):
    journey = arrange(world, "presented")
    with acting_as_system():
        event = journey.events.first()
        EventNote.objects.create(event=event, journey=journey, text="<script>alert(1)</script>")
    assert b"<script>alert(1)" not in sign_in(world.head).get(address(journey, "historique")).content


def test_an_expired_title_is_said_in_the_summary(world, sign_in):
    journey = arrange(world, "presented")
    with acting_as_system():
        right = journey.household.members.get(link="applicant").stay_right
        right.expires_on = TODAY - timedelta(days=2)
        right.save()
    assert "Titre expiré le" in text_of(sign_in(world.head).get(address(journey)))


def test_a_question_asked_back_is_read_in_the_summary_with_its_answer(world, sign_in):
    journey = arrange(world, "to_complete")
    assert "Quels horaires ?" in text_of(sign_in(world.prescriber).get(address(journey)))
    with acting_as_system():
        answers = {row.pk: "De journée." for row in journey.complements.open()}
        first_half.answer_complements(journey, by=world.prescriber, on=TODAY, answers=answers)
    assert "De journée." in text_of(sign_in(world.referent).get(address(journey)))


def test_somebody_reads_their_own_private_note_and_nobody_elses(world, sign_in):
    journey = arrange(world, "support")
    with acting_as_system():
        support.record_act(journey, by=world.caseworker, on=TODAY, theme="work", private_note="Pour moi seule")
    assert "Pour moi seule" in text_of(sign_in(world.caseworker).get(address(journey, "suivi")))
    assert "Pour moi seule" not in text_of(sign_in(world.head).get(address(journey, "suivi")))


def test_the_return_of_a_household_leaves_its_first_journey_as_it_was(world, sign_in):
    from candidates.journey.first_half import open_file

    first = arrange(world, "left")
    with acting_as_system():
        before = (Journey.objects.filter(pk=first.pk).values().get(), first.events.count())
        open_file(
            programme=world.programme,
            prescriber=world.structure,
            origin_area=world.paris,
            by=world.prescriber,
            on=TODAY,
            household=first.household,
        )
        assert (Journey.objects.filter(pk=first.pk).values().get(), first.events.count()) == before
    assert "Parcours clos" in text_of(sign_in(world.prescriber).get(address(first)))
