"""The fields of the pages of a candidature on both sides of their bounds; lists of rows, corrected in place."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms

from candidates.candidature.forms.fields import LanguagesField, PastDateField, long_text
from candidates.candidature.forms.housing import DebtRow, HousingForm, IncomeRow, RequestRow
from candidates.candidature.forms.member import DepartureForm
from candidates.candidature.forms.pages import words
from candidates.candidature.forms.sections import replace_rows
from candidates.candidature.forms.topics import after
from candidates.candidature.forms.wish import places
from candidates.candidature.forms.work import TradeRow
from candidates.models import Debt, HousingSituation, Journey, Member
from emile.core.database.identity import acting_as_system
from tests.world import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
FUTURE = "Cette date est dans l'avenir : vérifiez l'année."


def refusals(field: forms.Field, value) -> list[str]:
    try:
        field.clean(value)
    except forms.ValidationError as error:
        return error.messages
    return []


def test_what_is_past_may_be_of_today():
    field = PastDateField()
    assert refusals(field, TODAY.isoformat()) == []
    assert refusals(field, TOMORROW.isoformat()) == [FUTURE]


def test_a_long_text_has_room_for_three_lines_on_the_screen_and_for_so_many_letters():
    text = long_text("Atouts", most=20)
    assert (text.widget.attrs["rows"], text.widget.attrs["maxlength"]) == (3, "20")
    assert (refusals(text, "x" * 20), len(refusals(text, "x" * 21)), text.required) == ([], 1, False)


# --- languages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("français, bambara", ["français", "bambara"]),
        (" français ,, bambara , ", ["français", "bambara"]),
        ("peul, français, peul", ["peul", "français"]),
        (", ".join("abcdefgh"), list("abcdefgh")),
        ("x" * 40, ["x" * 40]),
        ("", []),
    ],
)
def test_languages_are_kept_once_each_in_their_order(typed, kept):
    assert LanguagesField(required=False).clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (", ".join("abcdefghi"), "Au plus 8 langues."),
        ("x" * 41, "Un nom de langue est trop long : séparez-les par des virgules."),
    ],
)
def test_languages_are_eight_and_short(typed, words):
    assert refusals(LanguagesField(required=False), typed) == [words]


@pytest.mark.parametrize(
    ("before", "typed", "changed"),
    [
        (["français", "peul"], "français, peul", False),
        (["français", "peul"], "peul, français", True),
        ([], "", False),
        (None, "", False),
        ([], "peul", True),
        ([], "x" * 41, True),
    ],
)
def test_languages_typed_as_they_were_are_no_change(before, typed, changed):
    assert LanguagesField(required=False).has_changed(before, typed) is changed
    assert LanguagesField().prepare_value(["français", "peul"]) == "français, peul"


# --- housing ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"dalo": "true", "dalo_on": YESTERDAY.isoformat()}, {}),
        ({"dalo": "true"}, {}),
        (
            {"dalo": "false", "dalo_on": YESTERDAY.isoformat()},
            {"dalo_on": ["Une date de décision suppose que le ménage soit reconnu DALO."]},
        ),
        ({"since": TOMORROW.isoformat()}, {"since": [FUTURE]}),
        ({"reference_income": "0"}, {}),
        ({"reference_income": "-0,01"}, {"reference_income": ["Un revenu ne peut pas être négatif."]}),
    ],
)
def test_the_dwelling_of_today(sent, errors):
    assert dict(HousingForm(sent, instance=HousingSituation()).errors) == errors


@pytest.mark.parametrize(
    "typed",
    [
        "1234567",
        " 1 234 567 ",
        "1\u00a0234\u202f567",
        "n° 1234567",
        "SI-SIAO 1234567",
        "SI SIAO n°1 234 567",
        "siao : 1234567",
    ],
)
def test_a_siao_number_is_kept_in_digits_however_it_is_typed(typed):
    form = HousingForm({"siao_number": typed}, instance=HousingSituation())
    assert form.is_valid()
    assert form.cleaned_data["siao_number"] == "1234567"


@pytest.mark.parametrize("typed", ["A1234567", "12-34", "1234567 bis", "¹²³", "n°12 ou 13"])
def test_what_is_not_a_siao_number_is_refused(typed):
    form = HousingForm({"siao_number": typed}, instance=HousingSituation())
    assert form.errors["siao_number"] == ["Le numéro SI-SIAO s'écrit en chiffres, par exemple 1234567."]


@pytest.mark.parametrize(
    ("filed", "renewed", "errors"),
    [
        (0, 0, {}),
        (1, 0, {}),
        (0, 1, {"renewed_on": ["Le renouvellement précède le dépôt."]}),
        (0, None, {}),
    ],
)
def test_a_request_is_renewed_on_the_day_it_is_filed_or_after(filed, renewed, errors):
    sent = {"number": "075", "department": "75", "filed_on": (TODAY - timedelta(days=filed)).isoformat()}
    if renewed is not None:
        sent["renewed_on"] = (TODAY - timedelta(days=renewed)).isoformat()
    assert dict(RequestRow(sent, departments=[("75", "Paris")]).errors) == errors


AWA = [Member(pk=7, first_name="Awa")]


@pytest.mark.parametrize(
    ("kind", "amount", "kept"),
    [("rsa", "890", Decimal(890)), ("rsa", "0", Decimal(0)), ("none", "", 0), ("none", "500", 0)],
)
def test_an_income_and_no_income(kind, amount, kept):
    row = IncomeRow({"member": "7", "kind": kind, "amount": amount}, members=AWA)
    assert row.is_valid(), row.errors
    assert row.cleaned_data == {"member": 7, "kind": kind, "amount": kept}


@pytest.mark.parametrize(
    ("amount", "words"),
    [("", "Indiquez le montant."), ("-0,01", "Un montant ne peut pas être négatif.")],
)
def test_an_income_without_its_amount_or_below_nothing(amount, words):
    assert dict(IncomeRow({"member": "7", "kind": "rsa", "amount": amount}, members=AWA).errors) == {"amount": [words]}


@pytest.mark.parametrize(("amount", "errors"), [("0", []), ("-0,01", ["Un montant ne peut pas être négatif."])])
def test_a_debt(amount, errors):
    assert DebtRow({"kind": "rent", "amount": amount}).errors.get("amount", []) == errors


@pytest.mark.parametrize(
    ("years", "errors"),
    [("0", []), ("60", []), ("", []), ("-1", ["Au moins 0."]), ("61", ["Au plus 60 années d'expérience."])],
)
def test_years_of_a_trade(db, years, errors):
    row = TradeRow({"member": "7", "trade": "F1703", "use": "wanted", "years": years}, members=AWA)
    assert row.errors.get("years", []) == errors


def test_a_row_of_a_trade_needs_its_trade(db):
    row = TradeRow({"member": "7", "trade": "", "use": "wanted", "years": "3"}, members=AWA)
    assert dict(row.errors) == {"trade": ["Indiquez le métier."]}


def test_the_first_member_and_a_wish_are_proposed():
    assert (TradeRow(members=AWA)["member"].value(), TradeRow(members=AWA)["use"].value()) == ("7", "wanted")
    assert IncomeRow(members=AWA)["member"].value() == "7"


# --- departures, wishes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "errors"),
    [
        (date(2018, 2, 3), []),
        (date(2018, 2, 2), ["Cette date précède la naissance."]),
        (TODAY, []),
        (TOMORROW, [FUTURE]),
    ],
)
def test_a_departure_is_between_the_birth_and_today(left, errors):
    member = Member(first_name="Sami", birth_date=date(2018, 2, 3))
    form = DepartureForm({"left_household_on": left.isoformat()}, instance=member, journey=Journey())
    assert form.errors.get("left_household_on", []) == errors
    long_ago = DepartureForm({"left_household_on": "1950-01-01"}, instance=Member(), journey=Journey())
    assert "left_household_on" not in long_ago.errors


@pytest.mark.parametrize(
    ("wishes", "territories", "shown"), [(0, 9, 3), (2, 9, 3), (3, 9, 4), (5, 9, 6), (0, 2, 2), (9, 9, 9)]
)
def test_one_more_wish_than_made_and_three_at_least(wishes, territories, shown):
    assert places([None] * wishes, [None] * territories) == shown


def test_the_pages_follow_each_other():
    assert [after(topic) for topic in ("menage", "logement", "emploi", "famille", "projet")] == [
        *("logement", "emploi", "famille", "projet"),
        None,
    ]


# --- lists of rows ------------------------------------------------------------------------------------------------


def debt(household, kind: str, amount: int, plan: str = "") -> Debt:
    return Debt(household=household, kind=kind, amount=Decimal(amount), plan=plan)


def replaced(world, before: list[tuple], wanted: list[tuple]) -> tuple[bool, list[tuple]]:
    """Whether something was written; then each row as it is, with which of the first ones it was."""
    with acting_as_system():
        household = world.journey().household
        stored = [debt(household, *row) for row in before]
        for row in stored:
            row.save()
        first = {row.pk: place for place, row in enumerate(stored)}
        wrote = replace_rows(stored, [debt(household, *row) for row in wanted], key=("kind",))
        rows = household.debts.order_by("pk")
        return wrote, [(row.kind, int(row.amount), row.plan, first.get(row.pk)) for row in rows]


@pytest.mark.parametrize(
    ("before", "wanted", "after_it"),
    [
        ([("rent", 10)], [("rent", 10)], (False, [("rent", 10, "", 0)])),
        ([("rent", 10)], [("rent", 12)], (True, [("rent", 12, "", 0)])),
        ([("rent", 10)], [("rent", 10, "Plan")], (True, [("rent", 10, "Plan", 0)])),
        ([("rent", 10)], [], (True, [])),
        ([], [("rent", 10)], (True, [("rent", 10, "", None)])),
        ([], [], (False, [])),
        ([("rent", 10)], [("tax", 10)], (True, [("tax", 10, "", None)])),
        ([("rent", 1), ("tax", 2)], [("tax", 2), ("rent", 1)], (False, [("rent", 1, "", 0), ("tax", 2, "", 1)])),
        ([("rent", 1), ("rent", 2)], [("rent", 1), ("rent", 2)], (False, [("rent", 1, "", 0), ("rent", 2, "", 1)])),
        ([("rent", 1), ("rent", 2)], [("rent", 1)], (True, [("rent", 1, "", 0)])),
        ([("rent", 1)], [("rent", 1), ("rent", 2)], (True, [("rent", 1, "", 0), ("rent", 2, "", None)])),
    ],
)
def test_rows_are_corrected_in_place_removed_and_added(world, before, wanted, after_it):
    assert replaced(world, before, wanted) == after_it


# --- what was typed, in words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        (forms.ChoiceField(choices=[("rsa", "RSA")]), "rsa", "RSA"),
        (forms.ChoiceField(choices=[("rsa", "RSA")]), "inconnu", "inconnu"),
        (forms.ChoiceField(choices=[(7, "Awa")]), 7, "Awa"),
        (forms.ChoiceField(choices=[("", "Choisir…")]), "", ""),
        (forms.ChoiceField(choices=[("", "Choisir…")]), None, ""),
        (forms.MultipleChoiceField(choices=[("b", "Permis B"), ("c", "Permis C")]), ["b", "c"], "Permis B, Permis C"),
        (forms.MultipleChoiceField(choices=[]), None, ""),
        (forms.NullBooleanField(), "true", "Oui"),
        (forms.NullBooleanField(), False, "Non"),
        (forms.NullBooleanField(), None, ""),
        (forms.BooleanField(), "on", "Oui"),
        (forms.BooleanField(), False, "Non"),
        (forms.DateField(), date(2026, 6, 1), "1er juin 2026"),
        (forms.DateField(), "hier", "hier"),
        (forms.DateField(), None, ""),
        (forms.DecimalField(), "1234.50", "1 234,50"),
        (forms.CharField(), "Rue des Lilas", "Rue des Lilas"),
    ],
)
def test_a_value_reads_as_on_the_screen(field, value, said):
    assert words(field, value).replace("\u00a0", " ").replace("\u202f", " ") == said
