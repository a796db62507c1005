"""What the top of a file says to each: the next action or who is waited for, the other verbs, who follows the file."""

from datetime import timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from tests.candidates.file import file_steps as places
from tests.candidates.file.file_steps import changed, plan
from tests.candidates.journey.verb_answers import direct_arrival
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def shown(sign_in, user, journey: Journey) -> dict:
    response = sign_in(user).get(f"/dossiers/{journey.reference}/")
    assert response.status_code == 200
    return response.context


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").strip()


def next_of(context) -> tuple:
    following = context["next"]
    button = (following.button.label, following.button.url.split("/agir/")[1]) if following.button else None
    return following.title, plain(following.words), button, following.waits_for, following.since


def test_whose_turn_it_is_reads_since_when_what_will_happen_and_has_the_button(world, sign_in):
    with acting_as_system():
        journey = changed(world.journey(Step.SUBMITTED), step_since=TODAY - timedelta(days=12))
    assert next_of(shown(sign_in, world.referent, journey)) == (
        "Candidature à présenter",
        "C'est à vous. Le chef de service du territoire verra tout le dossier.",
        ("Présenter au territoire", "presenter-au-territoire/"),
        "le référent",
        TODAY - timedelta(days=12),
    )


def test_the_others_read_who_is_waited_for_and_since_when(world, sign_in):
    day = TODAY - timedelta(days=12)
    with acting_as_system():
        journey = changed(world.journey(Step.SUBMITTED), step_since=day)
        drafted = changed(world.journey(Step.DIAGNOSIS), territory=world.cantal, step_since=day)
        received = changed(direct_arrival(world), prescriber=world.operator, step_since=day)
    referent = "le référent"
    assert next_of(shown(sign_in, world.prescriber, journey)) == ("Candidature à présenter", "", None, referent, day)
    structure = "Samusocial"
    assert next_of(shown(sign_in, world.head, drafted)) == ("Candidature à transmettre", "", None, structure, day)
    assert next_of(shown(sign_in, world.caseworker, received)) == ("Famille à accueillir", "", None, referent, day)


@pytest.mark.parametrize(
    ("in_days", "words"), [(0, "Prévu aujourd'hui."), (1, "Prévu le {}, demain."), (5, "Prévu le {}, dans 5 jours.")]
)
def test_what_is_planned_is_told_by_its_day(world, sign_in, in_days, words):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        plan(world, journey, in_days=in_days)
    told = words.format(in_words(TODAY + timedelta(days=in_days)))
    title, mine, button, waits_for, since = next_of(shown(sign_in, world.caseworker, journey))
    assert (title, mine, button[0]) == ("Arrivée en immersion", f"{told} C'est à vous.", "Constater l'arrivée")
    theirs = next_of(shown(sign_in, world.prescriber, journey))
    assert theirs == ("Arrivée en immersion", told, None, "l'équipe du territoire", since)
    assert waits_for == "l'équipe du territoire"


def in_words(day) -> str:
    months = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
    return f"{'1er' if day.day == 1 else day.day} {months[day.month - 1]} {day.year}"


BOTH = "Réponses du ménage et du service"


def test_after_the_immersion_each_side_has_its_own_button(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.IMMERSION)
    head, caseworker = (next_of(shown(sign_in, user, journey)) for user in (world.head, world.caseworker))
    assert (head[0], head[2][0]) == (BOTH, "Donner la réponse du service")
    assert (caseworker[0], caseworker[2][0]) == (BOTH, "Enregistrer la réponse du ménage")


