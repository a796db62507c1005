"""What the database refuses, whoever writes."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from emile.reference.models import (
    Basin,
    LegalParameter,
    OriginArea,
    Programme,
    ProgrammeTerritory,
    Reason,
    Territory,
    Trade,
)

pytestmark = pytest.mark.django_db
JANUARY, JUNE, JULY, DECEMBER = (datetime.date(2030, month, day) for month, day in ((1, 1), (6, 30), (7, 1), (12, 31)))


def parameter(**fields) -> LegalParameter:
    given = {"code": "essai", "label": "Essai", "value": Decimal(1), "unit": "day", "source": "Essai"}
    return LegalParameter(**{**given, "valid_from": JANUARY, "valid_to": None, **fields})


def reason(**fields) -> Reason:
    return Reason(**{"code": "essai", "kind": "decline", "label": "Essai", **fields})


def refused(row, constraint: str, field: str) -> None:
    """By the database itself, and before that by a sentence beside the right field."""
    with pytest.raises(ValidationError) as explained:
        row.validate_constraints()
    assert field in {error.code for error in explained.value.error_dict["__all__"]}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


def test_two_values_of_one_parameter_never_overlap():
    parameter(valid_to=JUNE).save()
    refused(parameter(valid_from=JUNE), "parameter_one_value_at_a_time", "valid_from")
    refused(parameter(valid_from=datetime.date(2029, 1, 1)), "parameter_one_value_at_a_time", "valid_from")


def test_the_next_value_begins_the_day_after():
    parameter(valid_to=JUNE).save()
    following = parameter(valid_from=JULY, value=2)
    following.full_clean()
    following.save()


def test_another_parameter_may_hold_on_the_same_days():
    parameter().save()
    parameter(code="essai_2").save()


def test_a_row_may_be_saved_again():
    row = parameter()
    row.save()
    row.validate_constraints()


@pytest.mark.parametrize(
    ("start", "end", "constraint", "field"),
    [
        (JUNE, JANUARY, "parameter_ends_after_start", "valid_to"),
        (datetime.date(1, 1, 1), None, "parameter_start_is_plausible", "valid_from"),
        (JANUARY, datetime.date(9999, 12, 31), "parameter_end_is_plausible", "valid_to"),
    ],
)
def test_periods_are_plausible(start, end, constraint, field):
    refused(parameter(valid_from=start, valid_to=end), constraint, field)


def test_one_day_is_a_period():
    parameter(valid_to=JANUARY).save()


def test_a_value_is_not_negative():
    refused(parameter(value=-1), "parameter_is_not_negative", "value")


def test_parking_goes_with_days_and_only_with_it():
    refused(reason(consequence="park"), "reason_park_has_days", "park_days")
    refused(reason(consequence="park", park_days=0), "reason_park_has_days", "park_days")
    refused(reason(consequence="close", park_days=30), "reason_park_has_days", "park_days")
    reason(consequence="park", park_days=30).save()


def test_a_reason_has_a_known_kind_and_consequence():
    refused(reason(kind="nonsense"), "reason_kind_known", "kind")
    refused(reason(consequence="explode"), "reason_consequence_known", "consequence")


def test_a_label_stands_once_in_a_list():
    reason().save()
    refused(reason(code="essai-2"), "reason_label_once_per_kind", "label")
    reason(code="essai-3", kind="waiting").save()


def test_stay_bounds_are_in_order():
    programme = Programme.objects.get(code="emile")
    programme.stay_min_days = 6
    refused(programme, "programme_stay_bounds", "stay_max_days")


def test_a_programme_opens_once_at_a_time_in_a_territory():
    opening = ProgrammeTerritory.objects.get(programme__code="emile", territory__code="cantal")
    again = ProgrammeTerritory(programme=opening.programme, territory=opening.territory, valid_from=JANUARY)
    refused(again, "opening_once", "valid_from")


def test_a_closed_programme_may_open_again():
    closed = ProgrammeTerritory.objects.get(programme__code="emile", territory__code="lot")
    again = ProgrammeTerritory(programme=closed.programme, territory=closed.territory, valid_from=JANUARY)
    again.full_clean()
    again.save()


def test_a_basin_stands_once_in_its_territory():
    again = Basin(territory=Territory.objects.get(code="cantal"), name="Mauriac", valid_from=JANUARY)
    refused(again, "basin_once", "valid_from")


@pytest.mark.parametrize("code", ["Z1234", "A123", "f1703", "F17O3", "A12345"])
def test_a_trade_has_a_rome_code(code):
    with pytest.raises(ValidationError) as explained:
        Trade(code=code, label="Essai", domain="Essai", version="3", valid_from=JANUARY).full_clean()
    assert "code" in explained.value.error_dict


@pytest.mark.parametrize("model", [Territory, Reason, LegalParameter, Trade, OriginArea])
def test_the_application_cannot_delete(model):
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute(f"DELETE FROM {table}")
