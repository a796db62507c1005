"""Is this family known already? Same people whatever the order and the accents, the file that is open first."""

from datetime import date, timedelta

import pytest

from candidates.candidature.duplicates import household_to_reopen, known_people
from candidates.models import Journey, Member
from emile.core.database.identity import acting_as, acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.candidates.file import file_steps as places
from tests.candidates.file.file_steps import changed, twin
from tests.world import TODAY

BORN = date(1991, 4, 2)


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        journey = world.journey(name="N'Diaye-Lefèvre")
        Member.objects.filter(link="applicant").update(birth_date=BORN)
    return journey


def found(world, last_name="N'Diaye-Lefèvre", first_name="Awa", birth_date: date | None = BORN, user=None) -> list:
    user = user or world.prescriber
    with acting_as(user.pk):
        known = known_people(user, last_name=last_name, first_name=first_name, birth_date=birth_date)
        return [(each.member.first_name, each.journey.reference, each.is_open) for each in known]


@pytest.mark.parametrize(
    ("last_name", "first_name", "known"),
    [
        ("N'Diaye-Lefèvre", "Awa", True),
        ("N DIAYE LEFEVRE", "awa", True),
        ("Awa", "N'Diaye Lefèvre", True),
        ("N'Diaye", "Awa Lefèvre", True),
        ("N'Diaye", "Awa", False),
        ("N'Diaye-Lefèvre", "Awa Marie", False),
        ("N'Diaye-Lefèvre", "Awat", False),
        ("", "", False),
        ("-", "'", False),
    ],
)
def test_the_same_names_in_any_order_and_no_fewer_nor_more(world, journey, last_name, first_name, known):
    names = found(world, last_name, first_name)
    assert names == ([("Awa", journey.reference, True)] if known else [])


@pytest.mark.parametrize(
    ("asked", "written", "known"),
    [
        (BORN, BORN, True),
        (BORN, None, True),
        (None, BORN, True),
        (None, None, True),
        (BORN, BORN + timedelta(days=1), False),
        (BORN, BORN - timedelta(days=1), False),
    ],
)
def test_a_birth_date_that_says_otherwise_makes_another_person(world, journey, asked, written, known):
    with acting_as_system():
        Member.objects.filter(link="applicant").update(birth_date=written)
    assert bool(found(world, birth_date=asked)) is known


@pytest.mark.parametrize(
    ("who", "known"), [("prescriber", True), ("referent", True), ("lyon_prescriber", False), ("head", False)]
)
def test_only_among_what_one_may_see(world, journey, who, known):
    assert bool(found(world, user=getattr(world, who))) is known


def test_a_child_and_somebody_who_left_are_known_too(world, journey):
    with acting_as_system():
        Member.objects.filter(link="applicant").update(left_household_on=TODAY)
    assert found(world) == [("Awa", journey.reference, True)]
    assert found(world, first_name="Sami", birth_date=None) == [("Sami", journey.reference, True)]


def test_all_those_of_the_name_in_the_order_they_were_written(world, journey):
    with acting_as_system():
        others = [world.journey(name="N'Diaye-Lefèvre") for _ in range(2)]
        Member.objects.filter(link="applicant").update(birth_date=None)
        changed(others[0], opened_on=TODAY)
    references = [reference for _, reference, _ in found(world)]
    assert references == [journey.reference, *(other.reference for other in others)]


def test_the_open_file_of_a_family_that_came_back_rather_than_the_closed_one(world, journey):
    """Whichever was opened last."""
    with acting_as_system():
        closed = {"step": "left", "closed_on": TODAY, "end_reason": world.reason("exit_before_move_in")}
        changed(journey, opened_on=TODAY, **closed)
        again = twin(journey, "–", opened_on=TODAY - timedelta(days=30), step="diagnosis")
        changed(again, household=journey.household_id)
    assert found(world) == [("Awa", again.reference, True)]


