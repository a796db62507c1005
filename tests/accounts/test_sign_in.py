"""Signing in: who gets in, what the others learn (nothing), and how long it lasts."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.urls import reverse
from django.utils import timezone

from emile.accounts import demo, sessions, throttle
from emile.accounts.models import SignInFailure
from emile.core.identity import acting_as_system
from tests.accounts.conftest import PASSWORD, fresh, give_password

SIGN_IN = "/connexion/"
INSIDE = "/mon-compte/"
pytestmark = pytest.mark.django_db


def enter(browser, email: str, password: str = PASSWORD, **more):
    return browser.post(SIGN_IN, {"email": email, "password": password, **more})


def is_in(browser) -> bool:
    return SESSION_KEY in browser.session


def without_what_changes_each_time(answer) -> str:
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"', "", answer.content.decode())
    return re.sub(r'nonce="[^"]+"', "", page)


class TestTheDoor:
    def test_a_good_password_opens_and_is_remembered_as_the_last_sign_in(self, visitor, head):
        answer = enter(visitor, head.email)
        assert answer.status_code == 302
        assert is_in(visitor)
        assert fresh(head).last_login is not None
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
        wrong = enter(visitor, head.email, "pas le bon mot de passe")
        unknown = enter(visitor, head.email.replace("h", "z", 1), "pas le bon mot de passe")
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
        enter(visitor, head.email, "pas le bon mot de passe")
        known = len(hashed)
        hashed.clear()
        enter(visitor, "personne@exemple.test", "pas le bon mot de passe")
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

    def test_without_a_role_there_is_a_page_that_says_so(self, visitor, head):
        before = timezone.localdate() - timedelta(days=2)
        with acting_as_system():
            head.memberships.update(valid_to=before)
        answer = enter(visitor, head.email)
        assert answer.status_code == 403
        assert "aucun rôle" in answer.content.decode()
        assert not is_in(visitor)

    def test_a_role_that_ends_ends_the_visit(self, visitor, head):
        enter(visitor, head.email)
        with acting_as_system():
            head.memberships.update(valid_to=timezone.localdate() - timedelta(days=2))
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


class TestTheLock:
    def fail(self, browser, email, times):
        for _ in range(times):
            answer = enter(browser, email, "pas le bon mot de passe")
        return answer

    def test_eight_failures_lock_even_the_good_password(self, visitor, head):
        assert "incorrect" in self.fail(visitor, head.email, throttle.MOST_FAILURES).content.decode()
        answer = enter(visitor, head.email)
        assert "Trop d'essais" in answer.content.decode().replace("&#x27;", "'")
        assert not is_in(visitor)

    def test_an_account_that_does_not_exist_locks_too(self, visitor):
        self.fail(visitor, "personne@exemple.test", throttle.MOST_FAILURES)
        assert "Trop d" in enter(visitor, "personne@exemple.test").content.decode()

    def test_another_address_is_not_locked(self, visitor, head):
        self.fail(visitor, head.email, throttle.MOST_FAILURES)
        visitor.defaults["REMOTE_ADDR"] = "192.0.2.7"
        enter(visitor, head.email)
        assert is_in(visitor)

    def test_outside_production_nobody_chooses_their_address(self, visitor, head):
        self.fail(visitor, head.email, throttle.MOST_FAILURES)
        visitor.post(SIGN_IN, {"email": head.email, "password": PASSWORD}, headers={"x-forwarded-for": "192.0.2.7"})
        assert not is_in(visitor)

    def test_it_opens_again_after_a_quarter_of_an_hour_and_knocking_does_not_prolong_it(self, db):
        now, key = timezone.now(), throttle.key_of("a@exemple.test", "192.0.2.1")
        for _ in range(throttle.MOST_FAILURES):
            throttle.count_attempt(key, now=now)
        for minutes in (1, 8, 14):
            with pytest.raises(throttle.TooManyAttempts):
                throttle.count_attempt(key, now=now + timedelta(minutes=minutes))
        throttle.count_attempt(key, now=now + timedelta(minutes=15, seconds=1))

    def test_a_good_password_forgives(self, visitor, head):
        self.fail(visitor, head.email, throttle.MOST_FAILURES - 1)
        enter(visitor, head.email)
        assert is_in(visitor)
        assert not SignInFailure.objects.exists()

    def test_what_is_kept_says_nothing_about_anybody(self, visitor, head):
        self.fail(visitor, head.email, 1)
        row = SignInFailure.objects.values().get()
        assert re.fullmatch(r"[0-9a-f]{64}", row["key"])
        assert set(row) == {"key", "failures", "last_at"}


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
            "/%0d%0aLocation:%20https://mechant.example" + "\r\nX: y",
        ],
    )
    def test_never_leads_elsewhere(self, visitor, head, where):
        for answer in (
            enter(visitor, head.email, next=where),
            visitor.get(SIGN_IN, {"next": where}),
        ):
            assert answer.status_code == 302
            assert "mechant" not in answer["Location"].split("?")[0] or answer["Location"].startswith("/%")
            assert answer["Location"].startswith("/")
            assert not answer["Location"].startswith(("//", "/\\"))

    def test_leads_where_one_was_going(self, visitor, head):
        page = visitor.get(INSIDE)
        assert page["Location"] == f"{SIGN_IN}?next={INSIDE}"
        assert enter(visitor, head.email, next=INSIDE)["Location"] == INSIDE

    def test_never_turns_in_circles(self, visitor, head):
        enter(visitor, head.email)
        assert visitor.get(SIGN_IN, {"next": SIGN_IN})["Location"] == "/"


class TestHowLong:
    @pytest.fixture
    def inside(self, visitor, head):
        enter(visitor, head.email)
        return visitor

    def age(self, browser, **moments):
        session = browser.session
        for name, ago in moments.items():
            session[name] = (timezone.now() - ago).timestamp()
        session.save()

    def test_thirty_minutes_without_anything(self, inside):
        self.age(inside, seen_at=timedelta(minutes=31))
        answer = inside.get(INSIDE, follow=True)
        assert answer.redirect_chain[0][0].startswith(SIGN_IN)
        assert "30 minutes sans activité" in answer.content.decode()

    def test_twelve_hours_at_most_however_busy(self, inside):
        self.age(inside, signed_in_at=timedelta(hours=12, minutes=1))
        assert "12 heures" in inside.get(INSIDE, follow=True).content.decode()

    def test_working_keeps_it_open(self, inside):
        self.age(inside, seen_at=timedelta(minutes=20))
        assert inside.get(INSIDE).status_code == 200
        assert timezone.now().timestamp() - inside.session[sessions.SEEN_AT] < 60

    def test_it_is_written_at_most_every_five_minutes(self, inside):
        inside.get(INSIDE)
        self.age(inside, seen_at=timedelta(minutes=4))
        before = inside.session[sessions.SEEN_AT]
        inside.get(INSIDE)
        assert inside.session[sessions.SEEN_AT] == before

    def test_a_session_without_clocks_is_over(self, inside):
        session = inside.session
        del session[sessions.SEEN_AT]
        session.save()
        assert inside.get(INSIDE).status_code == 302

    def test_signing_out_is_a_post_and_leaves_nothing(self, inside):
        assert inside.get(reverse("accounts:sign_out")).status_code == 405
        assert is_in(inside)
        answer = inside.post(reverse("accounts:sign_out"))
        assert answer["Location"] == SIGN_IN
        assert '"cache"' in answer["Clear-Site-Data"]
        assert not is_in(inside)
        assert inside.get(INSIDE).status_code == 302


class TestDemonstration:
    def test_its_accounts_are_shown_in_demonstration_only(self, visitor, settings):
        settings.DEMO = False
        assert demo.DEMO_PASSWORD not in visitor.get(SIGN_IN).content.decode()
        settings.DEMO = True
        page = visitor.get(SIGN_IN).content.decode()
        assert demo.DEMO_PASSWORD in page
        assert all(email in page for _, email in demo.DEMO_ACCOUNTS)

    def test_its_password_would_be_accepted(self, world):
        validate_password(demo.DEMO_PASSWORD, give_password(world.head))
