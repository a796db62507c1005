"""A line of the contract: an address, an object, the answer to each role. See the package."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from emile.core.database.identity import acting_as_system
from tests.security.interference.whole_world import LETTERS, WholeWorld

Args = tuple[Any, ...]
NO_METHOD = "405 *"
OUTSIDE = "AX"
INSIDE = LETTERS.replace("X", "")


@dataclass(frozen=True)
class Of:
    """Three objects of one kind: one's own, somebody else's, and none. ``None``: there is no such thing here."""

    own: Callable[[WholeWorld, str], Args]
    foreign: Callable[[WholeWorld, str], Args] | None
    absent: Callable[[WholeWorld, str], Args] | None


@dataclass(frozen=True)
class Row:
    name: str
    of: Of | None = None
    get: str = "200 *"
    post: str = "405 *"
    elsewhere: str = ""
    shows: str = ""
    """``model.field letters`` whose canary these must read there, or nothing is tested; no letter: all who get 200."""
    queries: tuple[str, ...] = ()
    """Query strings also asked; ``{foreign}`` is the beginning of a foreign canary."""
    variant: str = ""
    people: str = INSIDE + OUTSIDE
    """Fewer, for the further variants of an address that everybody was already tried on."""

    @property
    def label(self) -> str:
        return f"{self.name} {self.variant}".strip()

    def expected(self, method: str, letter: str) -> int:
        return answers(self.post if method == "POST" else self.get)[letter]

    def expected_elsewhere(self, method: str, letter: str) -> int:
        """A method that does not exist does not exist for anybody's object."""
        own = self.expected(method, letter)
        return own if own == 405 or (letter in OUTSIDE and own == 302) else answers(self.elsewhere)[letter]

    def url(self, world: WholeWorld, letter: str, kind: str = "own") -> str | None:
        """The address of that object for that person; ``None`` when there is no such object."""
        if self.of is None:
            return reverse(self.name) if kind == "own" else None
        of = getattr(self.of, kind)
        if of is None:
            return None
        with acting_as_system():
            args = of(world, letter)
        return reverse(self.name, args=args)


def answers(line: str) -> dict[str, int]:
    """« 200 PRHC, 404 * » → status by letter."""
    parts = [part.split() for part in line.split(",") if part]
    found = dict.fromkeys(OUTSIDE, 302)
    for status, letters in sorted(parts, key=lambda part: "*" not in part[1]):  # those named have the last word
        found |= {letter: int(status) for letter in letters.replace("*", INSIDE)}
    if missing := set(LETTERS) - found.keys():
        raise ValueError(f"{line!r} ne dit rien de {missing}")
    return found


def others_less(rows: list[Row], people: str) -> list[Row]:
    """The first variant of an address is asked by everybody; the others by those whose answer may differ."""
    return [rows[0], *(replace(row, people=people) for row in rows[1:])]
