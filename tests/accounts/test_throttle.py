"""Failed sign-ins: eight, then a quarter of an hour, for one account from one address."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection

from emile.accounts.models import SignInFailure
from emile.accounts.signing_in import throttle
from tests.accounts.conftest import BAD_PASSWORD, enter, give_password, is_in
from tests.conftest import owner_connection

pytestmark = pytest.mark.django_db

WRONG = "Adresse ou mot de passe incorrect. Vérifiez les deux, puis recommencez."
LOCKED = "Trop d'essais pour cette adresse. Attendez un quart d'heure, puis recommencez."
NOON = datetime(2026, 6, 3, 12, 0, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
KEY, OTHER_KEY = "a" * 64, "b" * 64


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def said(answer) -> list[str]:
    return list(answer.context["form"].non_field_errors())


def fail(browser, email: str, times: int, **more) -> list[str]:
    return [said(enter(browser, email, BAD_PASSWORD, **more))[0] for _ in range(times)]


def is_locked(moment: datetime, key: str = KEY) -> bool:
    """Tries once."""
    try:
        throttle.count_attempt(key, now=moment)
    except throttle.TooManyAttempts:
        return True
    return False


class TestAtTheDoor:
    def test_eight_wrong_passwords_are_compared_then_none_even_good(self, visitor, head):
        assert fail(visitor, head.email, 9) == [WRONG] * 8 + [LOCKED]
        assert said(enter(visitor, head.email)) == [LOCKED]
        assert not is_in(visitor)

    def test_after_seven_the_good_one_opens(self, visitor, head):
        fail(visitor, head.email, 7)
        enter(visitor, head.email)
        assert is_in(visitor)

    def test_an_account_that_does_not_exist_locks_too(self, visitor):
        assert fail(visitor, "personne@exemple.test", 9) == [WRONG] * 8 + [LOCKED]

    def test_however_the_address_is_written_it_is_one_account(self, visitor, head):
        fail(visitor, head.email, 4)
        fail(visitor, f" {head.email.upper()} ", 4)
        assert said(enter(visitor, head.email)) == [LOCKED]

    def test_a_colleague_on_the_same_line_is_not_locked(self, visitor, head, world):
        fail(visitor, head.email, 8)
        enter(visitor, give_password(world.manager).email)
        assert is_in(visitor)

    def test_a_good_password_forgives_its_own_failures_and_nobody_elses(self, visitor, head, world):
        fail(visitor, "personne@exemple.test", 3)
        others = set(SignInFailure.objects.values_list("key", "failures"))
        fail(visitor, head.email, 7)
        enter(visitor, head.email)
        assert set(SignInFailure.objects.values_list("key", "failures")) == others
        assert len(others) == 1

    def test_what_is_kept_says_nothing_about_anybody(self, visitor, head):
        fail(visitor, head.email, 1)
        row = SignInFailure.objects.values().get()
        assert re.fullmatch(r"[0-9a-f]{64}", row["key"])
        assert set(row) == {"key", "failures", "last_at"}


class TestFromWhere:
    """The same account from two places has two counts."""

    HOME, OFFICE = "192.0.2.7", "198.51.100.9"

    @pytest.fixture
    def behind_the_proxy(self, settings):
        settings.HTTPS = True

    def test_another_address_is_not_locked(self, visitor, head):
        fail(visitor, head.email, 8)
        visitor.defaults["REMOTE_ADDR"] = self.OFFICE
        enter(visitor, head.email)
        assert is_in(visitor)

    def test_outside_production_nobody_chooses_their_address(self, visitor, head):
        fail(visitor, head.email, 8)
        assert said(enter(visitor, head.email, forwarded=self.HOME)) == [LOCKED]

    def test_behind_the_proxy_it_is_the_one_the_proxy_says(self, visitor, head, behind_the_proxy):
        fail(visitor, head.email, 8, forwarded=self.HOME)
        assert said(enter(visitor, head.email, forwarded=self.HOME)) == [LOCKED]
        enter(visitor, head.email, forwarded=self.OFFICE)
        assert is_in(visitor)

    def test_what_the_visitor_wrote_before_it_is_not_believed(self, visitor, head, behind_the_proxy):
        for number in range(8):
            fail(visitor, head.email, 1, forwarded=f"203.0.113.{number}, {self.HOME}")
        assert said(enter(visitor, head.email, forwarded=f"203.0.113.99, {self.HOME}")) == [LOCKED]

    def test_behind_a_proxy_that_says_nothing_it_is_the_connection(self, visitor, head, behind_the_proxy):
        fail(visitor, head.email, 8)
        visitor.defaults["REMOTE_ADDR"] = self.OFFICE
        enter(visitor, head.email)
        assert is_in(visitor)


class TestHowLong:
    def test_exactly_a_quarter_of_an_hour(self):
        assert [is_locked(NOON) for _ in range(8)] == [False] * 8
        assert is_locked(NOON + minutes(15))
        assert not is_locked(NOON + minutes(15) + INSTANT)

    def test_knocking_does_not_prolong_it(self):
        [is_locked(NOON) for _ in range(8)]
        assert [is_locked(NOON + minutes(number)) for number in (1, 8, 14)] == [True] * 3
        assert not is_locked(NOON + minutes(15) + INSTANT)

    def test_it_counts_from_the_eighth_failure(self):
        [is_locked(NOON) for _ in range(7)]
        assert not is_locked(NOON + minutes(10))
        assert is_locked(NOON + minutes(25))
        assert not is_locked(NOON + minutes(25) + INSTANT)

    def test_then_eight_again(self):
        [is_locked(NOON) for _ in range(8)]
        later = NOON + minutes(16)
        assert [is_locked(later) for _ in range(9)] == [False] * 8 + [True]

    def test_fewer_than_eight_are_forgotten_after_a_quarter_of_an_hour_too(self):
        [is_locked(NOON) for _ in range(7)]
        later = NOON + minutes(15) + INSTANT
        assert [is_locked(later) for _ in range(9)] == [False] * 8 + [True]

    def test_and_not_before(self):
        [is_locked(NOON) for _ in range(7)]
        assert [is_locked(NOON + minutes(15)) for _ in range(2)] == [False, True]

    def test_a_long_attack_does_not_overflow_the_count(self):
        [is_locked(NOON) for _ in range(20)]
        assert SignInFailure.objects.values_list("failures", "last_at").get() == (9, NOON)

    def test_each_account_has_its_own_count(self):
        [is_locked(NOON) for _ in range(9)]
        assert not is_locked(NOON, OTHER_KEY)


def test_what_is_more_than_a_day_old_goes_with_the_next_good_password():
    at = {"own": NOON, "other": NOON, "a day": NOON - timedelta(days=1), "older": NOON - timedelta(days=1) - INSTANT}
    for key, moment in at.items():
        SignInFailure.objects.create(key=key, failures=3, last_at=moment)
    throttle.forgive("own", now=NOON)
    assert set(SignInFailure.objects.values_list("key", flat=True)) == {"other", "a day"}


@pytest.mark.machine_time
class TestManyAtOnce:
    @pytest.fixture
    def counted_elsewhere(self):
        """An attempt on the same account that is not finished: ours waits for its row."""
        with owner_connection(django_settings.DATABASES["default"]["NAME"]) as other, other.transaction() as attempt:
            other.execute("INSERT INTO accounts_signinfailure VALUES (%s, 1, now())", [KEY])
            yield
            attempt.force_rollback = True

    def wait_at_most(self, setting: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, '50ms', true)", [setting])

    def test_who_waits_too_long_behind_the_others_is_refused(self, counted_elsewhere):
        self.wait_at_most("lock_timeout")
        assert is_locked(NOON)

    def test_any_other_breakdown_is_not_taken_for_a_lock(self, counted_elsewhere):
        self.wait_at_most("statement_timeout")
        with pytest.raises(OperationalError, match="statement timeout"):
            is_locked(NOON)
