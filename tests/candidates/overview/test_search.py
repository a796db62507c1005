import logging
from datetime import timedelta

import pytest

from candidates.models import Journey
from candidates.overview.search import How, find_journeys, national
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system

SEARCH = "/recherche/"


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def files(world):
    with acting_as_system():
        ours = world.journey(Step.PRESENTED, name="N'Diaye-Lefèvre")
        theirs = world.journey(Step.PRESENTED, name="Lefèvre", elsewhere=True)
        other = world.journey(Step.PRESENTED, name="Bâ")
        ours.household.members.filter(link="applicant").update(phone="+33 6 12 34 56 78")
    return {"ours": ours, "theirs": theirs, "other": other}


def found_by(world, text, user=None):
    user = user or world.head
    with acting_as(user.pk):
        return find_journeys(text, user=user, most=50)


@pytest.mark.parametrize(
    "text",
    ["lefevre", "LEFÈVRE", "Lefèvre Awa", "awa lefevre", "ndiaye lefevre", "diaye", "n'diaye", "lef", "  lefevre  "],
)
def test_names_without_accents_in_any_order(world, files, text):
    assert files["ours"].pk in found_by(world, text).ids
    assert files["theirs"].pk not in found_by(world, text).ids


@pytest.mark.parametrize("text", ["Bâ", "ba", "BA", "Ba awa"])
def test_a_name_of_two_letters_is_a_whole_word(world, files, text):
    found = found_by(world, text)
    assert (found.how, found.ids) == (How.NAME, [files["other"].pk])


@pytest.mark.parametrize("text", ["Lefebvre", "Lefevr", "Lefèvrre"])
def test_close_spellings_when_nothing_is_written_so(world, files, text):
    found = found_by(world, text)
    assert found.how in {How.ALIKE, How.NAME}
    assert files["ours"].pk in found.ids


@pytest.mark.parametrize(("text", "how"), [("martin", How.NAME), ("awa martin", How.NAME), ("martain", How.ALIKE)])
def test_a_common_name_gives_the_most_recent_files(world, text, how):
    """Enough bear it for the search to begin by the most recent files: the same answer as by the index."""
    with acting_as_system():
        ours = [world.journey(Step.PRESENTED, name="Martin") for _ in range(5)]
        world.journey(Step.PRESENTED, name="Martin", elsewhere=True)
        for age, journey in enumerate(ours):
            Journey.objects.filter(pk=journey.pk).update(opened_on=journey.opened_on - timedelta(days=age))
    with acting_as(world.head.pk):
        found = {most: find_journeys(text, user=world.head, most=most) for most in (3, 50)}
    recent = [journey.pk for journey in ours]
    assert (found[3].how, found[3].ids) == (how, recent[:3])
    assert found[50].ids == recent


@pytest.mark.parametrize(
    "text", ["06 12 34 56 78", "0612345678", "06.12.34.56.78", "+33612345678", "0033 6 12 34 56 78", "5678", "12 34 56"]
)
def test_telephones_however_written(world, files, text):
    found = found_by(world, text)
    assert (found.how, found.ids) == (How.PHONE, [files["ours"].pk])


@pytest.mark.parametrize(
    ("digits", "kept"), [("33612345678", "612345678"), ("0612345678", "612345678"), ("5678", "5678")]
)
def test_the_national_part_of_a_number(digits, kept):
    assert national(digits) == kept


def test_the_telephone_of_the_household(world, files):
    with acting_as_system():
        household = files["other"].household
        household.phone = "01 40 00 11 22"
        household.save()
    assert found_by(world, "0140001122").ids == [files["other"].pk]


def test_a_reference_whatever_its_case_and_spaces(world, files):
    reference = files["ours"].reference
    for text in (reference, reference.lower(), f"{reference[:3]} {reference[3:]}"):
        assert found_by(world, text).ids == [files["ours"].pk]
    assert found_by(world, files["theirs"].reference).ids == []


@pytest.mark.parametrize("text", ["", "a", "%", "%%%", "__", "\\", "🙂", "'; DROP TABLE", "é", "12", "0"])
def test_what_means_nothing_finds_nothing(world, files, text):
    assert found_by(world, text).ids == []


@pytest.mark.parametrize("text", ["", "\0", "%", "a" * 5000, "🙂" * 100, "lefevre " * 50, "6" * 500])
def test_the_page_answers_whatever_was_typed(world, sign_in, files, text):
    assert sign_in(world.head).get(SEARCH, {"q": text}).status_code == 200


def test_each_role_finds_its_own(world, files):
    for user, seen in [
        (world.prescriber, {"ours"}),
        (world.referent, {"ours"}),
        (world.other_head, {"theirs"}),
        (world.other_prescriber, set()),
        (world.dpo, set()),
        (world.partner, set()),
    ]:
        expected = {files[name].pk for name in seen}
        assert set(found_by(world, "lefevre", user).ids) == expected, user


def test_a_manager_searches_by_reference_alone(world, sign_in, files):
    client = sign_in(world.manager)
    assert client.get(SEARCH, {"q": "lefevre"}).context["rows"] == []
    page = client.get(SEARCH, {"q": files["ours"].reference})
    assert [row.title for row in page.context["rows"]] == [files["ours"].reference]
    assert "LEFÈVRE" not in page.content.decode().upper()


def test_the_reason_is_highlighted_and_escaped(world, sign_in, files):
    with acting_as_system():
        files["other"].household.members.filter(link="child").update(first_name="<b>Sami</b>")
    html = sign_in(world.head).get(SEARCH, {"q": "sami ba"}).content.decode()
    assert "<mark>Bâ</mark>" in html
    assert "<b>Sami" not in html


@pytest.mark.parametrize("number", [1, 3])
def test_the_search_costs_the_same_whatever_it_finds(world, sign_in, django_assert_num_queries, number):
    with acting_as_system():
        world.journeys(number, Step.PRESENTED)
    client = sign_in(world.head)
    client.get(SEARCH, {"q": "famille"})
    with django_assert_num_queries(9):
        page = client.get(SEARCH, {"q": "famille"})
    assert len(page.context["rows"]) == number


def test_nothing_typed_is_logged(world, sign_in, files, caplog):
    with caplog.at_level(logging.DEBUG):
        sign_in(world.head).get(SEARCH, {"q": "lefevre"})
    ours = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert not any("lefevre" in record.getMessage().lower() for record in ours)
    assert sign_in(world.head).post(SEARCH, {"q": "lefevre"}).status_code == 405