@pytest.mark.parametrize("later", ["first", "second"])
def test_of_two_closed_files_the_last_opened(world, journey, later):
    with acting_as_system():
        closed = {"step": "left", "closed_on": TODAY, "end_reason": world.reason("exit_before_move_in")}
        first = changed(journey, opened_on=TODAY - timedelta(days=9 if later == "second" else 1), **closed)
        second = twin(first, "–", opened_on=TODAY - timedelta(days=5))
        changed(second, household=journey.household_id)
    expected = {"first": first, "second": second}[later]
    assert found(world) == [("Awa", expected.reference, False)]


def test_opened_the_same_day_the_last_written(world, journey):
    with acting_as_system():
        closed = {"step": "left", "closed_on": TODAY, "end_reason": world.reason("exit_before_move_in")}
        second = changed(twin(changed(journey, **closed), "–"), household=journey.household_id)
    assert found(world) == [("Awa", second.reference, False)]


# --- taken up again -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "found"), [("prescriber", True), ("referent", True), ("other_prescriber", False)])
def test_a_family_that_left_is_taken_up_again_by_those_who_followed_it(world, who, found):
    with acting_as_system():
        left = places.left(world)
    user = getattr(world, who)
    with acting_as(user.pk):
        assert (household_to_reopen(user, left.reference) is not None) is found


def test_what_is_open_or_unknown_is_not_taken_up_again(world, journey):
    with acting_as(world.prescriber.pk):
        assert household_to_reopen(world.prescriber, journey.reference) is None
        assert household_to_reopen(world.prescriber, "ZZZZZZ") is None


def test_a_family_open_again_is_not_taken_up_a_third_time(world):
    with acting_as_system():
        left = places.left(world)
        again = twin(left, "–", step="diagnosis", closed_on=None, end_reason=None)
        changed(again, household=left.household_id)
    with acting_as(world.prescriber.pk):
        assert household_to_reopen(world.prescriber, left.reference) is None


# --- on the page --------------------------------------------------------------------------------------------------

NEW = "/dossiers/nouveau/"


def sent(client, world, **more):
    about = {"last_name": "N'Diaye Lefèvre", "first_name": "Awa", "birth_date": BORN.isoformat(), "phone": ""}
    asked = form_of(client.get(NEW)) | about
    return client.post(NEW, asked | {"programme": str(world.programme.pk)} | more)


def test_a_warning_that_was_read_is_about_those_people_and_no_other(world, journey, sign_in):
    prune = sign_in(world.prescriber)
    warned = sent(prune, world)
    assert warned.context["confirmed"] == journey.reference
    with acting_as_system():
        another = world.journey(name="N'Diaye-Lefèvre")
        Member.objects.filter(household=another.household, link="applicant").update(birth_date=BORN)
    again = sent(prune, world, confirmed=journey.reference)
    assert again.status_code == 200, "somebody else bears that name since"
    assert again.context["confirmed"] == "-".join(sorted([journey.reference, another.reference]))
    assert sent(prune, world, confirmed=again.context["confirmed"]).status_code == 302


def test_what_is_known_is_told_with_its_file_its_structure_and_its_step(world, journey, sign_in):
    with acting_as_system():
        changed(journey, step_since=TODAY - timedelta(days=12))
    page = " ".join(text_of(sent(sign_in(world.prescriber), world)).split())
    assert "<strong>Awa N'Diaye-Lefèvre</strong>, né·e le 2 avr. 1991" in page
    assert f"dossier {journey.reference}, Samusocial, repérage, diagnostic depuis 12 jours." in page


def test_the_telephone_typed_is_the_household_s_too(world, sign_in):
    response = sent(sign_in(world.prescriber), world, phone="06 12 34 56 78", civility="mrs")
    assert response.status_code == 302
    with acting_as_system():
        member = Member.objects.select_related("household").get()
    assert (member.phone, member.household.phone, member.household.name) == (
        "06 12 34 56 78",
        "06 12 34 56 78",
        "N'DIAYE LEFÈVRE Awa",
    )
    assert (member.link, member.civility, member.birth_date) == ("applicant", "mrs", BORN)
