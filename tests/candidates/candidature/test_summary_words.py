"""What the « Synthèse » says of a family, word for word; and who is left out of a larger one, said as well."""

from datetime import date
from decimal import Decimal

import pytest

from candidates.candidature.facts import A_LINE, A_PAGE, A_PARAGRAPH
from candidates.candidature.paper import context_of, room_for
from candidates.journey import actions
from candidates.models import (
    Debt,
    HealthNeeds,
    Household,
    HousingSituation,
    Income,
    Journey,
    Member,
    MemberTrade,
    Schooling,
    StayRight,
    Wish,
    WorkProfile,
)
from candidates.steps import Step
from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import Trade
from tests.world import World

TODAY = date(2026, 6, 15)


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        Journey.objects.filter(pk=journey.pk).update(step_since=date(2026, 6, 3))
        Member.objects.filter(first_name="Awa").update(birth_date=date(1992, 5, 12))
        Member.objects.filter(first_name="Sami").update(birth_date=date(2018, 2, 3))
        StayRight.objects.update(expires_on=date(2027, 3, 1))
        HousingSituation.objects.update(since=date(2024, 1, 1))
    return journey


def paper(world, journey: Journey) -> dict:
    with acting_as(world.head.pk):
        row = Journey.objects.visible_to(world.head).with_details().get(pk=journey.pk)
        return plain(context_of(row, world.head, TODAY))


def plain(value):
    """With ordinary spaces, all the way down."""
    if isinstance(value, str):
        return value.replace("\u00a0", " ").replace("\u202f", " ")
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return tuple(plain(each) for each in value)
    return plain(vars(value)) if hasattr(value, "__dataclass_fields__") else value


def test_a_small_family_word_for_word(world, journey):
    said = paper(world, journey)
    assert said["lead"] == "1 adulte et 1 enfant, candidature présentée depuis 12 jours"
    assert said["people"] == (
        {
            "name": "Awa Diallo",
            "link": "Demandeur",
            "age": "34 ans",
            "papers": "Carte de séjour pluriannuelle, jusqu'au 1er mars 2027, peut travailler",
            "income": "RSA 890 €",
        },
        {"name": "Sami Diallo", "link": "Enfant", "age": "8 ans", "papers": "–", "income": "–"},
    )
    assert said["work"] == (
        {
            "name": "Awa",
            "situation": "Chômeur depuis 6 à 11 mois",
            "wanted": f"{world.trade.label} (4 ans)",
            "practised": "",
            "french": "oral B1, écrit A2",
            "mobility": "",
        },
    )
    alone = "Élémentaire, accord parental : autorité parentale exercée seul·e"
    assert said["children"] == (("Sami", f"8 ans, {alone}"),)
    assert said["housing"] == (
        ("Logement actuel", "Hôtel (115)"),
        ("Depuis le", "1er janv. 2024"),
        ("Demandes de logement social", ""),
        ("Dettes", "aucune inscrite"),
    )
    assert said["contact"] == (("Commune", ""),)
    assert said["total_income"] == "890 €"
    assert (said["health"], said["documents"]) == ("", "")
    assert (said["second_page"], said["more_people"], said["more_adults"], said["more_children"]) == (True, 0, 0, 0)
    assert said["wish"] == (
        ("Pourquoi partir", "Un logement stable et un emploi."),
        ("Attaches (famille, amis, déjà venu)", ""),
        ("Ce qui pourrait retenir", ""),
        ("Ce que la famille aime faire", ""),
        ("Départ possible à partir du", ""),
        ("Territoires souhaités", "Cantal"),
    )


