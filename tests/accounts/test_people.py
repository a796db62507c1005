"""The accounts, one's own and those of others; links to choose a password."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from emile.accounts import links
from emile.accounts.models import User
from emile.core.identity import acting_as_system
from tests.accounts.conftest import PASSWORD, fresh, give_password

NEW = "le chat dort sur la table"
ADMINISTRATORS = ("manager", "dpo")
OTHERS = ("prescriber", "referent", "head", "caseworker", "partner")


def url(name: str, *args) -> str:
    return reverse(f"accounts:{name}", args=args)


def sent(**data) -> dict:
    return {"token": uuid.uuid4(), **data}


def somebody(**more) -> dict:
    return {"first_name": "Inès", "last_name": "Faure", "email": "ines.faure@exemple.test", "phone": ""} | more


class TestWhoOpensWhat:
    PAGES = ("people", "person_add")
    ABOUT = ("person", "person_edit", "person_deactivate", "person_reactivate")

    @pytest.mark.parametrize("role", ADMINISTRATORS)
    def test_administrators(self, world, sign_in, role):
        browser = sign_in(getattr(world, role))
        for page in [url(name) for name in self.PAGES] + [url(name, world.head.pk) for name in self.ABOUT]:
            assert browser.get(page).status_code == 200

    @pytest.mark.parametrize("role", OTHERS)
    def test_the_others_are_refused_reading_and_writing(self, world, sign_in, role):
        browser = sign_in(getattr(world, role))
        for page in [url(name) for name in self.PAGES] + [url(name, world.manager.pk) for name in self.ABOUT]:
            assert browser.get(page).status_code == 403
        for name in self.ABOUT[1:]:
            assert browser.post(url(name, world.manager.pk), sent()).status_code == 403
        assert browser.post(url("person_add"), sent(**somebody())).status_code == 403
        assert browser.post(url("person_link", world.manager.pk)).status_code in (403, 404)
        assert browser.get(url("profile")).status_code == 200

    def test_what_does_not_exist(self, world, sign_in):
        browser = sign_in(world.manager)
        assert {browser.get(url(name, 10**25)).status_code for name in self.ABOUT} == {404}

    def test_never_oneself_from_there(self, world, sign_in):
        browser = sign_in(world.manager)
        for name in self.ABOUT[1:]:
            assert browser.get(url(name, world.manager.pk)).status_code == 403


class TestPeople:
    @pytest.fixture
    def browser(self, world, sign_in):
        return sign_in(world.manager)

    def test_a_double_click_creates_one_account(self, browser):
        form = sent(**somebody(email="Ines.Faure@Exemple.test"))
        first, second = (browser.post(url("person_add"), form) for _ in range(2))
        assert first["Location"] == second["Location"]
        with acting_as_system():
            made = User.objects.get(email="ines.faure@exemple.test")
        assert not made.has_usable_password()

    def test_an_address_already_taken(self, world, browser, head):
        answer = browser.post(url("person_add"), sent(**somebody(email=head.email.upper())))
        assert answer.context["form"].errors["email"] == ["Cette adresse a déjà un compte."]

    def test_deactivated_and_back(self, world, browser):
        for name, active in (("person_deactivate", False), ("person_reactivate", True)):
            assert browser.post(url(name, world.head.pk), sent()).status_code == 302
            assert fresh(world.head).is_active is active

    @pytest.mark.parametrize(
        ("asked", "found", "not_found"),
        [
            ({"q": "helene"}, "Hélène", "Margot"),
            ({"q": "samusocial"}, "Prune", "Pablo"),
            ({"role": "dpo"}, "Denis", "Hélène"),
            ({"etat": "jamais"}, "Hélène", "Margot"),
        ],
    )
    def test_found_by_name_organisation_role_or_state(self, browser, asked, found, not_found):
        page = browser.get(url("people"), asked).content.decode()
        table = page[page.index("<tbody>") : page.index("</tbody>")]
        assert found in table
        assert not_found not in table

    def test_without_a_role_is_found(self, world, browser):
        with acting_as_system():
            world.head.memberships.update(valid_to=timezone.localdate() - timedelta(days=2))
        page = browser.get(url("people"), {"etat": "sans-role"}).content.decode()
        assert "Hélène" in page
        assert "Hector" not in page

    @pytest.mark.parametrize("bad", ["", " ", "x" * 6000, "\0", "🙂" * 300, "pas une adresse"])
    @pytest.mark.parametrize("field", ["first_name", "last_name", "email", "phone"])
    def test_bad_input_is_answered_beside_the_field(self, browser, field, bad):
        answer = browser.post(url("person_add"), sent(**somebody(**{field: bad})))
        assert answer.status_code in (302, 422)
        if answer.status_code == 422:
            assert list(answer.context["form"].errors) == [field]

    @pytest.mark.parametrize("asked", [{"q": "\0"}, {"q": "é" * 500}, {"role": "x"}, {"etat": "x"}, {"page": "x"}])
    def test_nonsense_in_the_filters(self, browser, asked):
        assert browser.get(url("people"), asked).status_code == 200

    def test_the_second_to_save_is_told(self, world, browser, head):
        page = browser.get(url("person_edit", head.pk))
        shown = {bound.name: bound.value() or "" for bound in page.context["form"]}
        with acting_as_system():
            User.objects.filter(pk=head.pk).update(phone="0471000000")
        answer = browser.post(url("person_edit", head.pk), shown | {"last_name": "Autre"})
        assert "0471000000" in answer.content.decode()
        assert fresh(head).last_name != "Autre"

    @pytest.mark.parametrize(("name", "queries"), [("people", 9), ("person", 9)])
    def test_as_many_queries_for_many_as_for_few(self, world, browser, django_assert_num_queries, name, queries):
        """Three of them are the test's own: forgetting who was there, and its savepoint."""
        page = url(name, world.head.pk) if name == "person" else url(name)
        for round_ in range(2):
            with django_assert_num_queries(queries):
                browser.get(page)
            if round_ == 0:
                with acting_as_system():
                    for number in range(2):
                        world.person(f"N{number}", "service_head", world.operator, territory=world.cantal)


