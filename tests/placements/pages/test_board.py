from datetime import timedelta

import pytest

from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.reference.models import ProgrammeTerritory
from placements.overview.board_page import CARDS, COLUMNS
from placements.support import workflow as support
from tests.candidates.file.file_steps import changed, twin
from tests.world import TODAY, World

BOARD = "/territoire/"


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def columns(page) -> dict:
    return {column.title: column for column in page.context["columns"]}


def test_a_column_a_step_with_the_oldest_first(world, sign_in):
    with acting_as_system():
        first = world.journey(Step.PRESENTED)
        for step, _ in COLUMNS.values():
            if step not in {Step.PRESENTED, Step.WAITING}:
                twin(first, step.label, step=step, furthest=step.number)
        theirs = {"territory": world.lozere, "prescriber": world.lyon_structure, "origin_area": world.lyon}
        twin(first, "AILLEURS", **theirs)
    page = sign_in(world.head).get(BOARD)
    assert [column.total for column in columns(page).values()] == [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]
    assert "AILLEURS" not in page.content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_a_few_cards_a_column_and_a_link_to_the_others(world, sign_in, django_assert_num_queries, number):
    with acting_as_system():
        first = world.journey(Step.PRESENTED)
        for index in range(number - 1):
            twin(first, f"FAMILLE {index}")
    client = sign_in(world.head)
    client.get(BOARD)
    with django_assert_num_queries(8):
        page = client.get(BOARD)
    column = columns(page)["Candidatures présentées"]
    assert (column.total, len(column.cards)) == (number, min(number, CARDS))
    assert bool(column.more_url) == (number > CARDS)
    if column.more_url:
        assert len(client.get(column.more_url).context["list"].lines) == number


@pytest.mark.parametrize("asked", ["lozere", "zzz", "", "\0", "cantal' --"])
def test_only_ones_own_territories(world, sign_in, asked):
    page = sign_in(world.head).get(BOARD, {"territoire": asked})
    assert page.context["territory"] == world.cantal


def test_paris_looks_at_its_own_files_wherever_they_go(world, sign_in):
    with acting_as_system():
        world.journey(Step.PRESENTED, name="Diallo")
    page = sign_in(world.referent).get(BOARD, {"territoire": "cantal"})
    assert [card.title for card in columns(page)["Candidatures présentées"].cards] == ["DIALLO Awa"]
    assert (
        columns(sign_in(world.other_referent).get(BOARD, {"territoire": "cantal"}))["Candidatures présentées"].total
        == 0
    )


@pytest.mark.parametrize("role", ["prescriber", "manager", "dpo", "partner"])
def test_the_board_is_for_the_territory(world, sign_in, role):
    assert sign_in(getattr(world, role)).get(BOARD).status_code == 403


def test_the_first_territory_shown_is_one_where_there_is_something_to_see(world, sign_in):
    with acting_as_system():
        world.journey(Step.PRESENTED)
    page = sign_in(world.referent).get(BOARD)
    assert page.context["territories"][0].name < world.cantal.name
    assert page.context["territory"] == world.cantal


# --- the cards ------------------------------------------------------------------------------------------------------

PEOPLE = "1\N{NO-BREAK SPACE}adulte, 1\N{NO-BREAK SPACE}enfant"
AGES = {"DEUXIÈME A": 40, "QUATRIÈME": 33, "PREMIÈRE": 41, "SIXIÈME": 2, "CINQUIÈME": 32, "DEUXIÈME B": 40}


def test_the_five_that_wait_longest_and_how_many_there_are(world, sign_in):
    """Of two of the same day, the file opened first."""
    with acting_as_system():
        first = world.journey(Step.PRESENTED)
        for name, age in AGES.items():
            twin(first, name, step_since=TODAY - timedelta(days=age))
        changed(first, territory=world.lozere)
    column = columns(sign_in(world.head).get(BOARD))["Candidatures présentées"]
    oldest = ["PREMIÈRE", "DEUXIÈME A", "DEUXIÈME B", "QUATRIÈME", "CINQUIÈME"]
    assert [card.title for card in column.cards] == oldest
    assert [card.since for card in column.cards] == [TODAY - timedelta(days=AGES[name]) for name in oldest]
    assert column.count == 6
    assert column.more_url == f"/dossiers/?etape=presented&territoire={world.cantal.pk}&tri=anciennete"


