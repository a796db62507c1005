"""The accounts, one's own and those of others."""

import re
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from emile.accounts import actions
from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages import form_page
from tests.accounts.conftest import PASSWORD, fresh, give_password, words
from tests.conftest import ProductClient
from tests.world import TODAY

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
        assert browser.post(url("person_link", world.manager.pk)).status_code == (404 if role == "partner" else 403)
        assert browser.get(url("profile")).status_code == 200

    def test_what_does_not_exist(self, world, sign_in):
        browser = sign_in(world.manager)
        assert {browser.get(url(name, 10**25)).status_code for name in self.ABOUT} == {404}

    @pytest.mark.parametrize(
        ("who", "whose", "may"),
        [
            ("manager", "manager", False),  # « Mon compte » is for that
            ("manager", "head", True),
            ("manager", "dpo", False),
            ("dpo", "dpo", False),
            ("dpo", "manager", True),
            ("dpo", "other_dpo", True),
        ],
    )
    def test_never_oneself_and_a_protection_officer_by_another_one(self, world, sign_in, who, whose, may):
        with acting_as_system():
            world.other_dpo = world.person("Diane", "dpo", world.operator)
        browser, person = sign_in(getattr(world, who)), getattr(world, whose)
        forms = {browser.get(url(name, person.pk)).status_code for name in self.ABOUT[1:]}
        assert forms == {200 if may else 403}
        assert browser.post(url("person_link", person.pk)).status_code == (200 if may else 403)
        sheet = browser.get(url("person", person.pk)).content.decode()
        assert (url("person_edit", person.pk) in sheet) is may
        assert (url("person_deactivate", person.pk) in sheet) is may


class TestAnAccount:
    @pytest.fixture
    def browser(self, world, sign_in):
        return sign_in(world.manager)

    def test_a_double_click_creates_one_account(self, browser):
        form = sent(**somebody(email="Ines.Faure@Exemple.test"))
        first, second = (browser.post(url("person_add"), form) for _ in range(2))
        with acting_as_system():
            made = User.objects.get(email="ines.faure@exemple.test")
        assert [first["Location"], second["Location"]] == [url("person", made.pk)] * 2
        assert (made.full_name, made.is_active, made.has_usable_password()) == ("Inès Faure", True, False)

    def test_a_second_click_in_the_same_second_leads_to_the_first(self, browser, monkeypatch):
        """The first was not finished when the second began: only the token of the form tells."""
        form = sent(**somebody())
        first = browser.post(url("person_add"), form)
        monkeypatch.setattr(form_page, "already_sent", lambda request: "")
        assert browser.post(url("person_add"), form | {"email": "autre@exemple.test"})["Location"] == first["Location"]
        with acting_as_system():
            assert not User.objects.filter(email="autre@exemple.test").exists()

    def test_an_address_already_taken(self, browser, head):
        answer = browser.post(url("person_add"), sent(**somebody(email=head.email.upper())))
        assert answer.context["form"].errors == {"email": ["Cette adresse a déjà un compte."]}

    def test_an_address_taken_between_the_check_and_the_save(self, browser, head, monkeypatch):
        def after_somebody_else(*args, once=form_page.once, **kwargs):
            User.objects.filter(pk=head.pk).update(email="ines.faure@exemple.test")
            return once(*args, **kwargs)

        monkeypatch.setattr(form_page, "once", after_somebody_else)
        answer = browser.post(url("person_add"), sent(**somebody()))
        assert answer.status_code == 422
        assert answer.context["form"].non_field_errors() == ["Cette adresse a déjà un compte."]

    @pytest.mark.parametrize(
        ("address", "sentence"),
        [
            ("INES.FAURE@exemple.test", "L'adresse électronique s'écrit en minuscules."),
            (
                "ines.faure@exemple.test",
                "Ces valeurs ne vont plus ensemble : quelqu'un vient d'enregistrer la même chose. Relisez la liste.",
            ),
        ],
        ids=["by a rule", "by nothing that can be found"],
    )
    def test_a_refusal_of_the_database_is_explained(self, browser, monkeypatch, address, sentence):
        def refuse(person):
            person.email = address
            raise IntegrityError

        monkeypatch.setattr(actions, "open_account", refuse)
        answer = browser.post(url("person_add"), sent(**somebody()))
        assert answer.status_code == 422
        assert answer.context["form"].non_field_errors() == [sentence]

    @pytest.mark.parametrize(
        ("name", "dangerous"), [("person_deactivate", True), ("person_reactivate", False), ("person_edit", False)]
    )
    def test_a_button_that_takes_something_away_says_so(self, world, browser, name, dangerous):
        page = browser.get(url(name, world.head.pk)).content.decode()
        assert ('<button class="btn btn-danger">' in page) is dangerous
        assert ('<button class="btn btn-primary">' in page) is not dangerous

    def test_deactivated_and_back(self, world, browser):
        for name, active in (("person_deactivate", False), ("person_reactivate", True)):
            assert browser.post(url(name, world.head.pk), sent())["Location"] == url("person", world.head.pk)
            assert fresh(world.head).is_active is active

    @pytest.mark.parametrize(
        ("active", "came", "there", "not_there"),
        [
            (True, False, "Remettre le lien pour choisir son mot de passe", "Réactiver le compte"),
            (True, False, "Désactiver le compte", "Mot de passe oublié ?"),
            (True, True, "Mot de passe oublié ?", "Remettre le lien"),
            (False, False, "Réactiver le compte", "Désactiver le compte"),
            (False, True, "Ce compte ne peut plus se connecter", "person_link"),
        ],
    )
    def test_its_sheet_offers_what_makes_sense(self, world, browser, active, came, there, not_there):
        with acting_as_system():
            moment = timezone.now() if came else None
            User.objects.filter(pk=world.head.pk).update(is_active=active, last_login=moment)
        page = words(browser.get(url("person", world.head.pk)))
        assert there in page
        assert not_there.replace("person_link", url("person_link", world.head.pk)) not in page

    @pytest.mark.parametrize(
        ("last", "over"), [(None, False), (1, False), (0, False), (-1, True)]
    )  # fmt: skip
    def test_its_sheet_keeps_the_roles_that_are_over(self, world, browser, last, over):
        with acting_as_system():
            world.head.memberships.update(valid_to=None if last is None else TODAY + timedelta(days=last))
        page = words(browser.get(url("person", world.head.pk)))
        assert "Chef·fe de service" in page
        assert ("terminé" in page) is over
        ending = reverse("partners:membership_end", args=[self.membership_of(world.head).pk])
        assert (ending in page) is not over

    def membership_of(self, person):
        with acting_as_system():
            return person.memberships.get()

    FIELDS = ("first_name", "last_name", "email", "phone")
    GOOD = {(field, "pas une adresse") for field in FIELDS if field != "email"} | {("phone", ""), ("phone", " ")}

    @pytest.mark.parametrize("bad", ["", " ", "x" * 6000, "\0", "🙂" * 300, "pas une adresse"])
    @pytest.mark.parametrize("field", FIELDS)
    def test_bad_input_is_answered_beside_the_field(self, browser, field, bad):
        answer = browser.post(url("person_add"), sent(**somebody(**{field: bad})))
        if (field, bad) in self.GOOD:
            assert answer.status_code == 302
        else:
            assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])


