"""Each page of the directory, asked by each role: open (200), closed (403), or not there (404)."""

import re

import pytest
from django.urls import reverse

from emile.core.database.identity import acting_as_system
from partners.models import Contact
from tests.partners.conftest import sent

STAFF = ("prescriber", "referent", "head", "caseworker", "manager", "dpo")
READERS = dict.fromkeys((*STAFF, "other_head"), 200)
NOBODY = dict.fromkeys((*STAFF, "other_head", "partner"), 403)
WRITERS = NOBODY | {"manager": 200, "head": 200}
EXPECTED = {
    "organisations": READERS | {"partner": 302},
    "organisation": READERS | {"partner": 200},
    "organisation_add": WRITERS | {"other_head": 200},
    "organisation_edit": WRITERS,
    "organisation_close": WRITERS,
    "contact_add": WRITERS,
    "contact_edit": WRITERS,
    "contact_leave": WRITERS,
    "vacancies": READERS | {"partner": 200},
    "vacancy": READERS | {"partner": 200},
    "vacancy_add": WRITERS | {"other_head": 200, "partner": 200},
    "vacancy_edit": WRITERS,
    "vacancy_close": WRITERS,
    "dwellings": READERS | {"partner": 200},
    "dwelling": READERS | {"partner": 404},
    "dwelling_add": WRITERS | {"other_head": 200},
    "dwelling_edit": WRITERS,
    "dwelling_withdraw": WRITERS,
    "relay_flats": READERS | {"partner": 403},
    "relay_flat_add": WRITERS | {"other_head": 200},
    "relay_flat_edit": WRITERS,
    "relay_flat_close": WRITERS,
    "membership_add": NOBODY | {"manager": 200, "dpo": 200},
    "membership_end": NOBODY | {"manager": 200, "dpo": 200},
}
CHANGES = [name for name in EXPECTED if "_" in name and name != "relay_flats"]


@pytest.fixture
def address(world, flat_to_rent):
    with acting_as_system():
        contact = Contact.objects.create(organisation=world.employer, last_name="Delmas")
        membership = world.caseworker.memberships.get()
    of = {
        "organisation": world.employer.pk,
        "contact": contact.pk,
        "contact_add": world.employer.pk,
        "vacancy": world.vacancy.pk,
        "dwelling": flat_to_rent.pk,
        "relay_flat": world.flat.pk,
        "membership": membership.pk,
        "membership_add": world.caseworker.pk,
    }

    def find(name: str) -> str:
        if name in ("organisations", "vacancies", "dwellings", "relay_flats"):
            return reverse(f"partners:{name}")
        if name.endswith("_add") and name not in of:
            return reverse(f"partners:{name}")
        return reverse(f"partners:{name}", args=[of.get(name) or of[name.rpartition("_")[0] or name]])

    return find


@pytest.mark.parametrize(("name", "role", "status"), [(n, r, s) for n, by in EXPECTED.items() for r, s in by.items()])
def test_who_opens_what(world, sign_in, address, name, role, status):
    assert sign_in(getattr(world, role)).get(address(name)).status_code == status


@pytest.mark.parametrize(
    ("name", "role"), [(name, role) for name in CHANGES for role, status in EXPECTED[name].items() if status == 403]
)
def test_a_closed_page_refuses_what_is_sent_to_it(world, sign_in, address, name, role):
    assert sign_in(getattr(world, role)).post(address(name), sent()).status_code in (403, 404)


@pytest.mark.parametrize("name", list(EXPECTED))
def test_nobody_signed_in_is_sent_to_the_door(client, address, name):
    assert client.get(address(name))["Location"].startswith("/connexion/?next=")


@pytest.mark.parametrize("name", [name for name in CHANGES if not name.endswith("_add")])
@pytest.mark.parametrize("pk", [0, 999_999_999, 10**25])
def test_what_does_not_exist_is_not_found(world, sign_in, name, pk):
    assert sign_in(world.manager).get(reverse(f"partners:{name}", args=[pk])).status_code == 404


def test_no_page_of_the_directory_is_forgotten():
    from partners.urls import urlpatterns

    assert {pattern.name for pattern in urlpatterns} == {*EXPECTED, "vacancy_news"}


class TestPartner:
    """A partner sees its own sheet and what it offers, nothing else of anybody."""

    @pytest.fixture
    def browser(self, world, sign_in):
        return sign_in(world.partner)

    def test_its_directory_is_its_own_sheet(self, world, browser):
        assert browser.get("/partenaires/")["Location"] == f"/partenaires/{world.employer.pk}/"

    def test_another_sheet_does_not_exist(self, world, browser):
        assert browser.get(f"/partenaires/{world.landlord.pk}/").status_code == 404

    def test_what_staff_wrote_about_it_stays_with_staff(self, world, browser, arrange, sign_in):
        arrange(lambda: type(world.employer).objects.update(note="REMARQUE-INTERNE", effort_rate_limit=33))
        url = f"/partenaires/{world.employer.pk}/"
        assert "REMARQUE-INTERNE" in sign_in(world.caseworker).get(url).content.decode()
        page = browser.get(url).content.decode()
        assert "REMARQUE-INTERNE" not in page
        assert "Taux d" not in page
        assert "Comptes rattach" not in page

    def test_the_posts_of_others_do_not_exist(self, world, browser, arrange):
        other = arrange(lambda: world.organisation("Scierie Vidal", kind="employer", territory=world.cantal))
        post = arrange(lambda: world.make_vacancy(other, world.cantal))
        assert "Vidal" not in browser.get("/partenaires/postes/").content.decode()
        assert browser.get(reverse("partners:vacancy", args=[post.pk])).status_code == 404
        assert browser.post(reverse("partners:vacancy_news", args=[post.pk])).status_code == 404

    def test_it_adds_a_post_for_itself_and_for_nobody_else(self, world, browser, arrange):
        other = arrange(lambda: world.organisation("Scierie Vidal", kind="employer", territory=world.cantal))
        url = reverse("partners:vacancy_add")
        wanted = {
            "title": "Charpentier",
            "trade": "H2206",
            "contract": "cdd",
            "experience": "none",
            "places": "1",
            "territory": world.cantal.pk,
        }
        refused = browser.post(url, sent(employer=other.pk, **wanted))
        assert "employer" in refused.context["form"].errors
        assert browser.post(url, sent(employer=world.employer.pk, **wanted)).status_code == 302
        assert world.employer.vacancies.filter(title="Charpentier").exists()