def test_a_card_says_who_they_are_and_who_sent_them(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.SUPPORT)
        world.structure.short_name = "SSP"
        world.structure.save()
    column = columns(sign_in(world.caseworker).get(BOARD))["Accompagnement"]
    (card,) = column.cards
    assert (card.title, card.url) == ("DIALLO Awa", f"/dossiers/{journey.reference}/")
    assert (card.meta, card.since, card.tone) == (PEOPLE + " · SSP", journey.step_since, "accent")
    assert (card.awaited, card.waits_for) == ("Accompagnement", "l'équipe du territoire")
    assert column.hint == "Jusqu'au droit commun"
    with acting_as_system():
        world.structure.short_name = ""
        world.structure.save()
    (card,) = columns(sign_in(world.caseworker).get(BOARD))["Accompagnement"].cards
    assert card.meta == PEOPLE + " · Samusocial"


@pytest.mark.parametrize("number", [0, 5, 6])
def test_the_link_to_the_others_is_there_when_there_are_others(world, sign_in, number):
    with acting_as_system():
        first = world.journey(Step.PRESENTED)
        for index in range(number):
            twin(first, f"FAMILLE {index}")
        changed(first, territory=world.lozere)
    column = columns(sign_in(world.head).get(BOARD))["Candidatures présentées"]
    assert (column.total, len(column.cards), bool(column.more_url)) == (number, min(number, 5), number > 5)


def test_columns_are_the_steps_of_a_territory_in_their_order(world, sign_in):
    page = sign_in(world.head).get(BOARD)
    assert [(column.title, column.hint) for column in page.context["columns"]] == [
        ("Candidatures présentées", "À décider"),
        ("Liste d'attente", "À relire"),
        ("Retenues", "Sans contact avec un employeur"),
        ("Recherche de postes", "Jusqu'à l'entretien de projet"),
        ("Projet", "Jusqu'au séjour"),
        ("Immersion", "Jusqu'au double accord"),
        ("Projet validé", "Jusqu'au contrat"),
        ("Contrat signé", "Jusqu'à l'emménagement"),
        ("Installation", "Premières semaines"),
        ("Accompagnement", "Jusqu'au droit commun"),
    ]
    assert page.context["calendar_url"] == "/appartements-relais/"


def test_a_file_that_is_closed_does_not_make_a_territory_the_first_one(world, sign_in):
    """Nothing is under way anywhere: the first by name."""
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        reason = world.reason("exit_before_move_in")
        support.leave(journey, by=world.head, on=TODAY, reason=reason, note="Mot")
    page = sign_in(world.referent).get(BOARD)
    names = [territory.name for territory in page.context["territories"]]
    assert names == sorted(names)
    assert page.context["territory"].name == names[0] != "Cantal"


@pytest.mark.parametrize(("asked", "chosen"), [("lozere", "lozere"), ("cantal", "cantal"), ("", "cantal")])
def test_paris_chooses_a_territory(world, sign_in, asked, chosen):
    with acting_as_system():
        world.journey(Step.PRESENTED)
    page = sign_in(world.referent).get(BOARD, {"territoire": asked})
    assert page.context["territory"].code == chosen
    assert [column.total for column in page.context["columns"]] == [1 if chosen == "cantal" else 0, *[0] * 9]


def test_somebody_without_a_territory_is_told_so(world, sign_in):
    with acting_as_system():
        ProgrammeTerritory.objects.update(valid_to=TODAY - timedelta(days=1))
    page = sign_in(world.referent).get(BOARD)
    assert page.context["columns"] == []
    assert "Les territoires où vous travaillez seront ici." in page.content.decode()
