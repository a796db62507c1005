"""The words of the command line: ``seed=7 n=60 area=placements``."""

from dataclasses import dataclass

from tests.mutants.choosing.draw import AREAS
from tests.mutants.copies import ROOT


class AskedWrongly(ValueError):
    """The sentence to show."""


@dataclass(frozen=True)
class Asked:
    seed: int = 1
    n: int = 60
    area: str | None = None
    file: str = ""
    only: str = ""
    """A line of ``file``, or a fault as it was printed; with ``known``, a part of its name."""
    near: bool = False
    """Only the tests of the area's own folders: quicker, and severer."""
    limit: float = 45.0
    at_once: int = 2
    known: bool = False
    remap: bool = False


def read(words: list[str]) -> Asked:
    given = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or name not in Asked.__annotations__:
            raise AskedWrongly(
                f"« {word} » : on peut demander {', '.join(f'{name}=…' for name in Asked.__annotations__)}."
            )
        given[name] = _of_its_kind(name, value)
    if given.get("area", "core") not in AREAS:
        raise AskedWrongly(f"Domaine inconnu : « {given['area']} ». Connus : {', '.join(AREAS)}.")
    asked = Asked(**given)
    if asked.file and not asked.known and not (ROOT / asked.file).is_file():
        raise AskedWrongly(f"Il n'y a pas de fichier « {asked.file} ».")
    return asked


def _of_its_kind(name: str, value: str):
    kind = type(getattr(Asked, name))
    try:
        return value not in {"", "0"} if kind is bool else kind(value) if kind in {int, float} else value
    except ValueError:
        raise AskedWrongly(f"{name}={value} n'est pas un nombre.") from None
