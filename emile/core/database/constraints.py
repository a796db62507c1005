"""The constraints of a row, asked of the database together. Django asks them one by one, in three statements each."""

from django.core.exceptions import FieldError, ValidationError
from django.db.models import CheckConstraint, Model, Q


def all_hold(row: Model, left_out: set[str]) -> bool:
    """``left_out``: columns that no check reads, wrong already or not asked. False when a constraint does not hold, or
    when only Django can tell."""
    constraints = row._meta.constraints
    checks = [rule.condition for rule in constraints if isinstance(rule, CheckConstraint)]
    readable = [check for check in checks if isinstance(check, Q) and left_out.isdisjoint(check.referenced_base_fields)]
    values = row._get_field_expression_map(meta=row._meta, exclude=left_out)  # type: ignore[attr-defined]  # Django's own
    try:
        if readable and not Q(*readable).check(values):
            return False
        for rule in constraints:
            if not isinstance(rule, CheckConstraint):
                rule.validate(type(row), row, exclude=left_out)  # type: ignore[attr-defined]  # each kind has it
    except (FieldError, ValidationError):
        return False
    return True
