import pytest

from candidates.steps import Step
from emile.core.identity import acting_as_system
from placements.views.board import CARDS, COLUMNS

BOARD = "/territoire/"


def columns(page) -> dict:
    return {column.title: column for column in page.context["columns"]}


def test_a_column_a_step_with_the_oldest_first(world, sign_in):
    with acting_as_system():
        for step, _ in COLUMNS.values():
            if step != Step.WAITING:
                world.journey(step, name=step.value)
        world.journey(Step.PRESENTED, name="Ailleurs", elsewhere=True)
    page = sign_in(world.head).get(BOARD)
    assert [column.total for column in columns(page).values()] == [1, 0, 1, 1, 1, 1, 1, 1, 1, 1]
    assert "AILLEURS" not in page.content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_a_few_cards_a_column_and_a_link_to_the_others(world, sign_in, django_assert_num_queries, number):
    with acting_as_system():
        world.journeys(number, Step.PRESENTED)
    client = sign_in(world.head)
    client.get(BOARD)
    with django_assert_num_queries(8):
        page = client.get(BOARD)
    column = columns(page)["Candidatures présentées"]
    assert (column.total, len(column.cards)) == (number, min(number, CARDS))
    assert bool(column.more_url) == (number > CARDS)
    if column.more_url:
        assert len(client.get(column.more_url).context["rows"]) == number


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