class TestLinks:
    @pytest.fixture
    def link(self, world, sign_in, head) -> str:
        page = sign_in(world.manager).post(url("person_link", head.pk))
        assert page.status_code == 200
        return re.search(r"http://testserver(/mot-de-passe/[^<\s]+)", page.content.decode())[1].replace("&#x27;", "'")

    def choose(self, visitor, link, password=NEW, again=None):
        return visitor.post(link, {"new_password": password, "again": password if again is None else again})

    def test_works_once(self, visitor, link, head):
        assert visitor.get(link).status_code == 200
        assert self.choose(visitor, link)["Location"] == "/connexion/"
        assert fresh(head).check_password(NEW)
        assert visitor.get(link).status_code == 410
        assert self.choose(visitor, link, "encore un autre mot").status_code == 410
        assert fresh(head).check_password(NEW)

    def test_looking_at_it_does_not_use_it(self, visitor, link):
        for _ in range(3):
            assert visitor.get(link).status_code == 200

    def test_lives_72_hours(self, visitor, link, monkeypatch):
        monkeypatch.setattr(signing.time, "time", lambda: timezone.now().timestamp() + 72 * 3600 + 5)
        assert visitor.get(link).status_code == 410

    def test_is_void_once_the_account_is_closed(self, visitor, link, head):
        with acting_as_system():
            User.objects.filter(pk=head.pk).update(is_active=False)
        assert visitor.get(link).status_code == 410

    @pytest.mark.parametrize("token", ["x", "a:b:c", "\0", "🙂", "x" * 5000])
    def test_altered(self, visitor, world, token):
        assert visitor.get(url("choose_password", token)).status_code == 410

    def test_what_is_signed_for_something_else_is_void(self, visitor, world, head):
        token = signing.dumps({"person": head.pk, "state": links._state(head)}, salt="autre chose")
        assert visitor.get(url("choose_password", token)).status_code == 410

    def test_gives_its_address_to_nobody(self, visitor, link):
        assert visitor.get(link)["Referrer-Policy"] == "no-referrer"

    @pytest.mark.parametrize("bad", ["", "court", "password1234", "\0" * 14, "x" * 5000])
    def test_a_bad_password_is_refused_in_french(self, visitor, link, head, bad):
        answer = self.choose(visitor, link, bad)
        assert answer.status_code == 200
        assert answer.context["form"].errors["new_password"]
        assert fresh(head).check_password(PASSWORD)

    def test_twice_the_same(self, visitor, link):
        assert "again" in self.choose(visitor, link, again="autre chose ici").context["form"].errors


class TestOwnAccount:
    @pytest.fixture
    def inside(self, visitor, head):
        visitor.post("/connexion/", {"email": head.email, "password": PASSWORD})
        return visitor

    def change(self, browser, current=PASSWORD, new=NEW, again=NEW):
        data = sent(current_password=current, new_password=new, again=again)
        return browser.post(url("password_change"), data)

    def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(self, inside, head):
        from tests.conftest import HouseClient

        elsewhere = HouseClient()
        elsewhere.post("/connexion/", {"email": head.email, "password": PASSWORD})
        assert elsewhere.get(url("profile")).status_code == 200
        before = inside.session.session_key
        assert self.change(inside).status_code == 302
        assert inside.get(url("profile")).status_code == 200
        assert inside.session.session_key != before
        assert elsewhere.get(url("profile")).status_code == 302

    def test_the_current_one_is_asked(self, inside, head):
        assert "current_password" in self.change(inside, current="autre chose").context["form"].errors
        assert fresh(head).check_password(PASSWORD)

    def test_ones_details_but_neither_address_nor_rights(self, inside, head):
        page = inside.get(url("profile_edit"))
        shown = {bound.name: bound.value() or "" for bound in page.context["form"]}
        inside.post(url("profile_edit"), shown | {"phone": "0471", "email": "pirate@exemple.test", "is_active": ""})
        after = fresh(head)
        assert (after.phone, after.email, after.is_active) == ("0471", head.email, True)

    def test_the_last_sign_in_is_shown(self, inside):
        assert "Dernière connexion" in inside.get(url("profile")).content.decode()

    def test_somebody_elses_password_cannot_be_changed_in_the_database_either(self, world, head):
        """The second wall: signed in as a caseworker, the row of another person does not change."""
        from emile.core.identity import acting_as

        with acting_as(world.caseworker.pk):
            assert User.objects.filter(pk=head.pk).update(phone="x") == 0


def test_public_pages_are_public(client, db):
    for name in ("accessibility", "privacy"):
        page = client.get(reverse(f"core:{name}"))
        assert page.status_code == 200
        assert "sessionid" not in page.cookies
    assert "non conforme" in client.get(reverse("core:accessibility")).content.decode()


def test_a_password_given_by_hand_opens(visitor, world):
    give_password(world.manager)
    answer = visitor.post("/connexion/", {"email": fresh(world.manager).email, "password": PASSWORD})
    assert answer.status_code == 302
