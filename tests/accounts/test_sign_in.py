"""Signing in: who gets in, and what the others learn (nothing)."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone

from emile.core.database.identity import acting_as_system
from tests.accounts.conftest import BAD_PASSWORD, INSIDE, SIGN_IN, enter, fresh, give_password, is_in, words
from tests.world import TODAY

pytestmark = pytest.mark.django_db


def without_what_changes_each_time(answer) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", answer.content.decode())
    return re.sub(r'nonce="[^"]+"', "", page)


def hold(person, first: int, last: int | None) -> None:
    """Their role, from so many days after today to so many (negative: before)."""
    with acting_as_system():
        person.memberships.update(
            valid_from=TODAY + timedelta(days=first),
            valid_to=None if last is None else TODAY + timedelta(days=last),
        )


class TestTheDoor:
    def test_is_open_to_everybody(self, visitor):
        page = visitor.get(SIGN_IN)
        assert page.status_code == 200
        assert re.search(r'<input type="email" name="email"[^>]* autofocus', page.content.decode())

    def test_a_good_password_opens_and_is_remembered_as_the_last_sign_in(self, visitor, head):
        answer = enter(visitor, head.email)
        assert answer.status_code == 302
        assert is_in(visitor)
        assert timezone.now() - fresh(head).last_login < timedelta(minutes=1)
        assert visitor.get(INSIDE).status_code == 200

    def test_the_address_is_read_without_its_capitals(self, visitor, head):
        enter(visitor, f"  {head.email.upper()} ")
        assert is_in(visitor)

    def test_the_session_changes_its_key(self, visitor, head):
        visitor.get(SIGN_IN)
        session = visitor.session
        session["anything"] = 1
        session.save()
        before = session.session_key
        visitor.cookies["emile_session"] = before
        enter(visitor, head.email)
        assert visitor.session.session_key != before

    def test_the_answer_is_the_same_whether_the_account_exists_or_not(self, visitor, head):
        wrong = enter(visitor, head.email, BAD_PASSWORD)
        unknown = enter(visitor, head.email.replace("h", "z", 1), BAD_PASSWORD)
        assert wrong.status_code == unknown.status_code == 422
        same = [without_what_changes_each_time(answer) for answer in (wrong, unknown)]
        assert same[0].replace(head.email, "") == same[1].replace(head.email.replace("h", "z", 1), "")

    def test_as_much_is_hashed_when_the_account_does_not_exist(self, visitor, world, settings, monkeypatch):
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
        head = give_password(world.head)
        hashed = []
        for name in ("encode", "verify"):
            original = getattr(Argon2PasswordHasher, name)
            monkeypatch.setattr(
                Argon2PasswordHasher,
                name,
                lambda self, *args, _original=original, **more: hashed.append(1) or _original(self, *args, **more),
            )
        enter(visitor, head.email, BAD_PASSWORD)
        known = len(hashed)
        hashed.clear()
        enter(visitor, "personne@exemple.test", BAD_PASSWORD)
        assert len(hashed) == known == 1

    def test_a_deactivated_account_is_a_wrong_password(self, visitor, head):
        with acting_as_system():
            type(head).objects.filter(pk=head.pk).update(is_active=False)
        answer = enter(visitor, head.email)
        assert answer.status_code == 422
        assert "incorrect" in answer.content.decode()
        assert not is_in(visitor)

    def test_deactivated_while_signed_in_is_out_at_the_next_page(self, visitor, head):
        enter(visitor, head.email)
        with acting_as_system():
            type(head).objects.filter(pk=head.pk).update(is_active=False)
        assert visitor.get(INSIDE).status_code == 302

    @pytest.mark.parametrize(
        ("first", "last"), [(-400, -1), (1, None)], ids=["ended yesterday", "begins tomorrow"]
    )  # fmt: skip
    def test_without_a_role_today_there_is_a_page_that_says_so(self, visitor, head, first, last):
        hold(head, first, last)
        answer = enter(visitor, head.email)
        assert answer.status_code == 403
        assert "Bonjour Hélène. Votre mot de passe est bon, mais aucun rattachement" in words(answer)
        assert not is_in(visitor)

    @pytest.mark.parametrize(("first", "last"), [(-400, 0), (0, None), (0, 0)])
    def test_the_first_and_the_last_day_of_a_role_are_days_of_work(self, visitor, head, first, last):
        hold(head, first, last)
        enter(visitor, head.email)
        assert visitor.get(INSIDE).status_code == 200

    def test_a_role_that_ends_ends_the_visit(self, visitor, head):
        enter(visitor, head.email)
        hold(head, -400, -1)
        assert visitor.get(INSIDE).status_code == 302

    @pytest.mark.parametrize(
        "email", ["", "a" * 300 + "@exemple.test", "\0@exemple.test", "🙂", "x" * 1_000_000, "a@b"]
    )
    @pytest.mark.parametrize("password", ["", "\0", "🙂" * 200, "p" * 1_000_000])
    def test_nonsense_gets_a_sentence(self, visitor, email, password):
        answer = enter(visitor, email, password)
        assert answer.status_code == 422
        assert answer.context["form"].errors

    def test_a_password_is_never_sent_back(self, visitor, head):
        assert "une phrase tapée" not in enter(visitor, head.email, "une phrase tapée").content.decode()


class TestNext:
    @pytest.mark.parametrize(
        "where",
        [
            "https://mechant.example/",
            "//mechant.example",
            "///mechant.example",
            "/\\mechant.example",
            "\\\\mechant.example",
            "http:mechant.example",
            "javascript:alert(1)",
            " //mechant.example",
            "\t//mechant.example",
            "https://testserver@mechant.example/",
            "http://testserver.mechant.example/",
            "\0/mon-compte/",
        ],
    )
    def test_never_leads_elsewhere(self, visitor, head, where):
        for answer in (
            enter(visitor, head.email, next=where),
            visitor.get(SIGN_IN, {"next": where}),
        ):
            assert answer.status_code == 302
            assert answer["Location"] == "/"

    def test_adds_no_header(self, visitor, head):
        answer = enter(visitor, head.email, next="/%0d%0aLocation:%20https://mechant.example\r\nX: y")
        assert answer["Location"] == "/%0d%0aLocation:%20https://mechant.example%0D%0AX:%20y"
        assert "X" not in answer

    def test_leads_where_one_was_going(self, visitor, head):
        page = visitor.get(INSIDE)
        assert page["Location"] == f"{SIGN_IN}?next={INSIDE}"
        assert f'name="next" value="{INSIDE}"' in visitor.get(page["Location"]).content.decode()
        assert enter(visitor, head.email, next=INSIDE)["Location"] == INSIDE

    def test_never_turns_in_circles(self, visitor, head):
        enter(visitor, head.email)
        assert visitor.get(SIGN_IN, {"next": SIGN_IN})["Location"] == "/"
        assert visitor.get(SIGN_IN, {"next": INSIDE})["Location"] == INSIDE


class TestDemonstration:
    SHOWN = ["un-toit-un-emploi-15"] + [
        f"{name}@demo.emile.test" for name in ("prescripteur", "referent", "chef", "accompagnement", "gestion", "dpo")
    ]

    def test_its_accounts_are_shown_in_demonstration_only(self, visitor, settings):
        settings.DEMO = False
        page = visitor.get(SIGN_IN).content.decode()
        assert [word for word in self.SHOWN if word in page] == []
        settings.DEMO = True
        page = visitor.get(SIGN_IN).content.decode()
        assert [word for word in self.SHOWN if word not in page] == []

    def test_its_password_would_be_accepted(self, world):
        validate_password("un-toit-un-emploi-15", give_password(world.head))