class TestLandlord:
    """A landlord with an account sees the flats it lets, and those only."""

    @pytest.fixture
    def browser(self, world, arrange, sign_in):
        return sign_in(arrange(lambda: world.person("Lise", "partner", world.landlord)))

    def test_its_flats_and_no_other(self, world, browser, arrange, flat_to_rent):
        def another():
            other = world.organisation("Cantal Habitat", kind="landlord", territory=world.cantal)
            flat = world.dwelling()
            type(flat).objects.filter(pk=flat.pk).update(landlord=other)
            return flat

        other = arrange(another)
        assert [row.pk for row in browser.get("/partenaires/logements/").context["list"].page.rows] == [flat_to_rent.pk]
        assert browser.get(reverse("partners:dwelling", args=[flat_to_rent.pk])).status_code == 200
        assert browser.get(reverse("partners:dwelling", args=[other.pk])).status_code == 404

    def test_it_changes_none(self, browser, flat_to_rent):
        for name in ("dwelling_edit", "dwelling_withdraw"):
            assert browser.get(reverse(f"partners:{name}", args=[flat_to_rent.pk])).status_code == 403


class TestServiceHead:
    def test_cannot_move_a_row_into_a_territory_of_others(self, world, sign_in):
        browser = sign_in(world.head)
        url = reverse("partners:relay_flat_add")
        data = {"name": "Nouveau", "capacity": "4", "opened_on": "2026-01-01", "territory": world.lozere.pk}
        assert "territory" in browser.post(url, sent(**data)).context["form"].errors
        assert browser.post(url, sent(**data | {"territory": world.cantal.pk})).status_code == 302

    def test_an_organisation_without_territory_is_the_managers(self, world, sign_in):
        url = reverse("partners:organisation_edit", args=[world.structure.pk])
        assert sign_in(world.head).get(url).status_code == 403
        assert sign_in(world.manager).get(url).status_code == 200


class TestOwnMemberships:
    """Nobody touches their own rights, and a data protection officer is named by another one."""

    @pytest.mark.parametrize("role", ["manager", "dpo"])
    def test_never_ones_own(self, world, sign_in, role):
        person = getattr(world, role)
        with acting_as_system():
            own = person.memberships.get()
        browser = sign_in(person)
        for url in (
            reverse("partners:membership_add", args=[person.pk]),
            reverse("partners:membership_end", args=[own.pk]),
        ):
            assert browser.get(url).status_code == 403
            assert browser.post(url, sent(valid_to="2026-01-01")).status_code == 403

    def test_a_manager_names_no_data_protection_officer(self, world, sign_in):
        url = reverse("partners:membership_add", args=[world.caseworker.pk])
        data = {"role": "dpo", "organisation": world.operator.pk, "valid_from": "2026-01-01"}
        assert "role" in sign_in(world.manager).post(url, sent(**data)).context["form"].errors
        assert sign_in(world.dpo).post(url, sent(**data)).status_code == 302

    def test_a_manager_does_not_touch_a_data_protection_officer(self, world, sign_in):
        browser = sign_in(world.manager)
        for name in ("person_edit", "person_deactivate", "person_reactivate"):
            assert browser.get(reverse(f"accounts:{name}", args=[world.dpo.pk])).status_code == 403
        assert browser.post(reverse("accounts:person_link", args=[world.dpo.pk])).status_code == 403


@pytest.mark.parametrize(
    ("role", "entries"),
    [
        *[
            (role, ["Partenaires", "Postes à pourvoir", "Logements"])
            for role in ("prescriber", "referent", "caseworker")
        ],
        ("dpo", ["Partenaires", "Postes à pourvoir", "Logements"]),
        ("head", ["Partenaires", "Postes à pourvoir", "Logements", "Tableau de bord"]),
        ("manager", ["Partenaires", "Postes à pourvoir", "Logements", "Tableau de bord", "Référentiel"]),
        ("partner", ["Partenaires", "Postes à pourvoir", "Logements"]),
    ],
)
def test_the_menu_leads_where_one_may_go(world, sign_in, role, entries):
    page = sign_in(getattr(world, role)).get("/partenaires/postes/").content.decode()
    addresses = {
        "/partenaires/": "Partenaires",
        "/partenaires/postes/": "Postes à pourvoir",
        "/partenaires/logements/": "Logements",
        "/pilotage/": "Tableau de bord",
        "/referentiel/": "Référentiel",
    }
    menu = page.partition("<nav")[2].partition("</nav>")[0]
    assert [addresses[url] for url in re.findall(r'href="([^"]+)"', menu) if url in addresses] == entries
