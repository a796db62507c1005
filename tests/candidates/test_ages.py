"""How old somebody is: to the day, on 29 February too, and the same wherever the product asks."""

from datetime import date

import pytest

from candidates.candidature.forms.member import age_doubt
from candidates.candidature.paper import child_words, lead, person
from candidates.file.first_half import member_line
from candidates.journey import actions, first_half
from candidates.models import Household, Journey, Member
from emile.core.database.identity import acting_as_system

# (born on, the day, age, of age)
BIRTHDAYS = {
    "the day before being 18": (date(2008, 6, 15), date(2026, 6, 14), 17, False),
    "the 18th birthday": (date(2008, 6, 15), date(2026, 6, 15), 18, True),
    "the day after": (date(2008, 6, 15), date(2026, 6, 16), 18, True),
    "an earlier month, a later day": (date(2008, 6, 15), date(2026, 5, 30), 17, False),
    "a later month, an earlier day": (date(2008, 6, 15), date(2026, 7, 1), 18, True),
    "31 December": (date(2009, 1, 1), date(2026, 12, 31), 17, False),
    "born on 29 February, 28 February of a common year": (date(2008, 2, 29), date(2026, 2, 28), 17, False),
    "born on 29 February, 1 March of a common year": (date(2008, 2, 29), date(2026, 3, 1), 18, True),
    "born on 29 February, 28 February of a leap year": (date(2012, 2, 29), date(2028, 2, 28), 15, False),
    "born on 29 February, 29 February": (date(2012, 2, 29), date(2028, 2, 29), 16, False),
    "asked on 29 February, born on a 28th": (date(2010, 2, 28), date(2028, 2, 29), 18, True),
    "asked on 29 February, born on 1 March": (date(2010, 3, 1), date(2028, 2, 29), 17, False),
    "born today": (date(2026, 6, 15), date(2026, 6, 15), 0, False),
}
WITHOUT_BIRTH_DATE = {"applicant": True, "partner": True, "ascendant": True, "other": True, "child": False}


@pytest.fixture
def household(db) -> Household:
    with acting_as_system():
        return Household.objects.create(name="TRAORÉ Kadi")


def somebody(household: Household, **fields) -> Member:
    return Member.objects.create(household=household, first_name="Kadi", last_name="Traoré", **fields)


@pytest.mark.parametrize(("born", "day", "age", "of_age"), BIRTHDAYS.values(), ids=BIRTHDAYS)
@pytest.mark.parametrize("link", ["child", "partner"])
def test_one_age_wherever_it_is_asked(household, link, born, day, age, of_age):
    """The link decides nothing once the birth date is known."""
    with acting_as_system():
        member = somebody(household, link=link, birth_date=born)
        assert (member.age_on(day), member.is_of_age_on(day)) == (age, of_age)
        assert list(household.members.adults_on(day)) == ([member] if of_age else [])
    assert f"{age} ans" in member_line(member, day, day).in_words
    assert person_in_print(member, day) == f"{age} ans"


def person_in_print(member: Member, day: date) -> str:
    with acting_as_system():
        return person(member, day).age


@pytest.mark.parametrize(("link", "of_age"), WITHOUT_BIRTH_DATE.items())
def test_without_a_birth_date_the_link_decides(household, link, of_age):
    day = date(2026, 6, 15)
    with acting_as_system():
        member = somebody(household, link=link, birth_date=None)
        assert (member.age_on(day), member.is_of_age_on(day)) == (None, of_age)
        assert list(household.members.adults_on(day)) == ([member] if of_age else [])
    assert "âge non renseigné" in member_line(member, day, day).in_words
    assert person_in_print(member, day) == "–"
    assert child_words(member, day) == ""
    assert age_doubt(member, day) == ""


@pytest.mark.parametrize(
    ("day", "adults", "children"), [(date(2026, 6, 14), 1, 1), (date(2026, 6, 15), 2, 0), (date(2026, 6, 16), 2, 0)]
)
def test_people_are_counted_as_they_are_on_the_day_of_sending(world, day, adults, children):
    with acting_as_system():
        journey = world.journey()
        Journey.objects.filter(pk=journey.pk).update(step_since=date(2026, 6, 1), opened_on=date(2026, 6, 1))
        journey.household.members.filter(link="applicant").update(birth_date=date(1990, 1, 1))
        journey.household.members.filter(link="child").update(birth_date=date(2008, 6, 15))
        first_half.submit(journey, by=world.prescriber, on=day)
        journey.refresh_from_db()
    assert (journey.adults, journey.children) == (adults, children)


def test_who_left_is_not_counted_and_a_child_who_visits_is(household):
    day = date(2026, 6, 15)
    with acting_as_system():
        somebody(household, link="applicant", birth_date=date(1990, 1, 1))
        somebody(household, link="partner", birth_date=date(1988, 5, 2), left_household_on=date(2026, 6, 14))
        somebody(household, link="child", birth_date=date(2019, 5, 2), visiting=True)
        somebody(household, link="child", birth_date=date(2021, 5, 2), left_household_on=day)
        journey = Journey(household=household)
        counted = actions.people_counted(journey, on=day)
    assert counted == {"adults": 1, "children": 1}


def family(household: Household) -> list[Member]:
    born = {"applicant": date(1990, 1, 1), "child": date(2008, 6, 15), "other": date(2010, 1, 1)}
    return [Member(household=household, link=link, birth_date=day) for link, day in born.items()]


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 6, 14), "1 adulte et 2 enfants, "),
        (date(2026, 6, 15), "2 adultes et 1 enfant, "),
        (date(2028, 1, 1), "3 adultes, "),
    ],
)
def test_the_paper_counts_them_as_the_list_does(day, words):
    said = lead(Journey(step="presented", step_since=date(2026, 6, 1)), family(Household()), day)
    assert said.replace("\u00a0", " ").startswith(words)


@pytest.mark.parametrize(
    ("link", "age", "doubt"),
    [
        ("child", 17, ""),
        ("child", 18, "Kadi est inscrit·e comme enfant et a 18 ans : vérifiez la date ou le lien."),
        *((link, 18, "") for link in ("applicant", "partner", "ascendant", "other")),
        *(
            (link, 17, "Kadi a 17 ans et n'est pas inscrit·e comme enfant : vérifiez la date ou le lien.")
            for link in ("applicant", "partner", "ascendant")
        ),
        ("other", 17, ""),
    ],
)
def test_an_age_that_does_not_fit_the_link_is_doubted_in_words(link, age, doubt):
    member = Member(link=link, first_name="Kadi", birth_date=date(2026 - age, 6, 15))
    assert age_doubt(member, date(2026, 6, 15)) == doubt
