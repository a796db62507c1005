"""The fields of a model, found by name."""

from typing import Any, TypeAlias

from django.db.models import Field, Model

AnyField: TypeAlias = "Field[Any, Any]"


def column(model: type[Model], name: str) -> AnyField:
    """One that the model declares, relations included.

    :raises TypeError: another model points to this one under that name.
    """
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is not a column of {model.__name__}")
    return field
