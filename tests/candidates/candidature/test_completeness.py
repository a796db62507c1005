"""What a candidature still lacks: each fact taken out of a complete one is named, alone, on its page."""

from datetime import date

import pytest

from candidates.candidature.completeness import missing_for_submission
from candidates.journey import actions
from candidates.journey.first_half import open_file
from candidates.models import (
    Diagnosis,
    HousingSituation,
    Income,
    Journey,
    Member,
    MemberTrade,
    Schooling,
    StayRight,
    WorkProfile,
)
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import text_of
from tests.world import TODAY


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    """A couple and a child; the partner's own facts as well, but no trade and no income of theirs."""
    with acting_as_system():
        journey = world.journey()
        partner = actions.save_member(
            Member(
                household=journey.household,
                link="partner",
                first_name="Ibrahima",
                last_name="Diallo",
                birth_date=date(TODAY.year - 36, 1, 9),
            )
        )
        StayRight.objects.create(member=partner, document="resident", may_work=False)
        WorkProfile.objects.create(member=partner, situation="inactive", french_spoken="a1")
    return journey


def of(name: str) -> dict:
    return {"member__first_name": name}


def nobody_asks(journey: Journey) -> None:
    journey.household.members.filter(link="applicant").update(link="other")


WITHOUT = {
    "nothing taken out": (lambda journey: None, []),
    "the applicant": (nobody_asks, [("menage", "le demandeur")]),
    "a birth date": (
        lambda journey: Member.objects.filter(first_name="Sami").update(birth_date=None),
        [("menage", "la date de naissance de Sami")],
    ),
    "a partner's birth date": (
        lambda journey: Member.objects.filter(first_name="Ibrahima").update(birth_date=None),
        [("menage", "la date de naissance de Ibrahima")],
    ),
    "a stay document": (
        lambda journey: StayRight.objects.filter(**of("Ibrahima")).update(document=""),
        [("menage", "le titre de séjour ou d'identité de Ibrahima")],
    ),
    "the row of a stay right": (
        lambda journey: StayRight.objects.filter(**of("Awa")).delete(),
        [("menage", "le titre de séjour ou d'identité de Awa")],
    ),
    "the right to work": (
        lambda journey: StayRight.objects.filter(**of("Awa")).update(may_work=None),
        [("menage", "l'autorisation de travail de Awa")],
    ),
    "a refused right to work is an answer": (
        lambda journey: StayRight.objects.filter(**of("Awa")).update(may_work=False),
        [],
    ),
    "the dwelling": (
        lambda journey: HousingSituation.objects.update(kind=""),
        [("logement", "le logement actuel")],
    ),
    "the row of the dwelling": (
        lambda journey: HousingSituation.objects.all().delete(),
        [("logement", "le logement actuel")],
    ),
    "every income": (
        lambda journey: Income.objects.all().delete(),
        [("logement", "les ressources (ou « aucune ressource »)")],
    ),
    "no income at all is an answer": (lambda journey: Income.objects.update(kind="none", amount=0), []),
    "a situation": (
        lambda journey: WorkProfile.objects.filter(**of("Ibrahima")).update(situation="", french_spoken=""),
        [("emploi", "la situation professionnelle de Ibrahima")],
    ),
    "the row of a work profile": (
        lambda journey: WorkProfile.objects.filter(**of("Awa")).delete(),
        [("emploi", "la situation professionnelle de Awa")],
    ),
    "spoken French": (
        lambda journey: WorkProfile.objects.filter(**of("Awa")).update(french_spoken=""),
        [("emploi", "le niveau de français oral de Awa")],
    ),
    "every trade": (
        lambda journey: MemberTrade.objects.all().delete(),
        [("emploi", "au moins un métier recherché ou exercé")],
    ),
    "school": (lambda journey: Schooling.objects.update(level=""), [("famille", "la scolarité de Sami")]),
    "the row of the school": (lambda journey: Schooling.objects.all().delete(), [("famille", "la scolarité de Sami")]),
    "the day of the diagnosis": (
        lambda journey: Diagnosis.objects.update(made_on=None),
        [("projet", "la date du diagnostic")],
    ),
    "the reasons": (
        lambda journey: type(journey.candidature).objects.update(reasons=""),
        [("projet", "les raisons du projet")],
    ),
    "every wish": (lambda journey: journey.wishes.all().delete(), [("projet", "un territoire souhaité")]),
}


@pytest.mark.parametrize(("take_out", "expected"), WITHOUT.values(), ids=WITHOUT)
def test_each_fact_taken_out_is_named_alone_on_its_page(journey, take_out, expected):
    with acting_as_system():
        take_out(journey)
        missing = missing_for_submission(Journey.objects.get(pk=journey.pk))
    assert [(point.topic.value, point.label) for point in missing] == expected


def test_who_has_left_is_asked_nothing_any_more(journey):
    with acting_as_system():
        for name in ("Ibrahima", "Sami"):
            Member.objects.filter(first_name=name).update(birth_date=None, left_household_on=TODAY)
        Schooling.objects.all().delete()
        StayRight.objects.filter(**of("Ibrahima")).delete()
        assert missing_for_submission(Journey.objects.get(pk=journey.pk)) == []


def test_an_empty_file_lacks_everything_in_the_order_of_the_pages(world, sign_in):
    with acting_as_system():
        place = {"programme": world.programme, "prescriber": world.structure, "origin_area": world.paris}
        journey = open_file(**place, by=world.prescriber, on=TODAY)
        Diagnosis.objects.filter(journey=journey).update(made_on=None)
        missing = [point.label for point in missing_for_submission(journey)]
    assert missing == [
        "le demandeur",
        "le logement actuel",
        "la date du diagnostic",
        "les raisons du projet",
        "un territoire souhaité",
        "l'accord du ménage",
    ]
    page = text_of(sign_in(world.prescriber).get(f"/dossiers/{journey.reference}/"))
    assert f"Il manque encore : {', '.join(missing)}." in page


def test_the_slates_of_the_pages_say_what_each_lacks(world, journey, sign_in):
    with acting_as_system():
        HousingSituation.objects.update(kind="")
        Income.objects.all().delete()
    states = sign_in(world.prescriber).get(f"/dossiers/{journey.reference}/candidature/emploi/").context["states"]
    assert [(state.number, state.topic.value, state.is_current, state.is_complete) for state in states] == [
        (1, "menage", False, True),
        (2, "logement", False, False),
        (3, "emploi", True, True),
        (4, "famille", False, True),
        (5, "projet", False, True),
    ]
    assert states[1].missing == ["le logement actuel", "les ressources (ou « aucune ressource »)"]
