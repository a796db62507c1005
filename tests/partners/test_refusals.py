"""What each form refuses, in French, beside the field; and the last value that it still takes."""

from datetime import timedelta

import pytest
from django.urls import reverse

from partners.models import Contact, Dwelling, Organisation, RelayFlat, Vacancy
from tests.partners import answers
from tests.partners.conftest import sent, shown, update
from tests.world import TODAY

LEAST, MOST = "Le plus petit nombre accepté est {}.", "Le plus grand nombre accepté est {}."
SIRET, NOT_YET = "Un SIRET compte 14 chiffres.", "Cette date est à venir : indiquez aujourd'hui ou avant."
FILL_IN, CHOOSE, DATE = "Renseignez ce champ.", "Choisissez une réponse.", "Indiquez une date."
IN_THE_LIST = "Choisissez dans la liste."
ADD = {
    "organisation": ("organisation_add", answers.organisation, Organisation),
    "vacancy": ("vacancy_add", answers.post_to_fill, Vacancy),
    "dwelling": ("dwelling_add", answers.flat, Dwelling),
    "relay_flat": ("relay_flat_add", answers.relay, RelayFlat),
}
FIGURES = [
    ("organisation", "effort_rate_limit", ("0,9", "1"), ("60", "60,1")),
    ("vacancy", "places", ("0", "1"), ("200", "201")),
    ("vacancy", "weekly_hours", ("0,9", "1"), ("48", "48,1")),
    ("vacancy", "monthly_wage", ("-0,01", "0"), None),
    ("dwelling", "surface", ("8,9", "9"), ("400", "400,1")),
    ("dwelling", "floor", ("-4", "-3"), ("60", "61")),
    ("dwelling", "rent", ("-0,01", "0"), None),
    ("dwelling", "charges", ("-0,01", "0"), None),
    ("dwelling", "deposit", ("-0,01", "0"), None),
    ("relay_flat", "capacity", ("0", "1"), ("20", "21")),
]
TOO_LITTLE = [(what, name, least[0], LEAST.format(least[1])) for what, name, least, _ in FIGURES]
TOO_MUCH = [(what, name, most[1], MOST.format(most[0])) for what, name, _, most in FIGURES if most]
ACCEPTED = [(what, name, value) for what, name, least, most in FIGURES for value in (least[1], *(most or ())[:1])]
MISSING = [
    *[("organisation", name, said) for name, said in (("name", FILL_IN), ("kind", CHOOSE), ("territory", CHOOSE))],
    *[("vacancy", name, FILL_IN) for name in ("title", "trade", "places")],
    *[("vacancy", name, CHOOSE) for name in ("employer", "territory", "contract", "experience")],
    ("vacancy", "last_news_on", DATE),
    *[("dwelling", name, FILL_IN) for name in ("address", "commune", "surface", "floor", "rent", "charges", "deposit")],
    *[("dwelling", name, CHOOSE) for name in ("landlord", "territory", "kind")],
    ("dwelling", "available_from", DATE),
    *[("relay_flat", name, FILL_IN) for name in ("name", "capacity")],
    ("relay_flat", "territory", CHOOSE),
    ("relay_flat", "opened_on", DATE),
]
OTHERWISE = [
    ("organisation", "siret", "1234567890123", SIRET),
    ("organisation", "siret", "123456789012345", SIRET),
    ("organisation", "siret", "1234567890123a", SIRET),
    ("organisation", "siret", "1234567890123²", SIRET),
    ("organisation", "siret", "1234567890123٣", SIRET),
    (
        "organisation",
        "siret",
        "1 2 34 56 78 90 12 34",
        "Assurez-vous que cette valeur comporte au plus 20 caractères (actuellement 21).",
    ),
    ("organisation", "kind", "nonsense", IN_THE_LIST),
    ("vacancy", "last_news_on", TODAY + timedelta(days=1), NOT_YET),
    ("vacancy", "contract", "nonsense", IN_THE_LIST),
]


@pytest.fixture
def browser(world, sign_in):
    return sign_in(world.head)


@pytest.fixture
def refusals(world, browser):
    """Every refusal of a form that is good but for what is given; none when the row was made."""

    def errors(what: str, **given) -> dict[str, list[str]]:
        page, good, model = ADD[what]
        before = model.objects.count()
        answer = browser.post(reverse(f"partners:{page}"), sent(**good(world, **given)))
        made = model.objects.count() - before
        assert (answer.status_code, made) in {(302, 1), (422, 0)}
        return answer.context["form"].errors if answer.status_code == 422 else {}

    return errors


@pytest.mark.parametrize(("what", "name", "value", "said"), [*TOO_LITTLE, *TOO_MUCH, *OTHERWISE])
def test_it_is_refused_beside_its_field(refusals, what, name, value, said):
    assert refusals(what, **{name: value}) == {name: [said]}


