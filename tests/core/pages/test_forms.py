"""How every form of the product behaves, whatever it asks."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.db import models
from django.test import RequestFactory
from django.test.utils import isolate_apps

from emile.accounts.models import User
from emile.core.pages.forms import ProductForm, ProductModelForm, SaneDateField, check_sane_date, posted
from emile.core.pages.one_use import OneUseForm

LEAP_DAY = "2028-02-29 12:00"


class Everything(ProductForm):
    name = forms.CharField()
    story = forms.CharField(widget=forms.Textarea, required=False)
    code = forms.CharField(max_length=6, required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    email = forms.EmailField()
    born_on = forms.DateField()
    came_on = SaneDateField(required=False)
    children = forms.IntegerField(min_value=0, max_value=20)
    income = forms.DecimalField()
    share = forms.FloatField(required=False)
    french = forms.ChoiceField(choices=[("a1", "A1")])
    agrees = forms.BooleanField()
    paper = forms.FileField()
    own = forms.CharField(error_messages={"required": "Dites qui vous êtes."})


def errors(**typed) -> dict[str, list[str]]:
    return Everything(typed).errors


def test_what_is_missing_is_asked_in_our_words():
    assert errors() == {
        "name": ["Renseignez ce champ."],
        "email": ["Renseignez ce champ."],
        "born_on": ["Indiquez une date."],
        "children": ["Renseignez ce champ."],
        "income": ["Renseignez ce champ."],
        "french": ["Choisissez une réponse."],
        "agrees": ["Cochez cette case pour continuer."],
        "paper": ["Joignez un fichier."],
        "own": ["Dites qui vous êtes."],
    }


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("email", "helene@", "Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."),
        ("born_on", "31/02/2026", "Écrivez une date, par exemple 31/12/2026."),
        ("came_on", "hier", "Écrivez une date, par exemple 31/12/2026."),
        ("children", "deux", "Écrivez un nombre entier, par exemple 12."),
        ("income", "douze", "Écrivez un nombre, par exemple 1\u202f250,50."),
        ("french", "c3", "Choisissez dans la liste."),
    ],
)
def test_what_is_wrong_is_said_in_our_words(field, typed, sentence):
    assert errors(**{field: typed})[field] == [sentence]


@pytest.mark.parametrize(("sent", "sentence"), [("", "Choisissez une réponse."), ("x", "Choisissez dans la liste.")])
def test_a_choice_among_rows_speaks_as_the_others(sent, sentence):
    class Form(ProductForm):
        person = forms.ModelChoiceField(User.objects.none())

    assert Form({"person": sent}).errors["person"] == [sentence]


@pytest.mark.parametrize(
    ("field", "length", "fits"),
    [
        ("name", 250, True), ("name", 251, False), ("story", 5_000, True), ("story", 5_001, False),
        ("code", 6, True), ("code", 7, False), ("secret", 250, True), ("secret", 251, False),
    ],
)  # fmt: skip
def test_every_text_has_a_length(field, length, fits):
    assert (field not in errors(**{field: "é" * length})) is fits


def test_the_browser_knows_the_length_of_what_one_types():
    form = Everything()
    assert [form[name].field.widget.attrs.get("maxlength") for name in ("name", "story", "code", "secret")] == [
        "250", "5000", "6", None,
    ]  # fmt: skip


def test_a_token_is_no_text():
    class Form(OneUseForm, ProductForm):
        pass

    assert "maxlength" not in str(Form()["token"])
    assert Form({"token": "00000000-0000-4000-8000-000000000000"}).is_valid()


class TestDates:
    @pytest.mark.parametrize("field", ["born_on", "came_on"])
    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("01/01/1900", None),
            ("31/12/1899", "Cette date est avant 1900 : vérifiez l'année."),
            ("2030-03-01", None),
            ("2030-03-02", "Cette date est à plus de deux ans : vérifiez l'année."),
        ],
    )
    def test_from_1900_to_two_years_from_today(self, field, typed, said):
        with time_machine.travel(LEAP_DAY):
            assert errors(**{field: typed}).get(field) == ([said] if said else None)

    @pytest.mark.parametrize("field", ["born_on", "came_on"])
    @pytest.mark.parametrize("typed", ["2026-06-03", "03/06/2026", "3/6/2026", "03/06/26"])
    def test_typed_in_the_french_way_or_by_the_calendar(self, field, typed):
        form = Everything({field: typed})
        form.is_valid()
        assert form.cleaned_data[field] == dt.date(2026, 6, 3)

    @pytest.mark.parametrize("field", ["born_on", "came_on"])
    def test_the_calendar_of_the_browser_has_the_same_bounds(self, field):
        form = Everything(initial={field: dt.date(2026, 6, 3)})
        with time_machine.travel(LEAP_DAY):
            html = str(form[field])
        assert 'type="date"' in html
        assert 'value="2026-06-03"' in html
        assert 'min="1900-01-01" max="2030-03-01"' in html

    def test_a_form_may_bound_it_more_closely(self):
        html = SaneDateField().widget.render("day", None, {"max": "2026-06-03"})
        assert 'min="1900-01-01" max="2026-06-03"' in html

    def test_a_widget_of_its_own_is_left_alone(self):
        class Form(ProductForm):
            day = forms.DateField(widget=forms.SelectDateWidget)

        assert isinstance(Form().fields["day"].widget, forms.SelectDateWidget)

    def test_a_date_with_an_hour_is_judged_by_its_day(self):
        with time_machine.travel(LEAP_DAY):
            check_sane_date(dt.datetime(2030, 3, 1, 23, 59, tzinfo=dt.UTC))
            with pytest.raises(forms.ValidationError, match="deux ans"):
                check_sane_date(dt.datetime(2030, 3, 2, 0, 0, tzinfo=dt.UTC))


class TestNumbers:
    """Typed as text, so that the browser keeps « douze » to be corrected."""

    @pytest.mark.parametrize(("field", "mode"), [("children", "numeric"), ("income", "decimal"), ("share", "decimal")])
    def test_asked_with_the_right_keyboard(self, field, mode):
        html = str(Everything()[field])
        assert f'type="text" name="{field}" inputmode="{mode}" autocomplete="off"' in html
        assert not [bound for bound in ("min=", "max=", "step=") if bound in html]

    @pytest.mark.parametrize(("typed", "fits"), [("0", True), ("20", True), ("-1", False), ("21", False)])
    def test_the_bounds_are_still_checked(self, typed, fits):
        assert ("children" not in errors(children=typed)) is fits

    @pytest.mark.parametrize(
        ("typed", "read"), [("1250,5", "1250.5"), ("1 250,50", "1250.50"), ("-3", "-3"), ("0", "0")]
    )
    def test_read_in_the_french_way(self, typed, read):
        form = Everything({"income": typed})
        form.is_valid()
        assert form.cleaned_data["income"] == Decimal(read)

    def test_shown_in_the_french_way(self):
        assert 'value="1\xa0250,5"' in str(Everything(initial={"income": Decimal("1250.5")})["income"])

    def test_another_widget_is_left_alone(self):
        class Form(ProductForm):
            rank = forms.IntegerField(widget=forms.HiddenInput)

        assert isinstance(Form().fields["rank"].widget, forms.HiddenInput)


@isolate_apps("emile.core")
def test_fields_of_a_model_are_treated_alike():
    class Thing(models.Model):
        made_on = models.DateField("fait le")
        note = models.TextField("note", blank=True)

        class Meta:
            app_label = "core"

    class Form(ProductModelForm):
        class Meta:
            model = Thing
            fields = ("made_on", "note")

    form = Form({"made_on": "31/12/1899", "note": "x" * 5_001})
    assert set(form.errors) == {"made_on", "note"}
    assert 'type="date"' in str(form["made_on"])


def test_the_page_writes_the_form_and_its_token_itself():
    helper = Everything().helper
    assert (helper.form_tag, helper.disable_csrf, helper.form_show_errors) == (False, True, True)
    assert "required" not in str(Everything()["name"]).replace("aria-required", "")


def test_a_form_is_bound_by_a_post_were_it_empty():
    requests = RequestFactory()
    assert posted(requests.get("/", {"a": "1"})) is None
    assert dict(posted(requests.post("/", {"a": "1"})).items()) == {"a": "1"}
    assert posted(requests.post("/")) is not None
