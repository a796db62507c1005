import re
from collections import Counter
from typing import NamedTuple

import pytest
from django.db.models import Count

from candidates.journey import first_half
from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.pages import charts
from emile.reporting import registry
from emile.reporting.asked import Asked
from emile.reporting.registry import Header, Place, ReportTable
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
    return {shown.table.code: shown.rows[0][0] for shown in page.context["tile"]}


def test_the_whole_is_the_sum_of_its_parts(cohort, sign_in):
    values = figures(sign_in, cohort.manager)
    assert values == {
        "opened": "14", "retained": "10", "installing": "4", "unfinished": "1", "on_the_way": "5", "adults": "10",
        "children": "10", "unfinished_share": "10\xa0%",
    }  # fmt: skip


def test_a_head_of_service_counts_its_own_territory(cohort, sign_in):
    with acting_as_system():
        cohort.journey(Step.PRESENTED, elsewhere=True)
    assert figures(sign_in, cohort.manager)["opened"] == "15"
    assert figures(sign_in, cohort.head)["opened"] == "12", "the two not presented yet belong to no territory"
    assert figures(sign_in, cohort.other_head)["opened"] == "1"
    assert figures(sign_in, cohort.other_head, territoire=cohort.cantal.pk)["opened"] == "1", "not theirs: not counted"


@pytest.mark.parametrize("name", ["programme", "territoire", "periode"])
@pytest.mark.parametrize("value", ["zzz", "0", "-1", "\0", "9" * 40, "🙂"])
def test_a_filter_that_means_nothing_counts_everything(cohort, sign_in, name, value):
    assert figures(sign_in, cohort.manager, **{name: value})["opened"] == "14"


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
        r'<dt>([^<]+)</dt>\s*<dd class="measure-value">[^<]*<span class="visually-hidden">([^<]+)</span>\s*</dd>'
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


def test_each_table_says_its_definition(cohort, sign_in):
    notes = re.findall(r'<p class="chart-note">([^<]+)</p>', words(sign_in(cohort.manager).get(DASHBOARD)))
    assert notes == [
        "Les parcours ouverts dans la période qui ont atteint au moins chaque étape : le nombre ne remonte jamais. "
        "Une dispense ou un accueil direct fait passer une étape.",
        "Le motif de clôture des familles retenues dont le parcours est clos sans contrat signé.",
        "Emménagement constaté (étape 10 atteinte), quelle qu'ait été la suite.",
    ]


class ByChildren(NamedTuple):
    children: int
    journeys: int


def by_children(asked: Asked) -> list[ByChildren]:
    counted = asked.scope.journeys.order_by("children").values("children").annotate(journeys=Count("pk"))
    return [ByChildren(**row) for row in counted]


def test_a_table_is_on_the_dashboard_by_its_entry_alone(cohort, sign_in, monkeypatch):
    table = ReportTable(
        code="sizes",
        title="Familles par nombre d'enfants",
        sentence="Parcours ouverts dans la période.",
        unit="parcours",
        population="Parcours ouverts dans la période",
        headers=(Header("children", "Enfants"), Header("journeys", "Parcours")),
        count=by_children,
        place=Place.HALF,
        order=15,
        draw=charts.bars,
    )
    monkeypatch.setattr(registry, "TABLES", {**registry.TABLES, table.code: table})
    page = words(sign_in(cohort.manager).get(DASHBOARD))
    titles = re.findall(r'<figcaption class="chart-title">([^<]+)</figcaption>', page)
    assert titles[1:] == [
        "Pourquoi des familles retenues n'ont pas été au bout", table.title, "Familles installées par territoire",
    ]  # fmt: skip
    with acting_as_system():
        sizes = Counter(Journey.objects.values_list("children", flat=True))
    told = " ; ".join(f"{children} : {sizes[children]}" for children in sorted(sizes))
    assert re.findall(r"<title>Familles par nombre[^<]*</title><desc>(.*?)</desc>", page) == [f"{told}."]


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
