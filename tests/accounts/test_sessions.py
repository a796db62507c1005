"""How long somebody stays signed in: thirty minutes without doing anything, twelve hours at most."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.urls import reverse

from tests.accounts.conftest import INSIDE, SIGN_IN, enter, is_in, words

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 6, 3, 8, 0, tzinfo=ZoneInfo("Europe/Paris"))
IDLE = "Vous avez été déconnecté·e après 30 minutes sans activité. Ce qui était enregistré l'est toujours."
LONG = "Vous étiez connecté·e depuis 12 heures : connectez-vous de nouveau."


def after(**spent):
    """So long after the sign-in, to the second."""
    return time_machine.travel(MORNING + timedelta(**spent), tick=False)


@pytest.fixture
def inside(visitor, head):
    with after():
        enter(visitor, head.email)
    return visitor


def opens(browser, **spent) -> bool:
    with after(**spent):
        return browser.get(INSIDE).status_code == 200


def sent_out_of(browser, **spent) -> str:
    """What the sign-in page they are led to says."""
    with after(**spent):
        answer = browser.get(INSIDE, follow=True)
    assert [address for address, _ in answer.redirect_chain] == [f"{SIGN_IN}?next={INSIDE}"]
    return words(answer)


def work_all_day(browser) -> None:
    """A page every 25 minutes until 19:55."""
    assert all(opens(browser, minutes=spent) for spent in range(25, 720, 25))


def test_thirty_minutes_without_anything_and_not_a_second_more(inside):
    assert opens(inside, minutes=30)
    page = sent_out_of(inside, minutes=60, seconds=1)
    assert IDLE in page
    assert LONG not in page


def test_twelve_hours_at_most_however_busy(inside):
    work_all_day(inside)
    assert opens(inside, hours=12)
    page = sent_out_of(inside, hours=12, seconds=1)
    assert LONG in page
    assert IDLE not in page


def test_signing_in_again_starts_the_two_clocks_again(inside, head):
    sent_out_of(inside, minutes=31)
    with after(minutes=32):
        enter(inside, head.email)
    assert opens(inside, minutes=62)


def test_it_is_written_at_most_every_five_minutes(inside):
    """So the limit is counted from the last page that was written down."""
    assert opens(inside, minutes=5)
    assert IDLE in sent_out_of(inside, minutes=30, seconds=1)


def test_after_five_minutes_it_is_written(inside):
    assert opens(inside, minutes=5, seconds=1)
    assert opens(inside, minutes=35, seconds=1)


@pytest.mark.parametrize("clock", ["seen_at", "signed_in_at"])
def test_a_session_without_one_of_its_clocks_is_over(inside, clock):
    with after():
        session = inside.session
        del session[clock]
        session.save()
    assert not opens(inside)


def test_once_it_is_over_the_database_forgets_who_it_was(inside):
    with after(minutes=31):
        assert inside.get("/accessibilite/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.user_id', true), current_setting('app.territories', true)")
        assert cursor.fetchone() == ("", "")


def test_the_watchman_ends_nobodys_session(inside):
    with after(minutes=31):
        inside.get("/healthz")
        assert is_in(inside)


def test_signing_out_is_a_post_and_leaves_nothing(inside):
    with after():
        assert inside.get(reverse("accounts:sign_out")).status_code == 405
        assert is_in(inside)
        answer = inside.post(reverse("accounts:sign_out"))
        assert answer["Location"] == SIGN_IN
        assert answer["Clear-Site-Data"] == '"cache", "storage"'
        assert not is_in(inside)
        assert "Vous êtes déconnecté·e." in words(inside.get(SIGN_IN))
        assert inside.get(INSIDE).status_code == 302
