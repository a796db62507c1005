"""What a page of the candidature tells beside its fields: an age that surprises, and what somebody else changed."""

from datetime import date

import pytest

from candidates.enums import Topic
from candidates.models import HealthNeeds, Member
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.world import TODAY


@pytest.fixture
def journey(world):
    with acting_as_system():
        return world.journey()


def page_of(journey, topic: Topic) -> str:
    return f"/dossiers/{journey.reference}/candidature/{topic.value}/"


@pytest.mark.parametrize(
    ("link", "age", "told"),
    [
        ("child", 17, ""),
        ("child", 19, "Sami est inscrit·e comme enfant et a 19 ans : vérifiez la date ou le lien."),
        ("applicant", 17, "Awa a 17 ans et n'est pas inscrit·e comme enfant : vérifiez la date ou le lien."),
        ("applicant", 18, ""),
    ],
)
def test_an_age_that_surprises_is_said_on_the_page_of_the_household(world, sign_in, journey, link, age, told):
    with acting_as_system():
        born = date(TODAY.year - age, 1, 1)
        Member.objects.filter(household=journey.household_id, link=link).update(birth_date=born)
    client = sign_in(world.prescriber)
    page, elsewhere = (client.get(page_of(journey, topic)) for topic in (Topic.HOUSEHOLD, Topic.HOUSING))
    assert ("vérifiez la date" in text_of(page)) is bool(told)
    assert told in text_of(page)
    assert "vérifiez la date" not in text_of(elsewhere)


@pytest.mark.parametrize(("stored", "typed", "words"), [(False, True, ("Oui", "Non")), (True, False, ("Non", "Oui"))])
def test_a_box_that_two_people_tick_otherwise_is_told_in_words(world, sign_in, journey, stored, typed, words):
    with acting_as_system():
        member = journey.household.members.get(link="applicant")
        HealthNeeds.objects.update_or_create(member=member, defaults={"accessible_flat": not stored})
    mine, theirs = sign_in(world.prescriber), sign_in(world.referent)
    url = page_of(journey, Topic.FAMILY)
    shown, section = form_of(mine.get(url), "saisie"), f"sante-{member.pk}"
    box, ticked = f"{section}-accessible_flat", lambda yes: {box: "on"} if yes else {}
    unticked = {name: value for name, value in shown.items() if name != box}
    assert theirs.post(url, unticked | ticked(stored) | {"save": "1"}).status_code == 302
    page = mine.post(url, unticked | ticked(typed) | {f"{section}-has_doctor": "true", "save": "1"})
    [difference] = [line for line in page.context["differences"] if "accessible" in line.label]
    assert (difference.typed, difference.stored) == words
