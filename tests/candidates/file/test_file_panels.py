"""What the panels of a file say: each member in a line, papers that end, the diagnosis, the history and its order."""

from datetime import date, timedelta

import pytest

from candidates.file.first_half import diagnosis, member_line, summary
from candidates.journey import first_half, following
from candidates.journey.events import steps_of, timeline_of
from candidates.journey.table import Action
from candidates.models import (
    EventNote,
    HousingSituation,
    Journey,
    JourneyEvent,
    Member,
    Schooling,
    StayRight,
    Wish,
    WorkProfile,
)
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.reference.models import LegalParameter
from placements.project import workflow as project
from placements.stays import workflow as stays
from tests.candidates.file import file_steps as places
from tests.world import TODAY

DAY = date(2026, 6, 15)


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


# --- members ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "warning"),
    [
        (-1, "Titre expiré le 14/06/2026"),
        (0, "Titre expire le 15/06/2026"),
        (120, "Titre expire le 13/10/2026"),
        (121, ""),
        (None, ""),
    ],
)
def test_papers_are_watched_up_to_a_day(days, warning):
    member = Member(link="applicant", first_name="Awa", last_name="Diallo")
    member.stay_right = StayRight(expires_on=None if days is None else DAY + timedelta(days=days))
    assert member_line(member, DAY, DAY + timedelta(days=120)).warning == warning


def test_a_member_in_a_line():
    adult = Member(link="applicant", first_name="Awa", last_name="Diallo", birth_date=date(1992, 5, 12))
    adult.work = WorkProfile(situation="employed")
    line = member_line(adult, DAY, DAY)
    assert (line.full_name, line.in_words, line.warning) == ("Awa Diallo", "Demandeur · 34 ans · En emploi", "")
    child = Member(link="child", first_name="Sami", last_name="Diallo", birth_date=date(2018, 2, 3))
    child.schooling = Schooling(level="primary")
    assert member_line(child, DAY, DAY).in_words == "Enfant · 8 ans · Élémentaire"
    adult.work, child.schooling = WorkProfile(situation=""), Schooling(level="")
    assert member_line(adult, DAY, DAY).in_words == "Demandeur · 34 ans"
    assert member_line(child, DAY, DAY).in_words == "Enfant · 8 ans"


@pytest.mark.parametrize(("days", "badges"), [(29, [""]), (30, ["Titre expire le 15/07/2026"])])
def test_the_days_of_watch_are_those_of_the_reference_data(world, days, badges):
    with acting_as_system():
        journey = world.journey()
        journey.household.members.filter(first_name="Sami").update(left_household_on=DAY)
        StayRight.objects.update(expires_on=DAY + timedelta(days=30))
        LegalParameter.objects.filter(code="residence_permit_alert_days").update(value=days)
        told = summary(Journey.objects.get(pk=journey.pk), world.prescriber, DAY)["members"]
    assert [line.warning for line in told] == badges


