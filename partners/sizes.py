"""Computes how many people a dwelling suits without being under-occupied or too small. Thresholds are dated reference
data."""

from decimal import Decimal

from emile.reference.querysets import Values
from partners.enums import DwellingType


def rooms_of(kind: str) -> int:
    """Habitable rooms are those of the type, without the kitchen (T1 bis counts one)."""
    return int(DwellingType(kind).value[1])


def fewest_people(kind: str, values: Values) -> int:
    """A dwelling is under-occupied (CCH L.621-2) when its rooms exceed the people by more than the parameter."""
    return max(1, rooms_of(kind) - int(values["under_occupation_extra_rooms"]))


def most_people(surface: Decimal, values: Values) -> int:
    """The surface is enough (CCH R.822-25) for one, for two, then for one more each time it grows, up to a cap. 0 means
    that it is too small for anyone."""
    if surface < values["min_surface_1"]:
        return 0
    if surface >= values["min_surface_cap"]:
        return int(values["min_surface_cap_people"])
    if surface < values["min_surface_2"]:
        return 1
    return 2 + int((surface - values["min_surface_2"]) // values["min_surface_extra"])


def suits(kind: str, surface: Decimal, values: Values) -> str:
    """« 2 à 5 personnes », for people who look for the right size at a glance."""
    fewest, most = fewest_people(kind, values), most_people(surface, values)
    if most < fewest:
        return "surface trop petite pour sa typologie"
    if most >= values["min_surface_cap_people"]:
        return f"{fewest} personnes et plus" if fewest > 1 else "tout ménage"
    if most == fewest:
        return f"{most} personne{'s' if most > 1 else ''}"
    return f"{fewest} à {most} personnes"
