from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.http import QueryDict
from django.urls import reverse

from candidates.models import Journey
from candidates.overview.lists import Files
from candidates.overview.rows import Row
from candidates.steps import Step
from emile.core.database import counting
from emile.core.database.identity import acting_as_system
from tests.candidates.file.file_steps import changed, twin
from tests.world import TODAY

LIST = "/dossiers/"


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_whatever_its_length(world, sign_in, django_assert_num_queries, number):
    with acting_as_system():
        world.journeys(number, Step.PRESENTED)
    client = sign_in(world.head)
    client.get(LIST)
    with django_assert_num_queries(8):
        page = client.get(LIST)
    assert len(rows_of(page)) == number
    assert "territoire" not in page.context["list"].form.fields
    with django_assert_num_queries(12):
        assert "programme" in client.get(LIST, {"plus": "1"}).context["list"].form.fields


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
        references = {row.title.split()[-1] if user is world.manager else row.reference for row in rows_of(page)}
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
    assert [row.title for row in rows_of(page)] == ["DIALLO Awa"]
    assert [chip.label for chip in page.context["list"].chips] == ["Étape : À décider"]
    assert "etape" not in page.context["list"].chips[0].url
    assert "1 dossier" in page.context["list"].count.replace("\xa0", " ")


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


ORDERS = {
    "recent": ["ALBERT 4", "BERNARD 2", "CLAIRE 3", "ALBERT 1"],
    "anciennete": ["BERNARD 2", "CLAIRE 3", "ALBERT 1", "ALBERT 4"],
    "nom": ["ALBERT 1", "ALBERT 4", "BERNARD 2", "CLAIRE 3"],
}
FILES = [("ALBERT", 5, 1), ("BERNARD", 1, 9), ("CLAIRE", 5, 9), ("ALBERT", 1, 1)]
"""Name, opened and at its step for how many days: each sort has equals, that the order of opening decides."""


def four(world) -> dict[str, str]:
    """Which family each reference is."""
    with acting_as_system():
        first = world.journey(Step.PRESENTED)
        files = [
            twin(first, name, opened_on=TODAY - timedelta(days=opened), step_since=TODAY - timedelta(days=at_its_step))
            for name, opened, at_its_step in FILES
        ]
        changed(first, territory=world.lozere)
    return {
        file.reference: f"{name} {rank}" for rank, ((name, *_), file) in enumerate(zip(FILES, files, strict=True), 1)
    }


@pytest.mark.parametrize("sort", [*ORDERS, None])
def test_each_sort(world, sign_in, sort):
    names = four(world)
    rows = rows_of(sign_in(world.head).get(LIST, {"tri": sort} if sort else {}))
    assert [names[row.reference] for row in rows] == ORDERS[sort or "recent"]


def test_who_reads_no_name_does_not_sort_by_name(world, sign_in):
    names = four(world)
    page = sign_in(world.manager).get(LIST, {"tri": "nom"})
    assert [names[row.title] for row in rows_of(page) if row.title in names] == ORDERS["recent"]
    assert [code for code, _ in page.context["list"].form.fields["tri"].choices] == ["recent", "anciennete"]


def test_too_many_files_to_sort_by_name_are_shown_most_recent_first(monkeypatch, world, sign_in):
    names = four(world)
    for most, order in [(4, "nom"), (3, "recent")]:
        monkeypatch.setattr(counting, "MOST", most)
        page = sign_in(world.head).get(LIST, {"tri": "nom"})
        assert [names[row.reference] for row in rows_of(page)] == ORDERS[order]
        assert ("Trop de lignes pour les trier ainsi" in page.content.decode()) is (order == "recent")


@pytest.mark.parametrize("sort", ["recent", "anciennete", "nom"])
def test_pages_of_twenty_five_go_on_and_come_back(world, sign_in, sort):
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        copies(journey, 52)
        expected = in_order(sort)
    client = sign_in(world.head)
    forth = walked(client, f"?etape=presented&tri={sort}", "after")
    assert [references(page) for page in forth] == [expected[:25], expected[25:50], expected[50:]]
    back = walked(client, forth[-1].before, "before")
    assert [references(page) for page in back] == [expected[25:50], expected[:25]]
    assert (forth[0].before, back[-1].before) == ("", "")
    assert walked(client, back[-1].after, "after")[0].rows == forth[1].rows
    assert parse_qs(back[0].after[1:]).keys() == {"etape", "tri", "apres"}


