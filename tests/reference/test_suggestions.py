"""The datalists: any signed-in person, ten rows at most, one query."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from emile.accounts.enums import Role
from emile.reference.models import Commune, Trade

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