def with_everything_beside(world: World, journey: Journey) -> None:
    """What most families have nothing to say of."""
    with acting_as_system():
        household = journey.household
        awa, sami = household.members.order_by("pk")
        Household.objects.update(commune=world.commune, birth_expected_on=date(2026, 9, 1))
        HousingSituation.objects.update(dalo=True, over_indebtedness="plan", reference_income=Decimal("12500.50"))
        for number, department in (("075123", "75"), ("015456", "15")):
            household.social_housing_requests.create(number=number, department_id=department, filed_on=date(2026, 1, 5))
        Debt.objects.create(household=household, kind="rent", amount=Decimal("1350"), plan="50 € par mois")
        Debt.objects.create(household=household, kind="energy", amount=Decimal("120.5"))
        Income.objects.create(member=awa, kind="family", amount=Decimal("188.10"))
        Income.objects.create(member=awa, kind="none", amount=0)
        StayRight.objects.update(may_work=False, expires_on=None)
        WorkProfile.objects.update(
            situation="", hours_possible=["day", "night"], licences=["b"], mobility=["bicycle"], certificates=["caces"]
        )
        MemberTrade.objects.update(use="practised", years=1)
        MemberTrade.objects.create(member=awa, trade=Trade.objects.get(code="F1703"), use="wanted")
        Member.objects.filter(pk=sami.pk).update(visiting=True)
        Schooling.objects.update(
            level="", childcare_needed="after_school", unusual_hours=True, parental_consent="missing"
        )
        HealthNeeds.objects.create(member=sami, nearby_services=["pmi", "maternity"], accessible_flat=True)
        HealthNeeds.objects.create(member=awa, nearby_services=["pmi", "hospital"])
        Wish.objects.create(journey=journey, territory=world.lozere, rank=0)
        type(journey.candidature).objects.update(ready_on=date(2026, 9, 1))
        type(journey.diagnosis).objects.update(made_on=date(2026, 4, 2), strengths="Ponctuelle.")


def test_everything_a_family_may_have_beside(world, journey):
    with_everything_beside(world, journey)
    said = paper(world, journey)
    masonry = Trade.objects.get(code="F1703").label
    assert said["housing"] == (
        ("Logement actuel", "Hôtel (115)"),
        ("Depuis le", "1er janv. 2024"),
        ("Reconnu DALO", "oui"),
        ("Revenu fiscal de référence N-2", "12 500,50 €"),
        ("Surendettement", "Plan en cours"),
        ("Demandes de logement social", "075123, Paris (75) ; 015456, Cantal (15)"),
        ("Dettes", "Dette locative 1 350 € (50 € par mois) ; Énergie 120,50 €"),
    )
    assert said["contact"] == (("Commune", str(world.commune)), ("Naissance attendue", "1er sept. 2026"))
    assert said["people"][0]["papers"] == "Carte de séjour pluriannuelle, sans autorisation de travail"
    assert said["people"][0]["income"] == "RSA 890 €, Prestations familiales 188,10 €"
    assert said["total_income"] == "1 078,10 €"
    assert said["people"][1]["link"] == "Enfant (droit de visite)"
    assert said["work"][0] == {
        "name": "Awa",
        "situation": "journée, nuit",
        "wanted": masonry,
        "practised": f"{world.trade.label} (1 an)",
        "french": "oral B1, écrit A2",
        "mobility": "Vélo ; Permis B ; CACES",
    }
    care = "garde : périscolaire, horaires atypiques, accord parental : à obtenir"
    assert said["children"] == (("Sami", f"8 ans, {care}"),)
    assert said["health"] == "Hôpital, Maternité, PMI, logement accessible"
    assert said["wish"][-1] == ("Territoires souhaités", "Lozère, puis Cantal")
    assert said["wish"][-2] == ("Départ possible à partir du", "1er sept. 2026")
    assert said["diagnosis"][::2] == (("Date du diagnostic", "2 avr. 2026"), ("Atouts", "Ponctuelle."))


def relatives(journey: Journey, link: str, number: int) -> None:
    """Born a year apart, the last written is the eldest."""
    for rank in range(number):
        born = date(1990 - rank if link != "child" else 2015 - rank, 3, 3)
        actions.save_member(
            Member(
                household=journey.household, link=link, first_name=f"{link} {rank}", last_name="Diallo", birth_date=born
            )
        )


