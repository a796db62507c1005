"""What each form of the directory writes, column by column, and where it leads."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from partners.models import Contact, Dwelling, Membership, Organisation, RelayFlat, Vacancy
from tests.partners.conftest import sent, shown, update
from tests.partners.reading import words
from tests.world import LONG_AGO, TODAY


@pytest.fixture
def send(world, sign_in):
    def sending(who: str, page: str, /, *args, **data):
        return sign_in(getattr(world, who)).post(reverse(f"partners:{page}", args=args), sent(**data), follow=True)

    return sending


def written(arrange, model, **found) -> dict:
    """The columns of the only row found."""
    row = arrange(lambda: model.objects.filter(**found).values().get())
    row.pop("id")
    return row


def where(page) -> str:
    return page.redirect_chain[0][0]


def said(page) -> list[str]:
    return [str(message) for message in page.context["messages"]]


def test_an_organisation(world, send, arrange):
    page = send(
        "manager", "organisation_add",
        name="Boulangerie Roques", short_name="Roques", kind="employer", siret="123 456 789 01234",
        address="3 rue des Carmes", commune="Aurillac (15000)", phone="04 71 00 00 00", email="roques@exemple.fr",
        territory=world.cantal.pk, origin_area=world.paris.pk, effort_rate_limit="33,5", note="Ouvert le lundi.",
    )  # fmt: skip
    made = Organisation.objects.get(name="Boulangerie Roques")
    assert written(arrange, Organisation, pk=made.pk) == {
        "name": "Boulangerie Roques", "short_name": "Roques", "kind": "employer", "siret": "12345678901234",
        "address": "3 rue des Carmes", "commune_id": "15014", "phone": "04 71 00 00 00", "email": "roques@exemple.fr",
        "territory_id": world.cantal.pk, "origin_area_id": world.paris.pk, "effort_rate_limit": Decimal("33.5"),
        "closed_on": None, "note": "Ouvert le lundi.",
    }  # fmt: skip
    assert where(page) == f"/partenaires/{made.pk}/"
    assert said(page) == ["Le partenaire est ajouté. Il lui manque peut-être quelqu'un à appeler."]


def test_an_organisation_without_more_than_its_name(send, arrange):
    send("manager", "organisation_add", name="Préfecture", kind="state")
    assert written(arrange, Organisation, name="Préfecture") == {
        "name": "Préfecture", "short_name": "", "kind": "state", "siret": "", "address": "", "commune_id": None,
        "phone": "", "email": "", "territory_id": None, "origin_area_id": None, "effort_rate_limit": None,
        "closed_on": None, "note": "",
    }  # fmt: skip


def test_somebody_to_call(world, send, arrange):
    told = {"first_name": "Aline", "last_name": "Delmas", "job_title": "Gérante"}
    told |= {"phone": "04 71 00 00 00", "email": "aline@exemple.fr"}
    page = send("head", "contact_add", world.employer.pk, **told)
    assert written(arrange, Contact) == {"organisation_id": world.employer.pk, **told, "left_on": None}
    assert where(page) == f"/partenaires/{world.employer.pk}/"


def test_a_post(world, send, arrange):
    page = send(
        "head", "vacancy_add",
        employer=world.employer.pk, territory=world.cantal.pk, title="Maçon", trade="F1703", contract="cdd",
        weekly_hours="28,5", monthly_wage="1 850,50", shifts=["night", "weekend"], licence_required="on",
        french_level="b1", experience="wished", commune="Mauriac (15200)", starts_on="01/12/2026", places="3",
        last_news_on=TODAY - timedelta(days=3),
    )  # fmt: skip
    made = Vacancy.objects.get(title="Maçon")
    assert written(arrange, Vacancy, pk=made.pk) == {
        "employer_id": world.employer.pk, "territory_id": world.cantal.pk, "trade_id": "F1703", "title": "Maçon",
        "contract": "cdd", "weekly_hours": Decimal("28.5"), "shifts": ["night", "weekend"],
        "monthly_wage": Decimal("1850.50"), "licence_required": True, "french_level": "b1", "experience": "wished",
        "commune_id": "15120", "starts_on": date(2026, 12, 1), "places": 3,
        "last_news_on": TODAY - timedelta(days=3), "closed_on": None,
    }  # fmt: skip
    assert where(page) == f"/partenaires/postes/{made.pk}/"
    assert said(page) == ["Le poste est ajouté."]


def test_a_post_told_by_the_employer_itself(world, send, arrange):
    """The news is of today, whatever day is sent besides."""
    send(
        "partner", "vacancy_add",
        employer=world.employer.pk, territory=world.lozere.pk, title="Maçon", trade="F1703", contract="cdi",
        experience="none", places="1", last_news_on="2020-01-01",
    )  # fmt: skip
    assert written(arrange, Vacancy, title="Maçon") == {
        "employer_id": world.employer.pk, "territory_id": world.lozere.pk, "trade_id": "F1703", "title": "Maçon",
        "contract": "cdi", "weekly_hours": None, "shifts": [], "monthly_wage": None, "licence_required": False,
        "french_level": "", "experience": "none", "commune_id": None, "starts_on": None, "places": 1,
        "last_news_on": TODAY, "closed_on": None,
    }  # fmt: skip


def test_a_dwelling(world, send, arrange):
    page = send(
        "head", "dwelling_add",
        landlord=world.landlord.pk, territory=world.cantal.pk, address="3 rue Haute", commune="15014", kind="T3",
        surface="62,5", floor="-1", lift="on", accessible="on", rent="1 250,50", charges="60,25", deposit="410",
        heating="wood", available_from="15/01/2026",
    )  # fmt: skip
    made = Dwelling.objects.get(address="3 rue Haute")
    assert written(arrange, Dwelling, pk=made.pk) == {
        "landlord_id": world.landlord.pk, "territory_id": world.cantal.pk, "commune_id": "15014",
        "address": "3 rue Haute", "kind": "T3", "surface": Decimal("62.5"), "floor": -1, "lift": True,
        "accessible": True, "rent": Decimal("1250.50"), "charges": Decimal("60.25"), "deposit": Decimal(410),
        "heating": "wood", "available_from": date(2026, 1, 15), "withdrawn_on": None, "held": False,
    }  # fmt: skip
    assert where(page) == f"/partenaires/logements/{made.pk}/"
    assert said(page) == ["Le logement est ajouté."]


def test_a_relay_flat(world, send, arrange):
    page = send(
        "head", "relay_flat_add",
        name="Relais Cère", territory=world.cantal.pk, landlord=world.landlord.pk, address="1 rue du Buis",
        capacity="5", opened_on="2026-01-01",
    )  # fmt: skip
    assert written(arrange, RelayFlat, name="Relais Cère") == {
        "name": "Relais Cère", "territory_id": world.cantal.pk, "landlord_id": world.landlord.pk,
        "address": "1 rue du Buis", "capacity": 5, "opened_on": date(2026, 1, 1), "closed_on": None,
    }  # fmt: skip
    assert where(page) == "/partenaires/appartements-relais/"
    assert said(page) == ["L'appartement relais est ajouté."]


@pytest.mark.parametrize(
    ("role", "where_held"),
    [
        ("prescriber", {"organisation": "structure"}),
        ("partner", {"organisation": "landlord"}),
        ("service_head", {"organisation": "operator", "territory": "lozere"}),
        ("referent", {"organisation": "operator", "origin_area": "lyon"}),
        ("manager", {"organisation": "operator"}),
    ],
)
def test_a_membership(world, send, arrange, role, where_held):
    held = {name: getattr(world, what).pk for name, what in where_held.items()}
    last = TODAY + timedelta(days=30)
    page = send("manager", "membership_add", world.caseworker.pk, role=role, valid_from=TODAY, valid_to=last, **held)
    assert written(arrange, Membership, user=world.caseworker, role=role) == {
        "user_id": world.caseworker.pk, "organisation_id": held["organisation"], "role": role,
        "territory_id": held.get("territory"), "origin_area_id": held.get("origin_area"),
        "valid_from": TODAY, "valid_to": last,
    }  # fmt: skip
    assert where(page) == f"/comptes/{world.caseworker.pk}/"
    assert said(page) == ["Le rattachement est ajouté : il vaut dès la prochaine page de cette personne."]


class TestChange:
    """One field changed: that column of that row, and nothing else anywhere."""

    @pytest.mark.parametrize(
        ("name", "which", "field", "typed", "stored"),
        [
            ("organisation_edit", "employer", "phone", "04 71 11 11 11", "04 71 11 11 11"),
            ("organisation_close", "employer", "closed_on", "2026-12-31", date(2026, 12, 31)),
            ("vacancy_edit", "vacancy", "places", "4", 4),
            ("vacancy_close", "vacancy", "closed_on", "2026-12-31", date(2026, 12, 31)),
            ("dwelling_edit", "to_rent", "floor", "2", 2),
            ("dwelling_withdraw", "to_rent", "withdrawn_on", "2026-12-31", date(2026, 12, 31)),
            ("relay_flat_edit", "flat", "capacity", "4", 4),
            ("relay_flat_close", "flat", "closed_on", "2026-12-31", date(2026, 12, 31)),
            ("contact_edit", "contact", "job_title", "Gérante", "Gérante"),
            ("contact_leave", "contact", "left_on", "2026-12-31", date(2026, 12, 31)),
        ],
    )
    def test_one_column(self, world, sign_in, arrange, name, which, field, typed, stored):
        world.to_rent = arrange(world.dwelling)
        world.contact = arrange(lambda: Contact.objects.create(organisation=world.employer, last_name="Delmas"))
        row = getattr(world, which)
        before = arrange(lambda: list(type(row).objects.order_by("pk").values()))
        browser, page = sign_in(world.head), reverse(f"partners:{name}", args=[row.pk])
        assert browser.post(page, shown(browser.get(page)) | {field: typed}).status_code == 302
        expected = [old | {field: stored} if old["id"] == row.pk else old for old in before]
        assert arrange(lambda: list(type(row).objects.order_by("pk").values())) == expected

    def test_the_end_of_a_role(self, world, sign_in, arrange):
        own = arrange(world.caseworker.memberships.get)
        before = arrange(lambda: list(Membership.objects.order_by("pk").values()))
        browser, page = sign_in(world.manager), reverse("partners:membership_end", args=[own.pk])
        answer = browser.post(page, shown(browser.get(page)) | {"valid_to": "2014-11-03"})
        assert answer["Location"] == f"/comptes/{world.caseworker.pk}/"
        ended = {"valid_to": LONG_AGO}
        assert arrange(lambda: list(Membership.objects.order_by("pk").values())) == [
            old | ended if old["id"] == own.pk else old for old in before
        ]


class TestNews:
    def test_the_day_of_one_post_and_nothing_else(self, world, sign_in, arrange):
        other = arrange(lambda: world.make_vacancy(world.employer, world.cantal))
        arrange(lambda: Vacancy.objects.update(last_news_on=TODAY - timedelta(days=100)))
        before = arrange(lambda: {row["id"]: row for row in Vacancy.objects.values()})
        browser, url = sign_in(world.head), reverse("partners:vacancy_news", args=[world.vacancy.pk])
        pages = [browser.post(url, follow=True) for _ in range(2)]
        after = arrange(lambda: {row["id"]: row for row in Vacancy.objects.values()})
        assert after == before | {world.vacancy.pk: before[world.vacancy.pk] | {"last_news_on": TODAY}}
        assert after[other.pk]["last_news_on"] == TODAY - timedelta(days=100)
        assert where(pages[0]) == f"/partenaires/postes/{world.vacancy.pk}/"
        assert "« Menuisier d'agencement » : nouvelles de l'employeur aujourd'hui." in words(pages[0])

    def test_its_own_news_only(self, world, sign_in, arrange):
        """The employer of another post: it is not there; staff of another territory: it is not theirs."""
        update(arrange, world.vacancy, last_news_on=LONG_AGO)
        url = reverse("partners:vacancy_news", args=[world.vacancy.pk])
        world.stranger = arrange(lambda: world.person("Sylvie", "partner", world.landlord))
        assert [sign_in(getattr(world, who)).post(url).status_code for who in ("stranger", "other_head")] == [404, 403]
        assert Vacancy.objects.get(pk=world.vacancy.pk).last_news_on == LONG_AGO