@pytest.mark.parametrize(("what", "name", "said"), MISSING)
def test_what_is_missing_is_asked_for(refusals, what, name, said):
    assert refusals(what, **{name: ""}) == {name: [said]}


@pytest.mark.parametrize(
    ("what", "name", "value"),
    [
        *ACCEPTED,
        ("organisation", "siret", "12 34 56 78 90 12 34"),
        ("vacancy", "last_news_on", TODAY),
        *[
            ("organisation", name, "")
            for name in ("short_name", "siret", "commune", "email", "effort_rate_limit", "note")
        ],
        *[("vacancy", name, "") for name in ("weekly_hours", "monthly_wage", "french_level", "commune", "starts_on")],
        *[("dwelling", "heating", ""), ("relay_flat", "landlord", ""), ("relay_flat", "address", "")],
    ],
)
def test_the_last_value_that_fits_is_taken(refusals, what, name, value):
    assert refusals(what, **{name: value}) == {}


class TestTheSameTwice:
    """A constraint of the database stands beside the field that it is about."""

    def test_an_organisation_of_the_same_name_and_kind(self, world, refusals):
        taken = {"name": ["Une organisation de ce type porte déjà ce nom."]}
        assert refusals("organisation", name="Menuiserie Delmas") == taken
        assert refusals("organisation", name="Menuiserie Delmas", kind="funder") == {}

    def test_a_relay_flat_of_the_same_name_in_a_territory(self, world, refusals):
        taken = {"name": ["Un appartement relais de ce territoire porte déjà ce nom."]}
        assert refusals("relay_flat", name="Relais Jordanne") == taken
        assert refusals("relay_flat", name="Relais Mende") == {}

    def test_with_another_refusal_each_stands_beside_its_own(self, refusals):
        assert refusals("relay_flat", name="Relais Jordanne", capacity="21") == {
            "name": ["Un appartement relais de ce territoire porte déjà ce nom."],
            "capacity": ["Le plus grand nombre accepté est 20."],
        }

    def test_a_sheet_changed_meanwhile_is_said_above_and_not_beside(self, world, browser, arrange):
        page = reverse("partners:relay_flat_edit", args=[world.flat.pk])
        mine = shown(browser.get(page))
        update(arrange, world.flat, address="3 rue du Buis")
        arrange(lambda: world.relay_flat("Relais Cère", world.cantal))
        errors = browser.post(page, mine | {"name": "Relais Cère"}).context["form"].errors
        assert errors["__all__"] == [
            "Quelqu'un a modifié cette fiche entre-temps : Adresse, maintenant « 3 rue du Buis ». "
            "Enregistrez de nouveau pour garder votre version."
        ]
        assert errors["name"] == ["Un appartement relais de ce territoire porte déjà ce nom."]


class TestContact:
    def test_a_contact_has_a_name(self, world, browser):
        page = reverse("partners:contact_add", args=[world.employer.pk])
        assert browser.post(page, sent(first_name="Aline")).context["form"].errors == {"last_name": [FILL_IN]}
        wrong = browser.post(page, sent(last_name="Delmas", email="aline")).context["form"].errors
        assert wrong == {"email": ["Écrivez une adresse complète, par exemple prenom.nom@exemple.fr."]}


class TestEnd:
    """The end of a row: its first day at the earliest."""

    @pytest.fixture
    def end(self, browser):
        def ended(name: str, row, **given) -> dict[str, list[str]]:
            page = reverse(f"partners:{name}", args=[row.pk])
            answer = browser.post(page, shown(browser.get(page)) | given)
            return answer.context["form"].errors if answer.status_code == 422 else {}

        return ended

    def test_a_relay_flat_may_close_the_day_it_opened_and_no_sooner(self, world, end):
        before = {"closed_on": ["C'est avant le début (03/11/2014)."]}
        assert end("relay_flat_close", world.flat, closed_on="2014-11-02") == before
        assert end("relay_flat_close", world.flat, closed_on="2014-11-03") == {}

    @pytest.mark.parametrize(
        ("name", "field", "which"),
        [
            ("organisation_close", "closed_on", "employer"),
            ("vacancy_close", "closed_on", "vacancy"),
            ("relay_flat_close", "closed_on", "flat"),
            ("dwelling_withdraw", "withdrawn_on", "to_rent"),
            ("contact_leave", "left_on", "contact"),
        ],
    )
    def test_a_date_is_needed_to_end_and_none_to_open_again(self, world, end, arrange, name, field, which):
        world.to_rent = arrange(world.dwelling)
        world.contact = arrange(lambda: Contact.objects.create(organisation=world.employer, last_name="Delmas"))
        row = getattr(world, which)
        assert end(name, row, **{field: ""}) == {field: ["Indiquez une date."]}
        assert end(name, row, **{field: TODAY + timedelta(days=30)}) == {}
        assert end(name, row, **{field: ""}) == {}
