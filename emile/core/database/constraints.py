"""The constraints of a row, asked of the database together. Django asks them one by one, in three statements each."""

from django.core.exceptions import FieldError, ValidationError
from django.db.models import CheckConstraint, Model, Q


def all_hold(row: Model, left_out: set[str]) -> bool:
    """``left_out``: columns that are wrong already. False when one does not, or when only Django can tell."""
    constraints = row._meta.constraints
    checks = [rule.condition for rule in constraints if isinstance(rule, CheckConstraint)]
    others = [rule for rule in constraints if not isinstance(rule, CheckConstraint)]
    values = row._get_field_expression_map(meta=row._meta, exclude=left_out)
    try:
        if checks and not Q(*checks).check(values):
            return False
        for rule in others:
            rule.validate(type(row), row, exclude=left_out)
    except (FieldError, ValidationError):
        return False
    return True
