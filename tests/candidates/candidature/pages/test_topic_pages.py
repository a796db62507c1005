"""A page of the candidature: what it is made of, where it leads, what two people see when they write at once."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from candidates.journey import actions
from candidates.models import (
    Debt,
    HousingSituation,
    Income,
    Journey,
    Member,
    MemberTrade,
    SocialHousingRequest,
)
from emile.core.database.identity import acting_as_system
from emile.reference.models import Trade
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.candidates.file.file_steps import changed
from tests.clock import moved_to
from tests.world import TODAY


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        return changed(world.journey(), territory=world.cantal)


def address(journey: Journey, topic: str = "") -> str:
    return f"/dossiers/{journey.reference}/candidature/" + (f"{topic}/" if topic else "")


def sent(client, url: str, button: str = "save", **changes):
    return client.post(url, form_of(client.get(url), "saisie") | changes | {button: "1"})


def now(journey: Journey) -> tuple:
    with acting_as_system():
        row = Journey.objects.select_related("candidature__saved_by").get(pk=journey.pk)
        return row.candidature.saved_by, row.candidature.saved_at


# --- made of ------------------------------------------------------------------------------------------------------


def test_each_page_asks_of_each_member_what_is_theirs(world, journey, prune):
    with acting_as_system():
        awa, sami = journey.household.members.order_by("pk").values_list("pk", flat=True)
        about = {"household": journey.household, "last_name": "Diallo"}
        omar = actions.save_member(Member(link="partner", first_name="Omar", **about)).pk
        actions.save_member(Member(link="other", first_name="Partie", left_household_on=TODAY, **about))
    made_of = {
        "menage": ["menage", f"sejour-{awa}", f"sejour-{omar}"],
        "logement": ["logement", "demandes", "ressources", "dettes"],
        "emploi": [f"emploi-{awa}", f"emploi-{omar}", "metiers"],
        "famille": [f"scolarite-{sami}", f"sante-{awa}", f"sante-{sami}", f"sante-{omar}"],
        "projet": ["diagnostic", "projet", "voeux", "accord"],
    }
    for topic, prefixes in made_of.items():
        sections = prune.get(address(journey, topic)).context["page"].sections
        assert [section.prefix for section in sections] == prefixes, topic
    headings = [section.heading for section in prune.get(address(journey, "menage")).context["page"].sections]
    right = "Droit au séjour et au travail"
    assert headings == ["Où joindre le ménage", f"{right} – Awa", f"{right} – Omar"]


def test_what_is_stored_is_shown_in_the_order_it_was_written(world, journey, prune):
    with acting_as_system():
        awa = journey.household.members.get(link="applicant")
        Income.objects.create(member=awa, kind="are", amount=Decimal(10))
        Income.objects.filter(kind="rsa").update(amount=Decimal(900))
        for number in ("075", "015"):
            SocialHousingRequest.objects.create(
                household=journey.household, number=number, department_id=number[1:], filed_on=TODAY
            )
        SocialHousingRequest.objects.filter(number="075").update(renewed_on=TODAY)
        for kind in ("tax", "rent"):
            Debt.objects.create(household=journey.household, kind=kind, amount=1)
        Debt.objects.filter(kind="tax").update(amount=2)
        masonry = Trade.objects.get(code="F1703")
        MemberTrade.objects.create(member=awa, trade=masonry, use="wanted", years=2)
        MemberTrade.objects.filter(trade=world.trade).update(years=9)
    shown = form_of(prune.get(address(journey, "emploi")), "saisie")
    assert [shown[f"metiers-{row}-years"] for row in range(4)] == [["9"], ["2"], [""], [""]]
    assert "metiers-4-years" not in shown
    shown = form_of(prune.get(address(journey, "logement")), "saisie")
    assert [shown[f"ressources-{row}-kind"] for row in range(4)] == [["rsa"], ["are"], [""], [""]]
    assert [shown[f"demandes-{row}-number"] for row in range(3)] == [["075"], ["015"], [""]]
    assert [shown[f"dettes-{row}-kind"] for row in range(3)] == [["tax"], ["rent"], [""]]
    assert "dettes-4-kind" not in shown


def test_doubts_about_ages_stand_on_the_page_of_the_household_alone(world, journey, prune):
    with acting_as_system():
        Member.objects.filter(link="child").update(birth_date=date(TODAY.year - 25, 1, 1))
    doubt = ["Sami est inscrit·e comme enfant et a 25 ans : vérifiez la date ou le lien."]
    assert prune.get(address(journey, "menage")).context["doubts"] == doubt
    assert prune.get(address(journey, "logement")).context["doubts"] == []


# --- leads to -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "topic", "button", "to"),
    [
        ("prescriber", "famille", "save", "famille"),
        ("prescriber", "famille", "next", "projet"),
        ("prescriber", "projet", "next", ""),
        ("head", "logement", "next", "emploi"),
        ("head", "famille", "next", ""),
    ],
)
def test_the_page_after_is_the_next_one_that_this_person_may_write(world, sign_in, journey, who, topic, button, to):
    response = sent(sign_in(getattr(world, who)), address(journey, topic), button)
    assert response["Location"] == address(journey, to)


def test_saving_says_when_and_keeps_who(world, journey, prune):
    assert now(journey)[0] is None
    later = timezone.now() + timedelta(minutes=10)
    with moved_to(later):
        response = sent(prune, address(journey, "logement"), **{"logement-kind": "parents"})
        (message,) = get_messages(response.wsgi_request)
    assert now(journey)[0] == world.prescriber
    assert now(journey)[1] >= later
    assert str(message) == f"Logement et ressources : enregistré à {timezone.localtime(later):%H:%M}."


def test_a_mistake_keeps_its_field_and_saves_the_rest(world, journey, prune):
    wrong = {"logement-kind": "parents", "logement-dalo": "false", "logement-dalo_on": TODAY.isoformat()}
    page = sent(prune, address(journey, "logement"), **wrong)
    assert "Tout le reste de la page est enregistré." in text_of(page)
    assert page.context["page"].summary == [
        (
            "id_logement-dalo_on",
            "Date de la décision DALO",
            ["Une date de décision suppose que le ménage soit reconnu DALO."],
        )
    ]
    with acting_as_system():
        stored = HousingSituation.objects.get(household=journey.household_id)
    assert (stored.kind, stored.dalo, stored.dalo_on) == ("parents", False, None)


@pytest.mark.parametrize(("number", "kept"), [(30, 30), (31, 0)])
def test_a_list_holds_thirty_rows(world, journey, prune, number, kept):
    rows = {f"dettes-{row}-kind": "rent" for row in range(number)}
    rows |= {f"dettes-{row}-amount": "1" for row in range(number)}
    response = sent(prune, address(journey, "logement"), **rows, **{"dettes-TOTAL_FORMS": str(number)})
    assert response.status_code == (302 if kept else 200)
    with acting_as_system():
        assert Debt.objects.count() == kept


def test_a_row_ticked_to_be_removed_goes_whatever_else_it_holds(world, journey, prune):
    with acting_as_system():
        Debt.objects.create(household=journey.household, kind="rent", amount=5)
    sent(prune, address(journey, "logement"), **{"dettes-0-amount": "7", "dettes-0-DELETE": "on"})
    with acting_as_system():
        assert not Debt.objects.exists()


# --- two at once --------------------------------------------------------------------------------------------------


def conflict(prune, other, journey: Journey, topic: str, mine: dict, theirs: dict) -> list[tuple]:
    url = address(journey, topic)
    fields = form_of(prune.get(url), "saisie") | mine | {"save": "1"}
    assert sent(other, url, **theirs).status_code == 302
    page = prune.post(url, fields)
    assert page.context["in_conflict"] is True
    return [
        tuple(words.replace("\u00a0", " ") for words in (each.label, each.typed, each.stored))
        for each in page.context["differences"]
    ]


def test_what_each_typed_is_told_side_by_side(world, journey, prune, sign_in):
    mine = {"logement-kind": "parents", "logement-since": "2026-06-01", "ressources-0-amount": "900"}
    theirs = {"logement-kind": "shelter", "dettes-0-kind": "rent", "dettes-0-amount": "350"}
    with acting_as_system():
        HousingSituation.objects.update(since=date(2024, 1, 1))
    assert conflict(prune, sign_in(world.referent), journey, "logement", mine, theirs) == [
        ("Logement actuel", "Chez les parents", "CHRS, CHU, CPH, CADA"),
        ("Depuis le", "1er juin 2026", "1er janv. 2024"),
        ("Ressources du ménage", "Awa, RSA, 900", "Awa, RSA, 890,00"),
        ("Dettes", "", "Dette locative, 350,00"),
    ]


def test_a_difference_about_somebody_bears_their_name(world, journey, prune, sign_in):
    with acting_as_system():
        awa = journey.household.members.get(link="applicant").pk
    mine, theirs = ({f"emploi-{awa}-situation": value} for value in ("employed", "inactive"))
    told = conflict(prune, sign_in(world.referent), journey, "emploi", mine, theirs)
    assert told == [("Awa – Situation", "En emploi", "Inactif")]


@pytest.mark.parametrize(
    ("somebody", "told"),
    [
        ("prescriber", "Vous-même, dans un autre onglet, l'avez enregistrée"),
        ("referent", "Rémi Referent l'a enregistrée"),
    ],
)
def test_who_saved_the_page_meanwhile_is_told(world, journey, prune, sign_in, somebody, told):
    url = address(journey, "logement")
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents", "save": "1"}
    sent(sign_in(getattr(world, somebody)), url, **{"logement-kind": "shelter"})
    assert told in text_of(prune.post(url, fields))


@pytest.mark.parametrize(("seen", "stopped"), [("same", False), ("other", True)])
def test_only_what_this_very_page_shows_makes_a_conflict(world, journey, prune, seen, stopped):
    url = address(journey, "logement")
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents", "save": "1"}
    tampered = {"seen": "f" * 16} if seen == "other" else {}
    response = prune.post(url, fields | tampered)
    assert (response.status_code == 200 and response.context["in_conflict"]) is stopped
    assert (response.status_code == 302) is not stopped


def test_a_page_opened_again_is_the_same_page(world, journey, prune):
    first, second = (form_of(prune.get(address(journey, "logement")), "saisie") for _ in range(2))
    assert first["seen"] == second["seen"]
    assert len(first["seen"][0]) == 16


def test_a_wish_or_an_answer_that_somebody_else_wrote_makes_another_page(world, journey, prune):
    def seen() -> str:
        return form_of(prune.get(address(journey, "projet")), "saisie")["seen"][0]

    pages = [seen()]
    with acting_as_system():
        journey.wishes.create(territory=world.lozere, rank=2)
    pages.append(seen())
    with acting_as_system():
        household = journey.household
        household.consents.create(text_version="2026-01", given=False, given_on=TODAY, recorded_by=world.referent)
    pages.append(seen())
    assert len(set(pages)) == 3
