"""The fields of a model, found by name."""

from typing import Any, TypeAlias

from django.db.models import Field, ForeignObjectRel, Model

AnyField: TypeAlias = "Field[Any, Any]"


def column(model: type[Model], name: str) -> AnyField:
    """One that the model declares, relations included.

    :raises TypeError: another model points to this one under that name.
    """
    field = model._meta.get_field(name)
    if not isinstance(field, Field):
        raise TypeError(f"{name} is not a column of {model.__name__}")
    return field


def relation(model: type[Model], name: str) -> ForeignObjectRel:
    """The one by which rows of another model point to this one.

    :raises TypeError: it is a column of the model itself.
    """
    field = model._meta.get_field(name)
    if not isinstance(field, ForeignObjectRel):
        raise TypeError(f"{name} is a column of {model.__name__}")
    return field
