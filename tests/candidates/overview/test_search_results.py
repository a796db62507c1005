"""What the search page shows of what it found: the order, the most, the words, and who made each file come up."""

from datetime import timedelta

import pytest

from candidates.journey import actions
from candidates.models import Household, Journey, Member
from candidates.overview.search import How, emphasised, find_journeys, marked, national
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from tests.candidates.candidature.candidature_forms import text_of
from tests.candidates.file.file_steps import changed, twin
from tests.world import TODAY

SEARCH = "/recherche/"


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


def page(sign_in, user, text: str):
    return sign_in(user).get(SEARCH, {"q": text}).context


def namesakes(world, number: int) -> list[Journey]:
    """The last made is the last opened."""
    first = world.journey(Step.PRESENTED, name="Traoré")
    files = [first, *(twin(first, f"TRAORÉ {rank}") for rank in range(1, number))]
    for age, file in enumerate(reversed(files)):
        changed(file, opened_on=TODAY - timedelta(days=age))
        if file is not first:
            actions.save_member(
                Member(household=file.household, link="applicant", first_name="Kadi", last_name="Traoré")
            )
    return files


@pytest.mark.parametrize(("number", "shown", "more"), [(20, 20, False), (21, 20, True)])
def test_the_twenty_most_recent_and_whether_there_are_more(world, sign_in, number, shown, more):
    with acting_as_system():
        files = namesakes(world, number)
    found = sign_in(world.head).get(SEARCH, {"q": "traore"})
    references = [row.reference for row in found.context["rows"]]
    assert references == [file.reference for file in reversed(files)][:shown]
    words = text_of(found)
    assert ("Les <strong>20 dossiers</strong> les plus récents" in words) is more
    assert ("<strong>20 dossiers trouvés</strong>." in words) is not more


def test_each_file_says_who_made_it_come_up_the_first_of_the_family(world, sign_in):
    with acting_as_system():
        file = world.journey(Step.PRESENTED, name="Bâ")
        actions.save_member(Member(household=file.household, link="other", first_name="Amadou", last_name="Bâ"))
    (row,) = page(sign_in, world.head, "ba")["rows"]
    assert row.reason == "Awa <mark>Bâ</mark>"
    (row,) = page(sign_in, world.head, "ba amadou")["rows"]
    assert row.reason == "<mark>Amadou</mark> <mark>Bâ</mark>"
    (row,) = page(sign_in, world.head, file.reference)["rows"]
    assert row.reason == ""


def test_a_telephone_found_is_shown_as_it_is_written(world, sign_in):
    with acting_as_system():
        file = world.journey(Step.PRESENTED)
        file.household.members.filter(first_name="Sami").update(phone="06 12 34 56 78")
    (row,) = page(sign_in, world.head, "3456")["rows"]
    assert row.reason == "Sami Diallo · <mark>06 12 34 56 78</mark>"
    with acting_as_system():
        Household.objects.filter(pk=file.household_id).update(phone="01 40 00 11 22")
    (row,) = page(sign_in, world.head, "0140001122")["rows"]
    assert row.reason == "", "it is nobody's in particular"


def member(**fields) -> Member:
    return Member(**{"first_name": "Awa", "last_name": "N'Diaye", "search_name": "n'diaye awa ", "phone": ""} | fields)


@pytest.mark.parametrize(
    ("text", "how", "shown"),
    [
        ("awa", How.NAME, "<mark>Awa</mark> N'Diaye"),
        ("aw", How.NAME, "<mark>Awa</mark> N'Diaye"),
        ("diaye awa", How.NAME, "<mark>Awa</mark> <mark>N'Diaye</mark>"),
        ("diaye marie", How.NAME, ""),
        ("06", How.PHONE, ""),
    ],
)
def test_what_was_typed_is_marked_when_all_of_it_is_theirs(text, how, shown):
    assert marked(member(), text, how).replace("&#x27;", "'") == shown


@pytest.mark.parametrize(("part", "words", "shown"), [("Bâ", ["ba"], "<mark>Bâ</mark>"), ("Bâ", ["ca"], "Bâ")])
def test_a_word_is_marked_without_its_accents(part, words, shown):
    assert emphasised(part, words) == shown


@pytest.mark.parametrize(
    ("digits", "kept"),
    [
        ("0033612345678", "612345678"),
        ("33612345678", "612345678"),
        ("0612345678", "612345678"),
        ("612345678", "612345678"),
        ("061234", "61234"),
        ("06123", "6123"),
        ("0612", "0612"),
        ("061", "061"),
    ],
)
def test_the_part_of_a_number_that_every_writing_shares(digits, kept):
    assert national(digits) == kept


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("1", How.TOO_SHORT),
        ("123", How.TOO_SHORT),
        ("1234", How.PHONE),
        ("+33 6", How.TOO_SHORT),
        ("()", How.TOO_SHORT),
        ("a", How.TOO_SHORT),
        ("ba", How.NAME),
        ("zzzz", How.ALIKE),
        ("zz", How.ALIKE),
    ],
)
def test_what_was_recognised(world, text, how):
    with acting_as_system():
        world.journey(Step.PRESENTED, name="Bâ")
    with acting_as(world.head.pk):
        assert find_journeys(text, user=world.head, most=5).how == how


@pytest.mark.parametrize(("words", "found"), [(6, True), (7, True)])
def test_of_many_words_the_six_longest_are_looked_for(world, words, found):
    with acting_as_system():
        file = world.journey(Step.PRESENTED, name="Aaaaaaaa Bbbbbbb Cccccc Ddddd Eeee")
    text = " ".join(["aaaaaaaa", "bbbbbbb", "cccccc", "ddddd", "eeee", "awa", "zz"][:words])
    with acting_as(world.head.pk):
        assert (find_journeys(text, user=world.head, most=5).ids == [file.pk]) is found
        assert find_journeys(f"{text} yyyyyyyyy", user=world.head, most=5).how == How.ALIKE


def test_who_counts_finds_by_reference_and_is_told_so(world, sign_in):
    with acting_as_system():
        file = world.journey(Step.PRESENTED)
    with acting_as(world.manager.pk):
        for text, how, ids in [
            (file.reference, How.REFERENCE, [file.pk]),
            ("ZZZZZZ", How.REFERENCE, []),
            ("diallo", How.TOO_SHORT, []),
            ("0612345678", How.TOO_SHORT, []),
        ]:
            found = find_journeys(text, user=world.manager, most=5)
            assert (found.how, found.ids) == (how, ids), text
    assert page(sign_in, world.manager, "diallo")["pseudonymous"] is True
    assert page(sign_in, world.head, "diallo")["pseudonymous"] is False


@pytest.mark.parametrize("who", ["partner", "dpo"])
def test_the_search_is_for_those_who_look_at_files(world, sign_in, who):
    assert sign_in(getattr(world, who)).get(SEARCH, {"q": "diallo"}).status_code == 403
