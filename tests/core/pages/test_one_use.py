"""One rendered form does its work once, for the person it was shown to."""

import uuid

import pytest
from django.urls import reverse

from emile.core.database.identity import acting_as, acting_as_system
from emile.core.models import FormUse
from emile.core.pages.one_use import AlreadyDone, OneUseForm, once, outcome_of

pytestmark = pytest.mark.django_db

TOKEN = uuid.UUID("00000000-0000-4000-8000-000000000001")
OTHER_TOKEN = uuid.UUID("00000000-0000-4000-8000-000000000002")


@pytest.fixture
def world(world_as_it_stands):
    return world_as_it_stands


@pytest.fixture
def as_head(world):
    with acting_as(world.head.pk):
        yield world.head


def uses() -> set[tuple]:
    with acting_as_system():
        return set(FormUse.objects.values_list("token", "user", "outcome_url"))


def send(user, token=TOKEN, *, url: str = "/dossiers/1/") -> list[str]:
    """What was done: nothing, when it had been already."""
    done = []
    with once(token, user=user) as outcome:
        done.append("done")
        outcome.url = url
    return done


def test_the_work_is_done_and_where_it_led_is_kept(as_head):
    assert send(as_head) == ["done"]
    assert uses() == {(TOKEN, as_head.pk, "/dossiers/1/")}


def test_where_it_leads_may_be_known_before(as_head, django_assert_num_queries):
    with django_assert_num_queries(3), once(TOKEN, user=as_head, leads_to="/dossiers/1/"):  # SAVEPOINT, INSERT, RELEASE
        pass
    assert uses() == {(TOKEN, as_head.pk, "/dossiers/1/")}


def test_or_be_known_by_the_work(as_head, django_assert_num_queries):
    with django_assert_num_queries(4):
        send(as_head)


def test_the_second_time_leads_to_the_first(as_head):
    send(as_head)
    with pytest.raises(AlreadyDone) as again, once(TOKEN, user=as_head):
        pytest.fail("done twice")
    assert again.value.outcome_url == str(again.value) == "/dossiers/1/"
    assert uses() == {(TOKEN, as_head.pk, "/dossiers/1/")}


def test_two_forms_are_two_uses(as_head):
    send(as_head, TOKEN, url="/dossiers/1/")
    send(as_head, OTHER_TOKEN, url="/dossiers/2/")
    assert uses() == {(TOKEN, as_head.pk, "/dossiers/1/"), (OTHER_TOKEN, as_head.pk, "/dossiers/2/")}


def test_work_that_fails_may_be_sent_again(as_head):
    with pytest.raises(RuntimeError), once(TOKEN, user=as_head):
        raise RuntimeError
    assert uses() == set()
    assert send(as_head) == ["done"]


def test_work_that_leads_nowhere_leads_home_the_second_time(as_head):
    send(as_head, url="")
    with pytest.raises(AlreadyDone) as again:
        send(as_head)
    assert again.value.outcome_url == "/"


def test_somebody_elses_token_does_nothing_and_says_nothing(world, as_head):
    with acting_as(world.manager.pk):
        send(world.manager, url="/comptes/7/")
    with pytest.raises(AlreadyDone) as again:
        send(as_head)
    assert again.value.outcome_url == "/"
    assert outcome_of(TOKEN, user=as_head) == ""


def test_where_a_form_led(as_head):
    send(as_head)
    assert outcome_of(TOKEN, user=as_head) == "/dossiers/1/"
    assert outcome_of(OTHER_TOKEN, user=as_head) == ""
    assert outcome_of(None, user=as_head) == ""


def test_each_form_shown_has_its_own_hidden_token():
    first, second = OneUseForm(), OneUseForm()
    assert first["token"].value() != second["token"].value()
    assert 'type="hidden"' in str(first["token"])


def test_a_form_shown_again_with_its_errors_keeps_its_token():
    assert OneUseForm({"token": str(TOKEN)})["token"].value() == str(TOKEN)
    assert not OneUseForm({}).is_valid()
    assert not OneUseForm({"token": "jeton"}).is_valid()


@pytest.mark.parametrize("token", ["", "x", "\0", "0" * 5_000])
def test_a_token_that_is_none_does_nothing(world, sign_in, token):
    answer = sign_in(world.manager).post(reverse("accounts:person_deactivate", args=[world.head.pk]), {"token": token})
    assert answer.status_code == 422
    with acting_as_system():
        world.head.refresh_from_db()
    assert world.head.is_active
