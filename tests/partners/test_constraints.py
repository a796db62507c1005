"""What the database refuses about partners, whoever writes: by name, in French, and the last value that it takes."""

from datetime import date
from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partners.models import Dwelling, Membership, Organisation, RelayFlat, Vacancy
from tests.world import LONG_AGO

PLACE = "Un référent a une zone d'origine, un chef de service ou un·e chargé·e d'accompagnement un territoire, "
PLACE += "les autres rôles ni l'un ni l'autre."
CONSTRAINTS = {
    "organisation_name_unique": "Une organisation de ce type porte déjà ce nom.",
    "organisation_siret_digits": "Un SIRET compte 14 chiffres.",
    "organisation_effort_rate_range": "Le taux d'effort accepté se situe entre 1 et 60 %.",
    "vacancy_has_a_place": "Il faut au moins un poste.",
    "vacancy_weekly_hours": "La durée hebdomadaire se situe entre 1 et 48 heures.",
    "dwelling_surface_plausible": "Un logement compte au moins 9 m² (et moins de 400).",
    "dwelling_amounts_positive": "Un montant ne peut pas être négatif.",
    "relay_flat_name_unique": "Un appartement relais de ce territoire porte déjà ce nom.",
    "relay_flat_capacity": "Un appartement relais compte de 1 à 20 couchages.",
    "membership_scope_fits_role": PLACE,
    "membership_dates_in_order": "La fin du rattachement précède son début.",
    "membership_once": "Ce rattachement existe déjà.",
}
REFUSED = [
    ("organisation", {"name": "Polygone", "kind": "landlord"}, "organisation_name_unique"),
    ("organisation", {"siret": "1234567890123"}, "organisation_siret_digits"),
    ("organisation", {"siret": "1234567890123X"}, "organisation_siret_digits"),
    ("organisation", {"effort_rate_limit": Decimal("0.9")}, "organisation_effort_rate_range"),
    ("organisation", {"effort_rate_limit": Decimal("60.1")}, "organisation_effort_rate_range"),
    ("vacancy", {"places": 0}, "vacancy_has_a_place"),
    ("vacancy", {"weekly_hours": Decimal(0)}, "vacancy_weekly_hours"),
    ("vacancy", {"weekly_hours": Decimal("48.1")}, "vacancy_weekly_hours"),
    ("dwelling", {"surface": Decimal("8.9")}, "dwelling_surface_plausible"),
    ("dwelling", {"surface": Decimal("400.1")}, "dwelling_surface_plausible"),
    ("dwelling", {"rent": Decimal("-0.01")}, "dwelling_amounts_positive"),
    ("dwelling", {"charges": Decimal("-0.01")}, "dwelling_amounts_positive"),
    ("dwelling", {"deposit": Decimal("-0.01")}, "dwelling_amounts_positive"),
    ("relay_flat", {"name": "Relais Jordanne"}, "relay_flat_name_unique"),
    ("relay_flat", {"capacity": 0}, "relay_flat_capacity"),
    ("relay_flat", {"capacity": 21}, "relay_flat_capacity"),
    *[
        ("membership", {"role": role, **held}, "membership_scope_fits_role")
        for role, held in (
            ("referent", {}),
            ("referent", {"territory": "cantal"}),
            ("referent", {"origin_area": "paris", "territory": "cantal"}),
            ("service_head", {}),
            ("service_head", {"origin_area": "paris"}),
            ("caseworker", {"territory": "cantal", "origin_area": "paris"}),
            ("prescriber", {"territory": "cantal"}),
            ("partner", {"origin_area": "paris"}),
            ("manager", {"territory": "cantal"}),
            ("dpo", {"origin_area": "paris"}),
        )
    ],
    ("membership", {"valid_to": date(2014, 11, 2)}, "membership_dates_in_order"),
    ("membership", {"organisation": "structure", "user": "prescriber"}, "membership_once"),
]
TAKEN = [
    ("organisation", {"name": "Polygone"}),
    ("organisation", {"siret": "12345678901234"}),
    ("organisation", {"effort_rate_limit": Decimal(1)}),
    ("organisation", {"effort_rate_limit": Decimal(60)}),
    ("vacancy", {"places": 1, "weekly_hours": None}),
    ("vacancy", {"weekly_hours": Decimal("0.1")}),
    ("vacancy", {"weekly_hours": Decimal(48)}),
    ("dwelling", {"surface": Decimal(9), "rent": 0, "charges": 0, "deposit": 0}),
    ("dwelling", {"surface": Decimal(400)}),
    ("relay_flat", {"name": "Relais Mende", "capacity": 1}),
    ("relay_flat", {"capacity": 20}),
    ("membership", {"role": "referent", "origin_area": "paris"}),
    ("membership", {"role": "service_head", "territory": "cantal"}),
    ("membership", {"role": "caseworker", "territory": "lozere"}),
    ("membership", {"role": "partner"}),
    ("membership", {"role": "dpo"}),
    ("membership", {"valid_to": date(2014, 11, 3)}),
    ("membership", {"organisation": "structure", "user": "prescriber", "valid_from": date(2014, 11, 4)}),
]


@pytest.fixture
def row(world):
    """A row that the database takes, but for what is given; places and people by their name in the world."""
    trade = {"trade": world.trade, "contract": "cdi", "last_news_on": LONG_AGO}
    money = {"rent": 410, "surface": 62, "available_from": LONG_AGO}
    good = {
        "organisation": (Organisation, {"name": "Boulangerie Roques", "kind": "employer"}),
        "vacancy": (Vacancy, {"employer": world.employer, "territory": world.cantal, "title": "Maçon", **trade}),
        "dwelling": (
            Dwelling,
            {"landlord": world.landlord, "territory": world.cantal, "commune": world.commune, "kind": "T3", **money},
        ),
        "relay_flat": (
            RelayFlat,
            {"name": "Relais neuf", "territory": world.cantal, "capacity": 4, "opened_on": LONG_AGO},
        ),
        "membership": (
            Membership,
            {"user": world.caseworker, "organisation": world.operator, "role": "prescriber", "valid_from": LONG_AGO},
        ),
    }

    def built(what: str, given: dict):
        model, fields = good[what]
        found = {
            name: getattr(world, value) if name in {"territory", "origin_area", "organisation", "user"} else value
            for name, value in given.items()
        }
        return model(**fields | found)

    return built


@pytest.mark.parametrize(("what", "given", "constraint"), REFUSED)
def test_it_is_refused_in_french_and_by_the_database(row, arrange, what, given, constraint):
    bad = row(what, given)
    with pytest.raises(ValidationError) as explained:
        arrange(bad.validate_constraints)
    assert explained.value.messages == [CONSTRAINTS[constraint]]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        arrange(bad.save)


@pytest.mark.parametrize(("what", "given"), TAKEN)
def test_the_last_value_that_fits_is_taken(row, arrange, what, given):
    good = row(what, given)
    arrange(good.validate_constraints)
    arrange(good.save)
    assert arrange(lambda: type(good).objects.filter(pk=good.pk).exists())


def test_every_constraint_is_tried():
    models = (Organisation, Vacancy, Dwelling, RelayFlat, Membership)
    assert {constraint.name for model in models for constraint in model._meta.constraints} == set(CONSTRAINTS)
    assert {constraint for _, _, constraint in REFUSED} == set(CONSTRAINTS)


def test_every_sentence_of_a_constraint_can_be_said():
    """Django fills it with ``%``: a lone percent sign is an error on the day somebody should read it."""
    constraints = [constraint for model in apps.get_models() for constraint in model._meta.constraints]
    assert all(constraint.get_violation_error_message() for constraint in constraints)