@pytest.mark.parametrize(("children", "shown", "more"), [(5, 5, 0), (6, 6, 0), (7, 6, 1), (9, 6, 3)])
def test_six_children_are_named_and_the_others_counted(world, journey, children, shown, more):
    with acting_as_system():
        relatives(journey, "child", children - 1)
    said = paper(world, journey)
    eldest_first = [f"child {rank}" for rank in reversed(range(children - 1))] + ["Sami"]
    assert [name for name, _ in said["children"]] == eldest_first[:shown]
    assert said["more_children"] == more


@pytest.mark.parametrize(("adults", "shown", "more"), [(4, 4, 0), (5, 4, 1)])
def test_the_work_of_four_adults_is_told_and_the_others_counted(world, journey, adults, shown, more):
    with acting_as_system():
        relatives(journey, "other", adults - 1)
    said = paper(world, journey)
    eldest_first = ["Awa", *(f"other {rank}" for rank in reversed(range(adults - 1)))]
    assert [worker["name"] for worker in said["work"]] == eldest_first[:shown]
    assert said["more_adults"] == more


@pytest.mark.parametrize(("people", "more", "second_page"), [(4, 0, True), (5, 0, False), (8, 0, False), (9, 1, False)])
def test_eight_people_are_named_and_more_than_four_share_the_pages(world, journey, people, more, second_page):
    with acting_as_system():
        relatives(journey, "child", people - 2)
    said = paper(world, journey)
    assert (len(said["people"]), said["more_people"]) == (min(people, 8), more)
    assert said["second_page"] is second_page


def test_the_family_stands_in_the_order_of_its_links_and_who_left_is_not_there(world, journey):
    with acting_as_system():
        for link in ("other", "ascendant", "partner"):
            relatives(journey, link, 1)
        Member.objects.filter(first_name="other 0").update(birth_date=None)
        gone = actions.save_member(
            Member(household=journey.household, link="other", first_name="Parti", last_name="Diallo")
        )
        Member.objects.filter(pk=gone.pk).update(left_household_on=date(2026, 6, 1))
    names = [person["name"].removesuffix(" Diallo") for person in paper(world, journey)["people"]]
    assert names == ["Awa", "partner 0", "Sami", "ascendant 0", "other 0"]


@pytest.mark.parametrize(
    ("members", "summary", "reasons", "other"),
    [
        (1, 800, 480, 240),
        (4, 800, 480, 240),
        (5, 496, 297, 148),
        (7, 496, 297, 148),
        (8, 336, 201, 100),
    ],
)
def test_the_more_people_the_shorter_the_texts(members, summary, reasons, other):
    assert [room_for(most, members) for most in (A_PAGE, A_PARAGRAPH, A_LINE)] == [summary, reasons, other]


@pytest.mark.parametrize(
    ("place", "name", "most"),
    [("diagnosis", "summary", 800), ("diagnosis", "strengths", 330), ("candidature", "reasons", 480)],
)
@pytest.mark.parametrize("beyond", [0, 1])
def test_a_text_is_whole_up_to_its_room_and_cut_beyond(world, journey, place, name, most, beyond):
    text = "x" * (most + beyond)
    with acting_as_system():
        type(getattr(journey, place)).objects.update(**{name: text})
    said = paper(world, journey)
    shown = dict(said["diagnosis"] if place == "diagnosis" else said["wish"])
    label = {"summary": "La situation en quelques lignes", "strengths": "Atouts", "reasons": "Pourquoi partir"}[name]
    assert (shown[label] == text) is (beyond == 0)
    assert len(shown[label]) == most
    assert shown[label].endswith("… (suite dans le dossier)") is (beyond == 1)


def test_papers_of_one_kind_are_counted_together(world, journey):
    with acting_as_system():
        for rank, kind in enumerate(["cv", "identity", "cv"]):
            journey.household.documents.create(
                token=f"{rank:032}", kind=kind, title="t", file="documents/x", content_type="application/pdf",
                added_by=world.head,
            )  # fmt: skip
    assert paper(world, journey)["documents"] == "CV (2) ; Pièce d'identité, titre de séjour"
