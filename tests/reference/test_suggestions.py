"""The datalists: any signed-in person, ten rows at most, one query."""

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from emile.accounts.enums import Role
from emile.reference.models import Commune, Trade
from tests.world import TODAY

pytestmark = pytest.mark.django_db
COMMUNES, TRADES = "reference:commune_suggestions", "reference:trade_suggestions"
ODD = ["\x00", "😀", "%", "'; DROP TABLE x; --", "<script>", "a" * 5_000, "0", " "]


@pytest.mark.parametrize("role", Role)
def test_open_to_every_role(signed_in, role):
    answer = signed_in(role).get(reverse(COMMUNES), {"q": "aurill"})
    assert answer.status_code == 200
    assert '<option value="Aurillac (15000)"></option>' in answer.text


def test_closed_to_strangers(client):
    assert client.get(reverse(COMMUNES), {"q": "aurill"}).status_code == 302
    assert client.get(reverse(TRADES), {"q": "maçon"}).status_code == 302


def test_only_get(manager):
    assert manager.post(reverse(COMMUNES)).status_code == 405


def test_trades(manager):
    assert escape("F1703 – Maçonnerie") in manager.get(reverse(TRADES), {"q": "macon"}).text


def test_the_ten_best_in_order(manager):
    shown = re.findall(r'<option value="([^"]+)">', manager.get(reverse(COMMUNES), {"q": "saint-flour"}).text)
    assert [html.unescape(label) for label in shown] == [
        "Saint-Flour (15100)", "Saint-Flour-l'Étang (63520)", "Saint-Flour-de-Mercoire (48300)",
        "Anglards-de-Saint-Flour (15100)",
    ]  # fmt: skip


@pytest.mark.parametrize(("days", "offered"), [(None, True), (0, True), (-1, False)])
def test_a_trade_is_offered_until_its_last_day(manager, days, offered):
    Trade.objects.filter(pk="F1703").update(valid_to=None if days is None else TODAY + timedelta(days=days))
    assert ("F1703" in manager.get(reverse(TRADES), {"q": "macon"}).text) is offered


def test_what_is_asked_for_wins_over_the_field_of_the_page(manager):
    answer = manager.get(
        reverse(COMMUNES), {"q": "mende", "commune": "aurillac"}, headers={"HX-Trigger-Name": "commune"}
    )
    assert "Mende (48000)" in answer.text
    assert "Aurillac" not in answer.text


def test_nothing_asked_nothing_offered(manager):
    assert "<option" not in manager.get(reverse(COMMUNES)).text
    assert "<option" not in manager.get(reverse(COMMUNES), {"other": "aurillac"}).text


@pytest.mark.parametrize("name", [COMMUNES, TRADES])
def test_ten_rows_at_most(manager, name):
    assert manager.get(reverse(name), {"q": "a"}).text.count("<option") == 10


@pytest.mark.parametrize("name", [COMMUNES, TRADES])
@pytest.mark.parametrize("typed", ODD)
def test_odd_input_is_never_an_error(manager, name, typed):
    assert manager.get(reverse(name), {"q": typed}).status_code == 200


def test_the_field_s_own_name_works_as_well(manager):
    answer = manager.get(
        reverse(COMMUNES), {"members-0-birthplace": "auril"}, headers={"HX-Trigger-Name": "members-0-birthplace"}
    )
    assert "Aurillac" in answer.text


@pytest.mark.parametrize("rows", [Commune.objects, Trade.objects])
def test_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert list(rows.matching("ma")[:10])


def test_no_query_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(Commune.objects.matching("")[:10]) == []