def test_the_summary_shows_who_is_there_and_the_last_six_events(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        journey.household.members.filter(first_name="Sami").update(left_household_on=TODAY)
        following.assign(journey, by=world.head, on=TODAY, caseworker=world.caseworker)
        following.assign(journey, by=world.head, on=TODAY, caseworker=world.caseworker)
    shown = sign_in(world.head).get(f"/dossiers/{journey.reference}/").context
    assert [member.full_name for member in shown["members"]] == ["Awa Diallo"]
    assert [event.title for event in shown["recent"]] == [
        "Accompagnement confié",
        "Accompagnement confié",
        "Entretien de projet",
        "Employeur contacté",
        "Candidature retenue",
        "Candidature présentée",
    ]


def test_questions_are_shown_in_the_order_they_were_asked(world, sign_in):
    with acting_as_system():
        journey = places.to_complete(world)
        first_half.ask_complements(journey, by=world.referent, on=TODAY, topic="projet", question="Et l'école ?")
    shown = sign_in(world.referent).get(f"/dossiers/{journey.reference}/").context["complements"]
    assert [(each.question, each.tone) for each in shown] == [
        ("Quels horaires ?", "warning"),
        ("Et l'école ?", "warning"),
    ]
    with acting_as_system():
        answers = {each.pk: "Oui." for each in shown}
        first_half.answer_complements(journey, by=world.prescriber, on=TODAY, answers=answers)
    shown = sign_in(world.referent).get(f"/dossiers/{journey.reference}/").context["complements"]
    assert [(each.answer, each.tone) for each in shown] == [("Oui.", "neutral")] * 2


def test_the_diagnosis_in_words(world):
    with acting_as_system():
        journey = world.journey()
        Wish.objects.create(journey=journey, territory=world.lozere, rank=0)
        about = {"summary": "À l'hôtel.", "strengths": "Ponctuelle.", "obstacles": "Sans permis."}
        type(journey.diagnosis).objects.update(made_on=date(2026, 4, 2), **about)
        told = {"ties": "Une cousine.", "obstacles": "L'hiver.", "leisure": "La pêche.", "ready_on": date(2026, 9, 1)}
        type(journey.candidature).objects.update(**told)
        said = plain(diagnosis(Journey.objects.get(pk=journey.pk), world.prescriber, DAY))
        HousingSituation.objects.update(kind="")
        type(journey.diagnosis).objects.update(made_on=None)
        type(journey.candidature).objects.update(ready_on=None)
        less = plain(diagnosis(Journey.objects.get(pk=journey.pk), world.prescriber, DAY))
    assert said == {
        "diagnosis_facts": {
            "Date du diagnostic": "2 avr. 2026",
            "La situation en quelques lignes": "À l'hôtel.",
            "Atouts": "Ponctuelle.",
            "Freins à lever": "Sans permis.",
        },
        "housing_facts": {"Logement actuel": "Hôtel (115)"},
        "project_facts": {
            "Pourquoi partir": "Un logement stable et un emploi.",
            "Attaches (famille, amis, déjà venu)": "Une cousine.",
            "Ce qui pourrait retenir": "L'hiver.",
            "Ce que la famille aime faire": "La pêche.",
            "Départ possible à partir du": "1er sept. 2026",
            "Territoires souhaités": "Lozère, puis Cantal",
        },
    }
    assert (less["diagnosis_facts"]["Date du diagnostic"], less["housing_facts"]["Logement actuel"]) == ("", "")
    assert less["project_facts"]["Départ possible à partir du"] == ""


def plain(context: dict) -> dict[str, dict[str, str]]:
    return {
        name: {label: words.replace("\u00a0", " ") for label, words in facts}
        for name, facts in context.items()
        if name.endswith("_facts")
    }


# --- history ------------------------------------------------------------------------------------------------------


def test_the_history_goes_by_the_day_things_happened_then_by_when_they_were_noted(world):
    with acting_as_system():
        journey = world.journey()
        for note, happened in [("c", 2), ("a", 5), ("d", 2), ("b", 3)]:
            event = JourneyEvent.objects.create(
                journey=journey, action="assign", to_step="diagnosis", happened_on=TODAY - timedelta(days=happened)
            )
            EventNote.objects.create(event=event, journey=journey, text=note)
        told = [event.note for event in timeline_of(Journey.objects.get(pk=journey.pk))]
        assert told == ["d", "c", "b", "a", ""]
        assert [event.note for event in timeline_of(Journey.objects.get(pk=journey.pk), 2)] == ["d", "c"]


def test_an_event_says_what_when_who_why_and_how_serious(world):
    with acting_as_system():
        journey = places.declined(world)
        last, before = timeline_of(Journey.objects.get(pk=journey.pk), 2)
        label = world.reason("decline", consequence="park").label
    assert (last.title, last.date, last.who) == ("Candidature non retenue", TODAY, "Hélène Service_head")
    assert (last.note, last.tone, last.icon) == (f"{label}\nMot.", "danger", "circle-x")
    assert (before.title, before.who, before.note, before.tone) == (
        "Candidature présentée",
        "Rémi Referent",
        "",
        "neutral",
    )


TONES = {
    "success": {"shortlist", "validate", "sign_contract"},
    "accent": {"move_in", "exit_to_mainstream"},
    "danger": {"decline", "leave"},
    "warning": {
        *("record_no_show", "cancel_stay", "ask_complements", "refuse_dwelling", "put_on_waiting_list"),
    },
}


@pytest.mark.parametrize("action", list(Action))
def test_how_serious_each_event_is(world, action):
    with acting_as_system():
        journey = world.journey()
        JourneyEvent.objects.create(journey=journey, action=action, to_step="diagnosis", happened_on=TODAY)
        (last,) = timeline_of(Journey.objects.get(pk=journey.pk), 1)
    assert last.tone == next((tone for tone, actions in TONES.items() if action in actions), "neutral")
    assert (last.title, last.who) == (action.label, "")


@pytest.mark.parametrize(
    ("place", "detail"),
    [
        ("to_complete", "compléments demandés"),
        ("waiting", "liste d'attente"),
        ("shortlisted", "retenue"),
        ("declined", "non retenue"),
        ("presented", ""),
    ],
)
def test_a_step_with_more_than_one_outcome_says_which(world, place, detail):
    with acting_as_system():
        journey = Journey.objects.get(pk=places.PLACES[place](world).pk)
        assert steps_of(journey)[Step(journey.step).number - 1].detail == detail


def test_a_waived_immersion_is_said_on_the_stepper_until_the_project_is_taken_up_again(world):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        reason = world.reason("immersion_waiver")
        stays.waive_immersion(journey, by=world.head, on=TODAY, reason=reason, note="Déjà venus.")
        seventh = steps_of(Journey.objects.get(pk=journey.pk))[6]
        assert (seventh.state, seventh.date, seventh.detail) == ("current", TODAY, "dispense")
        for agrees, answer, who in [
            (False, project.give_household_agreement, world.caseworker),
            (True, project.give_service_agreement, world.head),
        ]:
            answer(journey, by=who, on=TODAY, agrees=agrees, signatory="Awa Diallo")
        project.resume_project(journey, by=world.head, on=TODAY)
        sixth, seventh = steps_of(Journey.objects.get(pk=journey.pk))[5:7]
    assert (sixth.state, sixth.date) == ("current", TODAY)
    assert (seventh.state, seventh.date, seventh.detail) == ("todo", None, "")


@pytest.mark.parametrize(
    ("place", "states"),
    [
        ("diagnosis", "current" + " todo" * 11),
        ("waiting", "done done done current" + " todo" * 8),
        ("declined", "done done done" + " todo" * 9),
        ("left", "done" + " done" * 4 + " todo" * 7),
        ("mainstream", "done" + " done" * 11),
    ],
)
def test_the_twelve_steps_of_a_file(world, place, states):
    with acting_as_system():
        steps = steps_of(Journey.objects.get(pk=places.PLACES[place](world).pk))
    assert [step.number for step in steps] == list(range(1, 13))
    assert [step.state for step in steps] == states.split()