def test_the_turn_is_of_the_person_awaited_and_of_nobody_else_who_may(world, sign_in):
    """The referent may send the candidature, and the head of service may note what a caseworker is to do."""
    with acting_as_system():
        draft = world.journey(Step.DIAGNOSIS)
        followed = changed(world.journey(Step.VALIDATED), caseworker=world.caseworker)
    turns = {
        name: ("C'est à vous." in following[1], bool(following[2]))
        for name, journey in [("prescriber", draft), ("referent", draft), ("head", followed), ("caseworker", followed)]
        for following in [next_of(shown(sign_in, getattr(world, name), journey))]
    }
    assert turns == {
        "prescriber": (True, True), "referent": (False, True), "head": (False, True), "caseworker": (True, True),
    }  # fmt: skip


def verbs(context) -> tuple[list[str], list[str]]:
    return [button.label for button in context["others"]], [button.label for button in context["blocked"]]


VERBS = {
    # place, who → what else can be done, what is not possible yet
    ("presented", "head"): (
        [
            "Mettre en liste d'attente",
            "Ne pas retenir",
            "Noter un acte d'accompagnement",
            "Confier à un·e chargé·e d'accompagnement",
            "Mettre le parcours en pause",
            "Interrompre le parcours",
        ],
        [],
    ),
    ("presented", "prescriber"): (["Mettre le parcours en pause", "Interrompre le parcours"], []),
    ("to_complete", "referent"): (
        ["Demander un complément", "Mettre le parcours en pause", "Interrompre le parcours"],
        [],
    ),
    ("stay_planned", "caseworker"): (
        [
            "Noter un autre contact avec un employeur",
            "Annuler le séjour",
            "La famille n'est pas venue",
            "Noter un acte d'accompagnement",
            "Mettre le parcours en pause",
            "Interrompre le parcours",
        ],
        ["Prévoir un séjour d'immersion"],
    ),
    ("mainstream", "caseworker"): ([], []),
}


@pytest.mark.parametrize(("place", "who"), VERBS)
def test_the_other_verbs_in_the_order_of_the_journey(world, sign_in, place, who):
    with acting_as_system():
        journey = places.PLACES[place](world)
    assert verbs(shown(sign_in, getattr(world, who), journey)) == VERBS[place, who]


def test_a_blocked_verb_gives_its_reasons(world, sign_in):
    with acting_as_system():
        journey = places.stay_planned(world)
    (blocked,) = shown(sign_in, world.caseworker, journey)["blocked"]
    assert blocked.reasons == ["Un séjour est déjà prévu ou en cours."]


def test_what_is_expected_and_blocked_is_told_with_what_it_lacks(world, sign_in):
    with acting_as_system():
        journey = world.journey()
        type(journey.candidature).objects.update(reasons="")
    context = shown(sign_in, world.prescriber, journey)
    assert context["next"].title == "Candidature à transmettre"
    assert context["next"].button.reasons == ["Il manque encore : les raisons du projet."]


def test_who_follows_the_file(world, sign_in):
    with acting_as_system():
        draft = world.journey()
        journey = world.journey(Step.SHORTLISTED)
    mine = [("Structure", "Samusocial"), ("Prescripteur·rice", "Prune Prescriber")]
    assert shown(sign_in, world.prescriber, draft)["people"] == mine
    there = [("Présenté par", "Rémi Referent"), ("Territoire", "Cantal")]
    assert shown(sign_in, world.head, journey)["people"] == [*mine, *there, ("Accompagnement", "à confier")]
    with acting_as_system():
        changed(journey, caseworker=world.caseworker)
    in_charge = ("Accompagnement", "Caroline Caseworker")
    assert shown(sign_in, world.head, journey)["people"] == [*mine, *there, in_charge]


@pytest.mark.parametrize(
    ("place", "draft", "tone"),
    [("diagnosis", True, "neutral"), ("to_complete", True, "warning"), ("submitted", False, "info")],
)
def test_a_draft_is_what_the_structure_still_writes(world, sign_in, place, draft, tone):
    with acting_as_system():
        journey = places.PLACES[place](world)
    context = shown(sign_in, world.prescriber, journey)
    assert (context["is_draft"], context["tone"], context["reads_only"]) == (draft, tone, False)
