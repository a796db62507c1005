"""What comes next on a file, and who is awaited: said to everybody, with a button for whoever is awaited."""

from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from candidates.journey.events import PLAIN_NAMES, button_of
from candidates.journey.expected import awaited, expected_among, offers_on
from candidates.journey.table import NOBODY, TRANSITIONS, Action
from candidates.journey.waiting import WAITS, wait_of
from candidates.models import Journey
from candidates.steps import MILESTONES, OPEN, Step
from emile.core.database.identity import acting_as_system
from emile.core.templatetags import wording
from emile.reference.models import Programme
from placements.models import Stay
from tests.candidates.file.file_pages import address, arrange, each_place, now, text_of
from tests.candidates.file.file_steps import changed, plan
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


WHAT_COMES_NEXT = {
    "diagnosis": ("Candidature à transmettre", "Samusocial"),
    "submitted": ("Candidature à présenter", "le référent"),
    "to_complete": ("Compléments à envoyer", "Samusocial"),
    "presented": ("Décision sur la candidature", "le chef de service"),
    "waiting": ("Décision sur la candidature", "le chef de service"),
    "shortlisted": ("Premier contact avec un employeur", "l'équipe"),
    "job_search": ("Entretien et projet professionnel", "le chef de service"),
    "project": ("Séjour d'immersion à prévoir", "l'équipe"),
    "stay_planned": ("Arrivée en immersion", "l'équipe"),
    "arrived": ("Fin de l'immersion et bilan", "l'équipe"),
    "cut_short": ("Séjour d'immersion à prévoir", "l'équipe"),
    "immersion": ("Réponses du ménage et du service", "le ménage et le chef de service"),
    "half_answered": ("Réponse du service", "le chef de service"),
    "service_answered": ("Réponse du ménage", "le ménage"),
    "refused": ("Projet à reprendre", "le chef de service"),
    "validated": ("Contrat à signer", "l'équipe"),
    "contracted": ("Logement à proposer", "l'équipe"),
    "offered": ("Bail à signer", "l'équipe"),
    "leased": ("Emménagement", "l'équipe"),
    "settled": ("Accompagnement", "l'équipe"),
    "support": ("Accompagnement", "l'équipe"),
    "suspended": (f"En pause jusqu'au {wording.day(TODAY + timedelta(days=60))}", ""),
}


@each_place
def test_it_says_what_comes_next_and_who_is_awaited(world, reached, place):
    journey = now(reached)
    with acting_as_system():
        wait = wait_of(journey, TODAY)
        expected = expected_among(offers_on(journey, world.manager), wait)
        waits_for = awaited(journey, wait)
    if place not in WHAT_COMES_NEXT:
        assert journey.is_closed
        assert (expected, waits_for) == ([], "")
        return
    title, who = WHAT_COMES_NEXT[place]
    assert (wait.title, bool(expected)) == (title, True)
    assert waits_for.startswith(who)


def test_the_person_awaited_has_the_button_and_the_others_read_who_it_is(world, sign_in):
    journey = arrange(world, "presented")
    mine = text_of(sign_in(world.head).get(address(journey)))
    theirs = text_of(sign_in(world.prescriber).get(address(journey)))
    assert "C&#x27;est à vous" in mine or "C'est à vous" in mine
    assert "Retenir la candidature" in mine
    assert "Attend le chef de service depuis" in theirs
    assert "Retenir la candidature" not in theirs


def test_a_planned_stay_is_due_on_its_own_day(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        plan(world, journey, in_days=2)
        Journey.objects.filter(pk=journey.pk).update(step_since=TODAY - timedelta(days=20))
    day_of_arrival = " ".join(wording.day(TODAY + timedelta(days=2)).split())
    for person in (world.head, world.prescriber):
        page = text_of(sign_in(person).get(address(journey)))
        assert f"Prévu le {day_of_arrival}, dans 2 jours." in page
        assert "depuis 20 jours" in page
    with acting_as_system():
        Stay.objects.filter(journey=journey).update(arrival=TODAY, departure=TODAY + timedelta(days=3))
    assert "Prévu aujourd&#x27;hui." in text_of(sign_in(world.head).get(address(journey)))


def test_the_caseworker_in_charge_is_awaited_by_name(world):
    journey = arrange(world, "validated")
    with acting_as_system():
        journey.caseworker = world.caseworker
        assert awaited(journey, wait_of(journey, TODAY)) == world.caseworker.full_name


def test_what_is_missing_is_said_where_the_button_would_be(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.DIAGNOSIS)
        journey.candidature.reasons = ""
        journey.candidature.save()
    page = text_of(sign_in(world.prescriber).get(address(journey)))
    assert "Prochaine action, pas encore possible" in page
    assert "les raisons du projet" in page


def test_a_blocked_verb_stands_apart_with_its_reason(world, sign_in):
    journey = arrange(world, "cut_short")
    html = sign_in(world.head).get(address(journey, "immersion")).content.decode()
    page = strip_tags(html)
    assert "Le séjour a été écourté" in page
    assert "/agir/donner-la-reponse-du-service/" not in html
    assert "/agir/dispenser-d-immersion/" in html


def test_a_family_received_directly_is_welcomed_first_and_housed_before_any_job(world):
    with acting_as_system():
        direct = Programme.objects.get(diagnosis_required=False)
        journey = changed(world.journey(Step.DIAGNOSIS), programme=direct)
        assert expected_of(journey, world.referent) == [Action.WELCOME]
        arrived = changed(world.journey(Step.SHORTLISTED), programme=direct)
        assert expected_of(arrived, world.head) == [Action.OFFER_DWELLING]


def expected_of(journey: Journey, user) -> list[Action]:
    return [offer.action for offer in expected_among(offers_on(journey, user), wait_of(journey, TODAY))]


def test_every_open_step_waits_for_a_verb_that_starts_there_and_every_event_has_its_icon():
    assert {step for step, _ in WAITS} == OPEN
    for (step, awaits), wait in WAITS.items():
        for rule in (TRANSITIONS[action] for action in wait.actions):
            assert step in {*rule.sources, *rule.shortcuts}, (step, awaits)
            assert rule.roles != NOBODY
    assert [action for action in Action if button_of(action).icon == "circle"] == []
    assert set(TRANSITIONS) | {Action.OPEN} == set(Action)
    assert set(PLAIN_NAMES) == set(MILESTONES)


def test_an_answer_is_awaited_once_the_immersion_is_over(world, sign_in):
    during, after = (
        text_of(sign_in(world.head).get(address(arrange(world, place), "immersion")))
        for place in ("arrived", "immersion")
    )
    assert "Après l'immersion" in during
    assert "Réponse attendue" not in during
    assert "Réponse attendue" in after
