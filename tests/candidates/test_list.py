from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from candidates.models import Household, Journey
from candidates.paging import PER_PAGE, read
from candidates.steps import Step
from emile.core import counting
from emile.core.identity import acting_as_system

LIST = "/dossiers/"


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(world, sign_in, django_assert_num_queries, number):
    with acting_as_system():
        world.journeys(number, Step.PRESENTED)
    client = sign_in(world.head)
    client.get(LIST)
    with django_assert_num_queries(8):
        page = client.get(LIST)
    assert len(page.context["rows"]) == number
    assert "territoire" not in page.context["form"].fields
    with django_assert_num_queries(12):
        assert "programme" in client.get(LIST, {"plus": "1"}).context["form"].fields


def test_each_role_lists_its_own_files(world, sign_in):
    with acting_as_system():
        ours = world.journey(Step.PRESENTED, name="Diallo")
        theirs = world.journey(Step.PRESENTED, name="Nguyen", elsewhere=True)
        draft = world.journey(Step.DIAGNOSIS, name="Petit")
    for user, seen in [
        (world.prescriber, {ours, draft}),
        (world.referent, {ours, draft}),
        (world.head, {ours}),
        (world.caseworker, {ours}),
        (world.other_head, {theirs}),
        (world.other_prescriber, set()),
        (world.manager, {ours, theirs, draft}),
    ]:
        page = sign_in(user).get(LIST)
        references = {row.title.split()[-1] if user is world.manager else row.reference for row in page.context["rows"]}
        assert references == {journey.reference for journey in seen}, user


def test_a_manager_counts_without_reading_a_name(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PRESENTED, name="Diallo")
    html = sign_in(world.manager).get(LIST).content.decode()
    assert "DIALLO" not in html.upper()
    assert journey.reference in html
    assert reverse("candidates:open_with_reason", args=[journey.reference]) in html
    assert reverse("candidates:file", args=[journey.reference]) not in html.replace("/ouvrir/", "#")


@pytest.mark.parametrize("role", ["partner", "dpo"])
def test_the_list_is_for_those_who_look_at_files(world, sign_in, role):
    assert sign_in(getattr(world, role)).get(LIST).status_code == 403


def test_filters_are_kept_in_the_address_and_shown_as_chips(world, sign_in):
    with acting_as_system():
        world.journey(Step.PRESENTED, name="Diallo")
        world.journey(Step.SHORTLISTED, name="Traoré")
    page = sign_in(world.head).get(LIST, {"etape": "a-decider", "tri": "anciennete"})
    assert [row.title for row in page.context["rows"]] == ["DIALLO Awa"]
    assert [chip.label for chip in page.context["chips"]] == ["Étape : À décider"]
    assert "etape" not in page.context["chips"][0].url
    assert "1 dossier" in page.context["sentence"].replace("\xa0", " ")


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"etape": "presented"}, ["DIALLO Awa"]),
        ({"etape": "en-preparation"}, ["TRAORÉ Awa"]),
        ({"attente": "chef-de-service"}, ["DIALLO Awa"]),
        ({"attente": "equipe"}, ["TRAORÉ Awa"]),
        ({"q": "traore"}, ["TRAORÉ Awa"]),
        ({"tri": "nom"}, ["DIALLO Awa", "TRAORÉ Awa"]),
        ({"du": "2100-01-01"}, ["DIALLO Awa", "TRAORÉ Awa"]),
        ({"au": "2015-01-01"}, []),
    ],
)
def test_each_filter(world, sign_in, filters, names):
    with acting_as_system():
        world.journey(Step.PRESENTED, name="Diallo")
        world.journey(Step.SHORTLISTED, name="Traoré")
    page = sign_in(world.head).get(LIST, filters)
    assert sorted(row.title for row in page.context["rows"]) == names


@pytest.mark.parametrize(
    "name", ["q", "etape", "attente", "programme", "territoire", "structure", "suivi", "du", "au", "tri"]
)
@pytest.mark.parametrize("value", ["zzz", "\0", "🙂", "0001-01-01", "31/02/2026", "9" * 40, "a" * 5000])
def test_whatever_the_address_says_the_page_answers(world, sign_in, name, value):
    assert sign_in(world.head).get(LIST, {name: value}).status_code == 200


@pytest.mark.parametrize("place", ["", "x", "~", "~~", "2026-99-99~1", "2026-01-01~" + "9" * 30, "\0~1", "a~٣"])
@pytest.mark.parametrize("sort", ["recent", "anciennete", "nom"])
def test_a_place_that_means_nothing_is_the_first_page(world, sign_in, place, sort):
    with acting_as_system():
        world.journey(Step.PRESENTED)
    for direction in ("apres", "avant"):
        assert sign_in(world.head).get(LIST, {direction: place, "tri": sort}).status_code == 200
    assert sort != "recent" or read(place, sort) is None


@pytest.mark.parametrize("sort", ["recent", "anciennete", "nom"])
def test_pages_show_each_file_once_and_come_back(world, sign_in, sort):
    with acting_as_system():
        number = PER_PAGE * 2 + 3
        journeys = world.journeys(2, Step.PRESENTED)
        copies(journeys[0], number - 2)
    client = sign_in(world.head)
    seen, url, pages = [], f"{LIST}?tri={sort}", []
    while url:
        page = client.get(LIST + url.removeprefix(LIST))
        rows = [row.reference for row in page.context["rows"]]
        pages.append(rows)
        seen += rows
        url = page.context["page"].after
    assert len(seen) == number == len(set(seen))
    back = client.get(LIST + page.context["page"].before)
    assert [row.reference for row in back.context["rows"]] == pages[-2]
    assert parse_qs(urlsplit(page.context["page"].before).query)["tri"] == [sort]


def copies(journey: Journey, number: int) -> None:
    """Files of other families, as far as the first: rows made at once, for the sake of their number."""
    for index in range(number):
        household = Household.objects.create(name=f"COPIE Numéro{index % 7}")  # equals by name: the id decides
        Journey.objects.create(
            household=household,
            programme=journey.programme,
            prescriber=journey.prescriber,
            origin_area=journey.origin_area,
            territory=journey.territory,
            prescribed_by=journey.prescribed_by,
            step=journey.step,
            furthest=journey.furthest,
            step_since=journey.step_since,
            opened_on=journey.opened_on,
        )


def test_counts_stop_at_a_thousand(monkeypatch, world):
    monkeypatch.setattr(counting, "MOST", 2)
    with acting_as_system():
        world.journeys(4)
        assert counting.count(Journey.objects.all()) == 3
    assert counting.words(3, "dossier").replace("\xa0", " ") == "plus de 2 dossiers"
