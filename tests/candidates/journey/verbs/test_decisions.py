"""The decision and what follows: what is parked, what comes back, what is refused in words."""

from datetime import date, timedelta

import pytest

from candidates.journey import first_half
from candidates.journey.table import Action
from candidates.models import Journey, JourneyEvent
from candidates.steps import CLOSED, Step
from emile.core.database.identity import acting_as_system
from emile.core.workflow import GuardRefused, OutOfOrder
from emile.reference.models import Programme
from placements.support import workflow as support
from tests.candidates.file import file_steps as places
from tests.candidates.journey.verbs.verb_pages import address, another_journey, arrange, text_of
from tests.world import TODAY


def test_a_reason_that_parks_gives_a_date_to_look_again_and_one_that_closes_gives_none(world):
    with acting_as_system():
        parks, closes = world.reason("decline", consequence="park"), world.reason("decline", consequence="close")
        parked = first_half.decline(world.journey(Step.PRESENTED), by=world.head, on=TODAY, reason=parks, note="a")
        shut = first_half.decline(world.journey(Step.PRESENTED), by=world.head, on=TODAY, reason=closes, note="a")
        assert parked.review_on == TODAY + timedelta(days=parks.park_days)
        assert shut.review_on is None
        with pytest.raises(GuardRefused, match="ferme le dossier"):
            first_half.reconsider(shut, by=world.head, on=TODAY)
        assert first_half.reconsider(parked, by=world.head, on=TODAY).step == Step.PRESENTED


def test_presenting_where_the_programme_is_not_open_is_refused(world):
    from candidates.journey.actions import ProgrammeClosedThere

    with acting_as_system():
        journey = world.journey(Step.SUBMITTED)
        with pytest.raises(ProgrammeClosedThere, match="n'est pas ouvert"):
            first_half.present(journey, by=world.referent, on=date(2010, 1, 1), territory=world.lozere)


def test_a_question_added_meanwhile_must_be_answered_too(world, sign_in):
    journey, answers = arrange(world, Action.ANSWER_COMPLEMENTS)
    with acting_as_system():
        first_half.ask_complements(journey, by=world.referent, on=TODAY, topic="projet", question="Et l'école ?")
    response = sign_in(world.prescriber).post(address(journey, Action.ANSWER_COMPLEMENTS), answers)
    page = text_of(response)
    assert "Renseignez ce champ." in page
    assert "Et l'école ?" in page
    assert "De journée." in page


def test_a_household_comes_back_by_a_new_journey_and_its_first_one_stays(world):
    with acting_as_system():
        first = places.left(world)
        first = Journey.objects.get(pk=first.pk)
        before = Journey.objects.filter(pk=first.pk).values().get()
        events_before = list(JourneyEvent.objects.filter(journey=first).values())
        another_journey(world, first)
        again = first.household.journeys.open().get()
        assert Journey.objects.filter(pk=first.pk).values().get() == before
        assert list(JourneyEvent.objects.filter(journey=first).values()) == events_before
    assert (again.step, first.step in CLOSED) == (Step.DIAGNOSIS, True)


def test_two_open_journeys_of_one_household_are_refused_in_words(world):
    from emile.core.database.integrity import RefusedByDatabase

    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        with pytest.raises(RefusedByDatabase, match="Ce ménage a déjà un parcours en cours"):
            another_journey(world, journey)


def test_leaving_before_what_it_ends_began_is_refused_in_words(world):
    with acting_as_system():
        journey = Journey.objects.get(pk=places.arrived(world).pk)
        with pytest.raises(OutOfOrder, match="vérifiez la date de sortie"):
            support.leave(
                journey,
                by=world.head,
                on=TODAY - timedelta(days=1),
                reason=world.reason("exit_before_move_in"),
                note="Mot",
            )


def test_programmes_differ_by_their_row_only(world):
    with acting_as_system():
        assert Programme.objects.filter(diagnosis_required=False).exists()