def copies(journey: Journey, number: int) -> None:
    """Some are equal by name, some by date: the id decides."""
    for index in range(number):
        days = timedelta(days=index % 5)
        twin(journey, f"COPIE Numéro{index % 7}", opened_on=TODAY - days, step_since=TODAY - days)


def in_order(sort: str) -> list[str]:
    files = list(Journey.objects.select_related("household"))
    keys = {
        "recent": lambda file: (-file.opened_on.toordinal(), -file.pk),
        "anciennete": lambda file: (file.step_since, file.pk),
        "nom": lambda file: (file.household.name, file.pk),
    }
    return [file.reference for file in sorted(files, key=keys[sort])]


def walked(client, url: str, way: str) -> list:
    """The pages from this one on."""
    pages = []
    while url:
        pages.append(client.get(LIST + url).context["list"].page)
        url = getattr(pages[-1], way)
    return pages


def rows_of(page) -> list[Row]:
    listing = page.context["list"]
    return [listing.as_read(row) for row in listing.page.rows]


def references(page) -> list[str]:
    return [row.reference for row in page.rows]


@pytest.mark.parametrize(("number", "pages"), [(25, 1), (26, 2), (50, 2), (51, 3)])
def test_a_page_that_is_just_full_has_no_next_one(world, sign_in, number, pages):
    with acting_as_system():
        copies(world.journey(Step.PRESENTED), number - 1)
    assert len(walked(sign_in(world.head), "?tri=recent", "after")) == pages


def test_both_ways_at_once_goes_forward(world, sign_in):
    with acting_as_system():
        copies(world.journey(Step.PRESENTED), 30)
    client = sign_in(world.head)
    first, second = walked(client, "?tri=anciennete", "after")
    both = (
        client.get(LIST + first.after + "&avant=" + "&avant=".join(parse_qs(second.before[1:])["avant"]))
        .context["list"]
        .page
    )
    assert references(both) == references(second)


def test_what_an_export_would_write(world):
    """Names for those who follow the files, references for those who count them; nothing under other filters."""
    with acting_as_system():
        journey = world.journey(Step.PRESENTED, name="Diallo")
        head = Files(user=world.head, query=QueryDict("etape=a-decider"), today=TODAY)
        titles, rows = head.table()
        assert titles == [
            "Ménage", "Référence", "Étape", "Depuis", "Attend", "Pour", "Territoire", "Structure",
            "Personnes",
        ]  # fmt: skip
        assert [row[:3] for row in rows] == [["DIALLO Awa", journey.reference, "Candidature présentée"]]
        assert list(Files(user=world.head, query=QueryDict("etape=clos"), today=TODAY).table()[1]) == []
        manager = Files(user=world.manager, query=QueryDict(), today=TODAY)
        assert "DIALLO" not in str(list(manager.table()[1]))
        assert [row[0] for row in manager.table()[1]] == [journey.reference]


def test_chosen_files_are_journeys_within_reach_and_filters(world):
    with acting_as_system():
        ours = world.journey(Step.PRESENTED)
        theirs = world.journey(Step.PRESENTED, elsewhere=True)
        sent = QueryDict(f"choix={ours.pk}&choix={theirs.pk}&choix=x&filtres=etape%3Da-decider")
        assert list(Files.of_selection(user=world.head, sent=sent, today=TODAY)) == [ours]
        sent = QueryDict(f"choix={ours.pk}&filtres=etape%3Dclos")
        assert list(Files.of_selection(user=world.head, sent=sent, today=TODAY)) == []


def test_counts_stop_at_a_thousand(monkeypatch, world):
    monkeypatch.setattr(counting, "MOST", 2)
    with acting_as_system():
        world.journeys(4)
        assert counting.count(Journey.objects.all()) == 3
    assert counting.words(3, "dossier").replace("\xa0", " ") == "plus de 2 dossiers"
