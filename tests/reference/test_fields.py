import pytest
from django import forms

from emile.reference.fields import CommuneField, TradeField
from emile.reference.models import Commune, Trade

pytestmark = pytest.mark.django_db


class AddressForm(forms.Form):
    commune = CommuneField(label="Commune")
    trade = TradeField(label="Métier", required=False)


def said(**data) -> dict:
    form = AddressForm({"commune": "Aurillac", **data})
    form.is_valid()
    return {name: errors[0] for name, errors in form.errors.items()}


def test_a_suggestion_is_read_back():
    form = AddressForm({"commune": "Mauriac (15200)", "trade": "F1703 – Maçonnerie"})
    assert form.is_valid()
    assert form.cleaned_data["commune"].code == "15120"
    assert form.cleaned_data["trade"].code == "F1703"


@pytest.mark.parametrize("typed", ["F1703", "f1703", "Maçonnerie", "macon"])
def test_a_trade_typed_without_javascript(typed):
    form = AddressForm({"commune": "Aurillac", "trade": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["trade"].code == "F1703"


def test_nothing_is_none_when_not_required():
    form = AddressForm({"commune": "15014"})
    assert form.is_valid()
    assert form.cleaned_data["trade"] is None


def test_several_answers_are_asked_again_with_the_choices():
    assert said(commune="Mauriac") == {
        "commune": "Plusieurs réponses possibles, précisez : Mauriac (15200), Mauriac (33540)."
    }


@pytest.mark.parametrize("typed", ["Nulle-Part", "\x00", "a\x00b", "😀", "x" * 100_000, "%", "99999"])
def test_odd_input_gets_a_sentence(typed):
    assert set(said(commune=typed)) == {"commune"}
    assert set(said(trade=typed)) == {"trade"}


def test_a_stored_code_is_shown_by_its_name():
    html = AddressForm(initial={"commune": "15014", "trade": Trade.objects.get(pk="F1703")}).as_p()
    assert 'value="Aurillac (15000)"' in html
    assert 'value="F1703 – Maçonnerie"' in html
    assert '<datalist id="id_commune_suggestions"></datalist>' in html
    assert 'list="id_commune_suggestions"' in html


def test_what_was_typed_stays():
    assert 'value="Nulle-Part"' in AddressForm({"commune": "Nulle-Part"}).as_p()


def test_has_changed():
    aurillac = Commune.objects.get(pk="15014")
    for before in ("15014", aurillac):
        assert not AddressForm({"commune": "Aurillac (15000)"}, initial={"commune": before}).has_changed()
        assert AddressForm({"commune": "Mauriac (15200)"}, initial={"commune": before}).has_changed()
        assert AddressForm({"commune": "Nulle-Part"}, initial={"commune": before}).has_changed()
