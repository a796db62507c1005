import re

import pytest

from candidates.journey import first_half
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.reporting import indicators
from tests.conftest import forget_everything
from tests.reporting.reading import words
from tests.world import TODAY, WAY

DASHBOARD = "/pilotage/"


def leave(world, journey) -> None:
    from placements.support import workflow as support

    support.leave(journey, by=world.head, on=TODAY, reason=world.reason("exit_before_move_in"))


@pytest.fixture(scope="module")
def standing_cohort(standing_world):
    """A file at each step, one that left after being retained, one declined."""
    world = standing_world
    with acting_as_system():
        for step in WAY:
            world.journey(step, name=step.value)
        leave(world, world.journey(Step.PROJECT, name="Partie"))
        declined = world.journey(Step.PRESENTED, name="Refusée")
        first_half.decline(declined, by=world.head, on=TODAY, reason=world.reason("decline", consequence="close"))
    forget_everything()


@pytest.fixture
def cohort(standing_cohort, world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


def figures(sign_in, user, **asked) -> dict:
    page = sign_in(user).get(DASHBOARD, asked)
    return {indicator.code: value for indicator, value in page.context["tiles"]}


def test_the_whole_is_the_sum_of_its_parts(cohort, sign_in):
    values = figures(sign_in, cohort.manager)
    assert values == {
        "opened": 14, "retained": 10, "installing": 4, "unfinished": 1, "on_the_way": 5, "adults": 10, "children": 10,
    }  # fmt: skip
    assert values["retained"] == values["installing"] + values["unfinished"] + values["on_the_way"]


def test_the_funnel_never_grows(cohort):
    with acting_as_system():
        values = indicators.figures(indicators.groups_of(Journey.objects.all()))
    counts = [count for _, count in indicators.funnel(values)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] == values["opened"] == 14
    assert counts[3] == values["retained"]
    assert counts[8] == values["installing"]


def test_reasons_and_arrivals_add_up(cohort):
    with acting_as_system():
        groups = indicators.groups_of(Journey.objects.all())
        values = indicators.figures(groups)
        assert sum(number for _, number in indicators.reasons(groups)) == values["unfinished"]
        assert indicators.arrivals(groups) == [("Cantal", values["level_10"])]
    assert indicators.unfinished_share(values) == 10
    assert indicators.unfinished_share({"retained": 0, "unfinished": 0}) is None


def test_the_published_figures_of_the_first_programme_add_up():
    assert indicators.unfinished_share({"retained": 35, "unfinished": 10}) == 29
    assert indicators.unfinished_share({"retained": 3, "unfinished": 3}) == 100


def test_a_head_of_service_counts_its_own_territory(cohort, sign_in):
    with acting_as_system():
        cohort.journey(Step.PRESENTED, elsewhere=True)
    assert figures(sign_in, cohort.manager)["opened"] == 15
    assert figures(sign_in, cohort.head)["opened"] == 12, "the two not presented yet belong to no territory"
    assert figures(sign_in, cohort.other_head)["opened"] == 1
    assert figures(sign_in, cohort.other_head, territoire=cohort.cantal.pk)["opened"] == 1, "not theirs: not counted"


@pytest.mark.parametrize("name", ["programme", "territoire", "periode"])
@pytest.mark.parametrize("value", ["zzz", "0", "-1", "\0", "9" * 40, "🙂"])
def test_a_filter_that_means_nothing_counts_everything(cohort, sign_in, name, value):
    assert figures(sign_in, cohort.manager, **{name: value})["opened"] == 14


def test_no_name_on_the_page(cohort, sign_in):
    html = sign_in(cohort.manager).get(DASHBOARD).content.decode().upper()
    assert "PARTIE AWA" not in html
    assert "AWA" not in html


MEASURES = [
    ("Dossiers ouverts", "parcours", "Parcours ouverts dans la période, où qu'ils en soient aujourd'hui."),
    (
        "Familles retenues", "parcours",
        "Parcours dont la candidature a été retenue par un territoire (étape 4 atteinte).",
    ),
    (
        "Installées ou en cours d'installation", "parcours",
        "Parmi les familles retenues, celles qui ont un contrat signé (étape 9 atteinte).",
    ),
    (
        "N'ont pas été au bout", "parcours",
        "Parmi les familles retenues, celles dont le parcours est clos sans contrat signé.",
    ),
    (
        "Encore en chemin", "parcours",
        "Parmi les familles retenues, celles dont le parcours est ouvert et sans contrat signé.",
    ),
    (
        "Adultes des familles retenues", "personnes",
        "Comptés à la transmission du dossier, puis à l'emménagement.",
    ),
    (
        "Enfants des familles retenues", "personnes",
        "Moins de 18 ans, comptés à la transmission du dossier, puis à l'emménagement.",
    ),
]  # fmt: skip


def test_each_figure_says_what_it_counts(cohort, sign_in):
    measure = (
        r'<dt>([^<]+)</dt>\s*<dd class="measure-value">[^<]*<span class="visually-hidden">([^<]+)</span></dd>'
        r'\s*<dd class="measure-definition">([^<]+)</dd>'
    )
    assert re.findall(measure, words(sign_in(cohort.manager).get(DASHBOARD))) == MEASURES


def test_good_news_and_bad_are_told_apart(cohort, sign_in):
    looks = re.findall(r'<div class="measure([^"]*)">', words(sign_in(cohort.manager).get(DASHBOARD)))
    assert looks == ["", "", " is-success", " is-warning", "", "", "", ""]


def test_each_table_says_what_its_columns_are(cohort, sign_in):
    heads = re.findall(r"<thead><tr>(.*?)</tr>", words(sign_in(cohort.manager).get(DASHBOARD)))
    assert [re.findall(r">([^<]+)</th>", head) for head in heads] == [
        ["Étape", "Parcours", "Part"], ["Motif", "Parcours"], ["Territoire", "Familles"],
    ]  # fmt: skip


def test_the_dashboard_costs_the_same_whatever_it_counts(cohort, sign_in, django_assert_num_queries):
    client = sign_in(cohort.manager)
    client.get(DASHBOARD)
    with django_assert_num_queries(11):  # three of them are the test client's own transaction
        client.get(DASHBOARD)


@pytest.mark.parametrize("role", ["prescriber", "referent", "caseworker", "dpo", "partner"])
def test_the_dashboard_is_for_those_who_steer(cohort, sign_in, role):
    assert sign_in(getattr(cohort, role)).get(DASHBOARD).status_code == 403


@pytest.mark.parametrize(("role", "there"), [("manager", True), ("head", True), ("caseworker", False), ("dpo", False)])
def test_the_menu_leads_to_it_those_who_may_open_it(cohort, sign_in, role, there):
    page = words(sign_in(getattr(cohort, role)).get("/partenaires/"))
    assert ('href="/pilotage/"' in page) is there
