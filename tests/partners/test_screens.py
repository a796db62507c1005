"""What the directory's pages do: find, add, change, end; once, and never over somebody else's work."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from emile.core.database.identity import acting_as_system
from partners.models import Contact, Dwelling, Membership, Organisation, RelayFlat, Vacancy
from tests.partners.answers import flat, organisation, post_to_fill, relay
from tests.partners.conftest import sent, shown

TODAY = timezone.localdate()


def url(name: str, *args) -> str:
    return reverse(f"partners:{name}", args=args)


@pytest.fixture
def browser(world, sign_in):
    return sign_in(world.head)


CREATIONS = [
    ("organisation_add", organisation, Organisation),
    ("vacancy_add", post_to_fill, Vacancy),
    ("dwelling_add", flat, Dwelling),
    ("relay_flat_add", relay, RelayFlat),
]


class TestAdd:
    @pytest.mark.parametrize(("name", "data", "model"), CREATIONS)
    def test_a_double_click_makes_one_row_and_lands_on_it_twice(self, world, browser, name, data, model):
        before = model.objects.count()
        form = sent(**data(world))
        first, second = (browser.post(url(name), form) for _ in range(2))
        assert (first.status_code, second.status_code) == (302, 302)
        assert first["Location"] == second["Location"]
        assert model.objects.count() == before + 1

    def test_a_contact_is_added_once(self, world, browser):
        form = sent(last_name="Delmas", first_name="Aline", phone="04 71 00 00 00")
        for _ in range(2):
            answer = browser.post(url("contact_add", world.employer.pk), form)
            assert answer["Location"] == url("organisation", world.employer.pk)
        with acting_as_system():
            assert Contact.objects.filter(last_name="Delmas").count() == 1

    def test_figures_are_read_as_people_write_them(self, world, browser):
        browser.post(url("dwelling_add"), sent(**flat(world)))
        made = Dwelling.objects.get(address="3 rue Haute")
        assert (str(made.rent), str(made.surface)) == ("1250.50", "62.5")

    def test_from_a_sheet_the_employer_is_filled_in(self, world, browser):
        page = browser.get(url("vacancy_add"), {"organisation": world.employer.pk})
        assert page.context["form"]["employer"].value() == world.employer.pk
        assert page.context["form"]["territory"].value() == world.cantal.pk

    @pytest.mark.parametrize("asked", ["", "x", "0", "9" * 30, "-1", "\0", "²"])
    def test_nonsense_in_the_address_is_no_organisation(self, browser, asked):
        assert browser.get(url("vacancy_add"), {"organisation": asked}).status_code == 200


class TestEdit:
    def test_what_is_shown_sent_back_untouched_changes_nothing(self, world, browser, flat_to_rent):
        for name, row in (
            ("organisation_edit", world.employer),
            ("vacancy_edit", world.vacancy),
            ("dwelling_edit", flat_to_rent),
            ("relay_flat_edit", world.flat),
        ):
            before = type(row).objects.filter(pk=row.pk).values().get()
            answer = browser.post(url(name, row.pk), shown(browser.get(url(name, row.pk))))
            assert answer.status_code == 302, answer.context["form"].errors
            assert type(row).objects.filter(pk=row.pk).values().get() == before

    def test_the_second_to_save_is_told_what_changed_and_chooses(self, world, browser):
        page = url("relay_flat_edit", world.flat.pk)
        mine = shown(browser.get(page))
        RelayFlat.objects.filter(pk=world.flat.pk).update(capacity=9)
        answer = browser.post(page, mine | {"name": "Mon nom"})
        assert answer.status_code == 422
        assert "maintenant « 9 »" in answer.content.decode().replace("\xa0", " ")
        assert answer.context["form"]["name"].value() == "Mon nom"
        assert RelayFlat.objects.get(pk=world.flat.pk).name == "Relais Jordanne"
        assert browser.post(page, shown(answer)).status_code == 302
        assert RelayFlat.objects.get(pk=world.flat.pk).name == "Mon nom"

    def test_a_name_already_taken_stands_beside_the_name(self, world, browser, arrange):
        arrange(lambda: world.relay_flat("Relais Cère", world.cantal))
        page = url("relay_flat_edit", world.flat.pk)
        answer = browser.post(page, shown(browser.get(page)) | {"name": "Relais Cère"})
        assert answer.context["form"].errors["name"] == ["Un appartement relais de ce territoire porte déjà ce nom."]


class TestEnd:
    CASES = [
        ("organisation_close", "closed_on", "employer"),
        ("vacancy_close", "closed_on", "vacancy"),
        ("relay_flat_close", "closed_on", "flat"),
    ]

    @pytest.mark.parametrize(("name", "field", "which"), CASES)
    def test_ends_on_a_date_and_opens_again(self, world, browser, name, field, which):
        row = getattr(world, which)
        page = url(name, row.pk)
        assert browser.post(page, shown(browser.get(page))).status_code == 302
        row.refresh_from_db()
        assert getattr(row, field) == TODAY
        assert browser.post(page, shown(browser.get(page)) | {field: ""}).status_code == 302
        row.refresh_from_db()
        assert getattr(row, field) is None

    def test_a_date_is_needed_to_end(self, world, browser):
        page = url("vacancy_close", world.vacancy.pk)
        answer = browser.post(page, shown(browser.get(page)) | {"closed_on": ""})
        assert answer.context["form"].errors["closed_on"] == ["Indiquez une date."]

    def test_a_flat_does_not_close_before_it_opened(self, world, browser):
        page = url("relay_flat_close", world.flat.pk)
        answer = browser.post(page, shown(browser.get(page)) | {"closed_on": "2001-01-01"})
        assert "avant le début" in answer.context["form"].errors["closed_on"][0]

    def test_who_left_is_no_longer_called(self, world, browser):
        with acting_as_system():
            contact = Contact.objects.create(organisation=world.employer, last_name="Vidal", phone="0471000000")
        page = url("contact_leave", contact.pk)
        assert browser.post(page, shown(browser.get(page))).status_code == 302
        sheet = browser.get(url("organisation", world.employer.pk)).content.decode()
        assert "Vidal" in sheet
        assert "0471000000" not in sheet


class TestNews:
    def test_one_click_says_still_open(self, world, sign_in, arrange):
        long_ago = TODAY - timedelta(days=200)
        arrange(lambda: Vacancy.objects.update(last_news_on=long_ago))
        browser = sign_in(world.partner)
        assert "à vérifier" in browser.get("/partenaires/postes/").content.decode()
        answer = browser.post(url("vacancy_news", world.vacancy.pk), {"next": "/partenaires/postes/?state=a-verifier"})
        assert answer["Location"] == "/partenaires/postes/?state=a-verifier"
        assert Vacancy.objects.get(pk=world.vacancy.pk).last_news_on == TODAY

    @pytest.mark.parametrize("where", ["https://mechant.example/", "//mechant.example", "/\\mechant.example", "\0"])
    def test_leads_to_this_site_only(self, world, browser, where):
        answer = browser.post(url("vacancy_news", world.vacancy.pk), {"next": where})
        assert answer["Location"] == url("vacancy", world.vacancy.pk)

    @pytest.mark.parametrize("role", ["caseworker", "prescriber", "dpo", "other_head"])
    def test_not_for_others(self, world, sign_in, role):
        assert sign_in(getattr(world, role)).post(url("vacancy_news", world.vacancy.pk)).status_code == 403

    def test_is_a_post(self, world, browser):
        assert browser.get(url("vacancy_news", world.vacancy.pk)).status_code == 405


class TestFind:
    def test_without_accents_nor_order(self, world, browser, arrange):
        arrange(lambda: world.organisation("Énergie Châtaigneraie", kind="employer", territory=world.cantal))
        assert "Énergie Ch" in browser.get(url("organisations"), {"q": "chataigneraie energie"}).content.decode()

    @pytest.mark.parametrize("name", ["organisations", "vacancies", "dwellings", "relay_flats"])
    @pytest.mark.parametrize(
        "asked",
        [
            {"q": "\0"},
            {"q": "é" * 5000},
            {"q": "%_\\'\"🙂"},
            {"kind": "x", "contract": "x", "size": "x", "state": "x"},
            {"territory": "999999999999999999999999"},
            {"territory": "x"},
            {"territory": "\0"},
            {"page": "-1"},
            {"page": "x" * 100},
        ],
    )
    def test_nonsense_in_the_filters_breaks_nothing(self, browser, name, asked):
        assert browser.get(url(name), asked).status_code == 200


BAD = [
    "",
    " ",
    "x" * 6000,
    "\0",
    "🙂" * 300,
    "-1",
    "99999999999999999999",
    "1e9",
    "31/02/2026",
    "0001-01-01",
    "2999-01-01",
]
FORMS = [
    ("organisation_add", organisation),
    ("vacancy_add", post_to_fill),
    ("dwelling_add", flat),
    ("relay_flat_add", relay),
]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize(("name", "data"), FORMS)
def test_bad_input_is_answered_beside_the_field(world, browser, name, data, bad):
    """Every field in turn: the row is made, or the page says why not and keeps what was typed."""
    fields = [field for field in browser.get(url(name)).context["form"].fields if field not in ("token", "stamp")]
    for field in fields:
        good = data(world)
        good |= {"name": f"Nom {field}"} if "name" in good else {}
        answer = browser.post(url(name), sent(**good | {field: bad}))
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            errors = answer.context["form"].errors
            assert field in errors, (field, bad, errors)
            assert all(not message.isascii() or "Enter" not in message for message in errors[field])
            if "\0" not in bad and bad.strip():
                assert escape(bad)[:40] in answer.content.decode() or "Choisissez" in str(errors[field])


def test_a_megabyte_is_answered_too(world, browser):
    answer = browser.post(url("organisation_add"), sent(**organisation(world, note="é" * 1_000_000)))
    assert "note" in answer.context["form"].errors


@pytest.mark.parametrize("token", ["", "x", "\0", "0" * 5000])
def test_a_form_without_its_token_does_nothing(world, browser, token):
    before = RelayFlat.objects.count()
    assert browser.post(url("relay_flat_add"), relay(world) | {"token": token}).status_code == 422
    assert RelayFlat.objects.count() == before


class TestMemberships:
    @pytest.fixture
    def manager(self, world, sign_in):
        return sign_in(world.manager)

    def ask(self, world, browser, role, organisation, **more):
        data = {"role": role, "organisation": organisation.pk, "valid_from": "2026-01-01"} | more
        return browser.post(url("membership_add", world.caseworker.pk), sent(**data))

    def test_what_each_role_needs_is_said_beside_the_field(self, world, manager):
        for role, field in (("service_head", "territory"), ("caseworker", "territory"), ("referent", "origin_area")):
            errors = self.ask(world, manager, role, world.operator).context["form"].errors
            assert list(errors) == [field]
            assert "choisissez-le ici" in errors[field][0]

    def test_what_a_role_does_not_take_is_said_too(self, world, manager):
        answer = self.ask(world, manager, "manager", world.operator, territory=world.cantal.pk)
        assert "laissez vide" in answer.context["form"].errors["territory"][0]

    def test_the_organisation_fits_the_role(self, world, manager):
        assert "organisation" in self.ask(world, manager, "prescriber", world.employer).context["form"].errors
        assert "organisation" in self.ask(world, manager, "partner", world.structure).context["form"].errors
        assert self.ask(world, manager, "prescriber", world.structure).status_code == 302

    def test_the_same_twice_is_refused_in_french(self, world, manager):
        assert self.ask(world, manager, "prescriber", world.structure).status_code == 302
        answer = self.ask(world, manager, "prescriber", world.structure)
        assert "Ce rattachement existe déjà." in answer.content.decode()

    def test_the_end_is_not_before_the_beginning(self, world, manager):
        answer = self.ask(world, manager, "prescriber", world.structure, valid_to="2025-12-31")
        assert "valid_to" in answer.context["form"].errors

    def test_rights_end_with_the_role(self, world, manager, sign_in):
        with acting_as_system():
            own = world.caseworker.memberships.get()
        page = url("membership_end", own.pk)
        before = TODAY - timedelta(days=2)
        assert manager.post(page, shown(manager.get(page)) | {"valid_to": before}).status_code == 302
        with acting_as_system():
            assert Membership.objects.get(pk=own.pk).valid_to == before
        assert sign_in(world.caseworker).get("/partenaires/").status_code == 302

    @pytest.mark.parametrize("bad", BAD)
    @pytest.mark.parametrize("field", ["role", "organisation", "territory", "origin_area", "valid_from", "valid_to"])
    def test_bad_input(self, world, manager, field, bad):
        data = {"role": "prescriber", "organisation": world.structure.pk, "valid_from": "2026-01-01"} | {field: bad}
        answer = manager.post(url("membership_add", world.caseworker.pk), sent(**data))
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert field in answer.context["form"].errors


class TestQueries:
    """Session, identity, person, then what the page shows; and three of the test's own (forgetting, its savepoint)."""

    @pytest.fixture
    def more_rows(self, world, arrange):
        def add():
            for number in range(2):
                employer = world.organisation(f"Employeur {number}", kind="employer", territory=world.cantal)
                world.make_vacancy(world.employer, world.cantal)
                world.make_vacancy(employer, world.cantal)
                world.dwelling()
                world.relay_flat(f"Relais {number}", world.cantal)
                Contact.objects.create(organisation=world.employer, last_name=f"Contact {number}")
                world.person(f"P{number}", "partner", world.employer)

        return lambda: arrange(add)

    @pytest.mark.parametrize(
        ("name", "queries"),
        [("organisations", 9), ("vacancies", 10), ("dwellings", 10), ("relay_flats", 9), ("organisation", 13)],
    )
    def test_as_many_for_three_rows_as_for_one(
        self, world, browser, flat_to_rent, more_rows, django_assert_num_queries, name, queries
    ):
        page = url(name, world.employer.pk) if name == "organisation" else url(name)
        for _ in range(2):
            with django_assert_num_queries(queries):
                assert browser.get(page).status_code == 200
            more_rows() if _ == 0 else None

    @pytest.mark.parametrize(("name", "queries"), [("vacancy", 8), ("dwelling", 8)])
    def test_a_sheet(self, world, browser, flat_to_rent, django_assert_num_queries, name, queries):
        row = world.vacancy if name == "vacancy" else flat_to_rent
        with django_assert_num_queries(queries):
            browser.get(url(name, row.pk))
