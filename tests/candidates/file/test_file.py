"""The screen of one file: at every place a journey can stand, for every role, in a dozen queries."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from candidates.file.panels import panels_for
from candidates.journey import actions, first_half
from candidates.journey.events import PLAIN_NAMES, button_of, steps_of
from candidates.journey.expected import awaited, expected_among, offers_on
from candidates.journey.table import NOBODY, TRANSITIONS, Action
from candidates.journey.waiting import WAITS, wait_of
from candidates.models import EventNote, Income, Journey, Member, Schooling
from candidates.steps import MILESTONES, OPEN, Step
from emile.audit.actions import open_with_reason
from emile.core.database.identity import acting_as_system
from emile.core.templatetags import wording
from emile.reference.models import Programme
from placements.housing import workflow as housing
from placements.models import Stay
from placements.project import workflow as project
from placements.support import workflow as support
from tests.candidates.file import file_steps
from tests.candidates.file.file_steps import PLACES, changed, plan
from tests.conftest import forget_everything, undone
from tests.world import TODAY

MOST_QUERIES = 12
SLUGS = ["resume", "diagnostic", "projet", "immersion", "logement", "suivi", "documents", "historique"]


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture(scope="module")
def reached(standing_world, place) -> Iterator[Journey]:
    """The file at this place: one for all that is asked about this place."""
    with undone():
        journey = arrange(standing_world, place)
        forget_everything()
        yield journey


each_place = pytest.mark.parametrize("place", PLACES, scope="module")


def arrange(world, place: str) -> Journey:
    with acting_as_system():
        return Journey.objects.get(pk=PLACES[place](world).pk)


def now(journey: Journey) -> Journey:
    with acting_as_system():
        return Journey.objects.get(pk=journey.pk)


def address(journey, panel: str = "resume") -> str:
    return f"/dossiers/{journey.reference}/volet/{panel}/"


def queries(client, url: str) -> int:
    client.get(url)  # what is loaded once a process (content types, caches) is not the page's
    return queries_of_one_answer(client, url)


def queries_of_one_answer(client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, url
    ours = [query["sql"] for query in captured if not is_the_tests_own(query["sql"])]
    return len(ours)


def opens_in_a_dozen_queries(client, url: str) -> bool:
    """Asked again only when the first answer took more: it may have loaded what is loaded once a process."""
    return queries_of_one_answer(client, url) <= MOST_QUERIES or queries_of_one_answer(client, url) <= MOST_QUERIES


def is_the_tests_own(sql: str) -> bool:
    """The transaction of the test, and its forgetting of who was signed in."""
    return sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")) or "emile_forget()" in sql


def text_of(response) -> str:
    return " ".join(strip_tags(response.content.decode()).split())


# --- every place, every panel, every role -------------------------------------------------------------------------


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


# --- what comes next ----------------------------------------------------------------------------------------------

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


# --- the stepper --------------------------------------------------------------------------------------------------


def states(journey) -> dict[int, str]:
    with acting_as_system():
        return {step.number: step.state for step in steps_of(Journey.objects.get(pk=journey.pk))}


def test_each_step_has_the_day_it_was_reached(world):
    journey = arrange(world, "support")
    with acting_as_system():
        steps = steps_of(journey)
    assert [step.state for step in steps] == ["done"] * 10 + ["current", "todo"]
    dates = [step.date for step in steps[:11]]
    assert all(dates)
    assert dates == sorted(dates)
    assert steps[11].date is None


def test_a_question_asked_back_keeps_the_day_of_the_sending(world):
    journey = arrange(world, "to_complete")
    with acting_as_system():
        second = steps_of(journey)[1]
        sent_on = journey.events.get(action=Action.SUBMIT).happened_on
    assert (second.state, second.detail, second.date) == ("current", "compléments demandés", sent_on)


@pytest.mark.parametrize(("place", "detail"), [("waiting", "liste d'attente"), ("declined", "non retenue")])
def test_the_decision_says_which(world, place, detail):
    journey = arrange(world, place)
    with acting_as_system():
        assert steps_of(journey)[3].detail == detail


def test_a_project_taken_up_again_has_the_later_steps_ahead_of_it(world):
    journey = arrange(world, "refused")
    with acting_as_system():
        project.resume_project(journey, by=world.head, on=TODAY)
        steps = steps_of(Journey.objects.get(pk=journey.pk))
    assert (steps[5].state, steps[5].date) == ("current", TODAY)
    assert (steps[6].state, steps[6].date) == ("todo", None)


def test_what_a_programme_skips_is_shown_as_without_object(world):
    journey = arrange(world, "shortlisted")
    with acting_as_system():
        Journey.objects.filter(pk=journey.pk).update(programme=Programme.objects.get(diagnosis_required=False))
        journey = Journey.objects.get(pk=journey.pk)
        housing.offer_dwelling(journey, by=world.head, on=TODAY, dwelling=world.dwelling())
        housing.sign_lease(journey, by=world.head, on=TODAY)
        housing.move_in(journey, by=world.head, on=TODAY)
    found = states(journey)
    assert [found[number] for number in range(4, 12)] == ["done", *["skipped"] * 5, "current", "todo"]


# --- the history --------------------------------------------------------------------------------------------------


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


# --- reading without following ------------------------------------------------------------------------------------


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


def test_places_cover_every_step(world):
    with acting_as_system():
        reached = {build(world).step for build in (file_steps.to_complete, file_steps.waiting)}
    assert reached == {Step.TO_COMPLETE, Step.WAITING}
    assert {Step(step) for step in Step} == {Step(name) for name in PLACES if name in Step.values}
