import pytest
from django import forms

from emile.reference.fields import CommuneField, SuggestInput, TradeField
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


@pytest.mark.parametrize(("names", "more"), [(2, ""), (4, ""), (5, "…"), (6, "…")])
def test_four_choices_are_named_and_more_are_said_to_be(names, more):
    """As many communes of one name as there are departments."""
    for number in range(names):
        code = f"{10 + number}999"
        Commune.objects.create(
            code=code, name="Essai", department_id=f"{10 + number}", postal_codes=[f"{10 + number}990"],
            population=1000 - number, search_name=f"essai {10 + number}990",
        )  # fmt: skip
    named = sorted(f"Essai ({10 + number}990)" for number in range(min(names, 4)))
    assert said(commune="Essai") == {"commune": f"Plusieurs réponses possibles, précisez : {', '.join(named)}{more}."}


def test_what_is_unknown_says_what_to_write():
    assert said(commune="Nulle-Part", trade="Rien du tout") == {
        "commune": "Commune inconnue : écrivez son nom ou son code postal, puis choisissez dans les propositions.",
        "trade": "Métier inconnu : écrivez un mot du métier ou son code ROME, puis choisissez dans les propositions.",
    }
    assert said(commune="") == {"commune": "Ce champ est obligatoire."}


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("F1703 - autre chose", "F1703"),
        (" f1703", "F1703"),
        ("maçonnerie", "F1703"),
        ("F170", None),
        ("Z1703", None),
        ("A1102", None),
    ],
)
def test_a_trade_is_read_by_its_code_then_by_its_label_then_by_its_words(typed, code):
    form = AddressForm({"commune": "Aurillac", "trade": typed})
    assert form.is_valid() is (code is not None)
    if code:
        assert form.cleaned_data["trade"].code == code


def test_a_label_in_full_wins_over_those_that_begin_like_it():
    Trade.objects.filter(pk="A1201").update(label="Maçonnerie", search_name="maconnerie a1201")
    Trade.objects.filter(pk="F1703").update(label="Maçonnerie d'art", search_name="maconnerie d art f1703")
    form = AddressForm({"commune": "Aurillac", "trade": "MAÇONNERIE"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["trade"].code == "A1201"


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


@pytest.mark.parametrize("typed", ["Nulle-Part", "Murat", "15999", "Mur"])
def test_what_was_typed_stays(typed):
    assert f'value="{typed}"' in AddressForm({"commune": typed}).as_p()


def test_a_character_no_database_takes_is_shown_again_without_being_looked_up():
    assert 'value="a\0b"' in AddressForm({"commune": "a\0b"}).as_p()


def test_the_suggestions_are_those_of_their_own_box():
    """Several forms may stand on one page: each box has its list, whatever its id is made of."""
    html = AddressForm(auto_id="champ_%s").as_p()
    assert 'id="champ_commune"' in html
    assert '<datalist id="champ_commune_suggestions"></datalist>' in html
    assert 'list="champ_commune_suggestions"' in html
    assert 'hx-target="#champ_commune_suggestions"' in html
    assert 'hx-get="/referentiel/communes/suggestions/"' in html
    assert 'hx-get="/referentiel/metiers/suggestions/"' in html
    assert '<datalist id="id_commune_suggestions"></datalist>' in SuggestInput("/ici/").render("commune", None)


def test_a_text_of_three_boxes_long_is_read_and_no_more():
    assert said(commune="x" * 240)["commune"].startswith("Commune inconnue")
    assert said(commune="x" * 241)["commune"].startswith("Assurez-vous que cette valeur comporte au plus 240")


def test_a_long_label_is_understood():
    form = AddressForm({"commune": "Aurillac", "trade": "Conduite d'engins agricoles et forestiers"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["trade"].code == "A1101"


def test_has_changed():
    aurillac = Commune.objects.get(pk="15014")
    for before in ("15014", aurillac):
        assert not AddressForm({"commune": "Aurillac (15000)"}, initial={"commune": before}).has_changed()
        assert AddressForm({"commune": "Mauriac (15200)"}, initial={"commune": before}).has_changed()
        assert AddressForm({"commune": "Nulle-Part"}, initial={"commune": before}).has_changed()
    for nothing in (None, ""):
        same = {"commune": "Aurillac (15000)", "trade": ""}
        assert not AddressForm(same, initial={"commune": "15014", "trade": nothing}).has_changed()