class TestOwnAccount:
    @pytest.fixture
    def inside(self, visitor, head):
        visitor.post("/connexion/", {"email": head.email, "password": PASSWORD})
        return visitor

    def change(self, browser, current=PASSWORD, new=NEW, again=NEW):
        data = sent(current_password=current, new_password=new, again=again)
        return browser.post(url("password_change"), data)

    def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(self, inside, head):
        elsewhere = ProductClient()
        elsewhere.post("/connexion/", {"email": head.email, "password": PASSWORD})
        assert elsewhere.get(url("profile")).status_code == 200
        before = inside.session.session_key
        assert self.change(inside).status_code == 302
        assert inside.get(url("profile")).status_code == 200
        assert inside.session.session_key != before
        assert elsewhere.get(url("profile")).status_code == 302

    def test_the_present_one_is_asked_first(self, inside):
        page = inside.get(url("password_change")).content.decode()
        names = re.findall(r'<input type="password" name="(\w+)"', page)
        assert names == ["current_password", "new_password", "again"]

    def test_each_entry_is_one_use_of_the_form(self, inside, head):
        data = sent(current_password=PASSWORD, new_password=NEW, again=NEW)
        answers = [inside.post(url("password_change"), data) for _ in range(2)]
        assert [answer["Location"] for answer in answers] == [url("profile")] * 2

    def test_the_current_one_is_asked(self, inside, head):
        answer = self.change(inside, current="autre chose")
        assert answer.context["form"].errors == {"current_password": ["Ce n'est pas votre mot de passe actuel."]}
        assert fresh(head).check_password(PASSWORD)

    def test_ones_details_but_neither_address_nor_rights(self, inside, head):
        page = inside.get(url("profile_edit"))
        shown = {bound.name: bound.value() or "" for bound in page.context["form"]}
        inside.post(url("profile_edit"), shown | {"phone": "0471", "email": "pirate@exemple.test", "is_active": ""})
        after = fresh(head)
        assert (after.phone, after.email, after.is_active) == ("0471", head.email, True)

    def test_the_last_sign_in_is_shown(self, inside, head):
        with acting_as_system():
            moment = datetime(2026, 6, 3, 12, 5, tzinfo=UTC)
            User.objects.filter(pk=head.pk).update(last_login=moment)
        assert "Dernière connexion : 3 juin 2026 à 14:05." in words(inside.get(url("profile")))

    def test_ones_roles_of_today_are_shown(self, inside, world, head):
        with acting_as_system():
            for place, last in ((world.lozere, TODAY - timedelta(days=1)), (world.cantal, TODAY)):
                again = {"territory": place, "valid_from": date(2020, 1, 1), "valid_to": last}
                head.memberships.create(organisation=world.operator, role="caseworker", **again)
        page = words(inside.get(url("profile")))
        assert "Lozère" not in page
        assert page.count("Cantal") == 2

    def test_somebody_elses_password_cannot_be_changed_in_the_database_either(self, world, head):
        """The second wall: signed in as a caseworker, the row of another person does not change."""
        with acting_as(world.caseworker.pk):
            assert User.objects.filter(pk=head.pk).update(phone="x") == 0


def test_a_password_given_by_hand_opens(visitor, world):
    give_password(world.manager)
    answer = visitor.post("/connexion/", {"email": fresh(world.manager).email, "password": PASSWORD})
    assert answer.status_code == 302
