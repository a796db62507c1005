"""A state machine one can read: a table of transitions, and one function per verb that calls ``transition()``.

This module knows neither the steps nor the people: the table, the guards and the events belong to the app.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from emile.core.tones import Tone


class WorkflowError(Exception):
    """A verb that cannot be done now. ``str(error)`` is the French sentence the person reads."""


class WrongStep(WorkflowError):
    """The row is no longer (or not yet) where the verb starts from."""


class GuardRefused(WorkflowError):
    """A fact that the verb needs is missing."""

    def __init__(self, reasons: Iterable[str]):
        self.reasons = list(reasons)
        super().__init__(" ".join(self.reasons))


class OutOfOrder(WorkflowError):
    """A date that cannot stand beside the row's other dates."""


class NotAllowed(WorkflowError):
    """This person has no such verb on this row."""


@dataclass(frozen=True)
class Button:
    """How people meet a verb: on its button, at its address, and in the history of a row."""

    label: str
    """An infinitive."""
    slug: str = ""
    """The words of its address, which stay when the label is written anew; empty: no page leads to it."""
    icon: str = "circle"
    tone: Tone = "neutral"


@dataclass(frozen=True, kw_only=True)
class Transition:
    button: Button
    sources: frozenset[str]
    to: str | None = None
    """The step after; ``None``: the verb records a fact and the step stays."""
    shortcuts: Mapping[str, str] = field(default_factory=dict)
    """Further sources, each open only where the named flag is true on the row (``row.allows(flag)``)."""
    roles: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    """Names of guards, each registered once with ``@guard``."""
    asks: str = ""
    """The sentence that asks once before doing it."""
    dangerous: bool = False
    """It ends something for somebody: its button says so."""

    @property
    def label(self) -> str:
        return self.button.label

    def starts_from(self, row: "Stateful") -> bool:
        if row.step in self.sources:
            return True
        flag = self.shortcuts.get(row.step)
        return flag is not None and row.allows(flag)

    def unmet(self, row: "Stateful") -> list[str]:
        """The French sentences of the guards that say no, none if all agree."""
        return [sentence for name in self.needs if (sentence := GUARDS[name](row))]


class Stateful(Protocol):
    step: str

    def allows(self, flag: str) -> bool: ...

    def get_step_display(self) -> str: ...


Verb = TypeVar("Verb", bound=str)
Guard = Callable[[Any], str | None]
GUARDS: dict[str, Guard] = {}


def guard(name: str) -> Callable[[Guard], Guard]:
    """Register a guard: it returns ``None``, or the sentence saying what is missing."""

    def register(function: Guard) -> Guard:
        if name in GUARDS:
            raise ValueError(f"guard {name!r} is registered twice")
        GUARDS[name] = function
        return function

    return register


@dataclass(frozen=True, kw_only=True)
class Move:
    """What a transition did, for the event row."""

    action: str
    from_step: str
    to_step: str


def check_step(row: Stateful, action: Verb, table: Mapping[Verb, Transition]) -> Move:
    """The move that ``action`` makes on a locked row.

    :raises WrongStep: the row is not where the action starts from.
    """
    rule = table[action]
    if not rule.starts_from(row):
        raise WrongStep(
            f"« {rule.label} » n'est pas possible à l'étape « {row.get_step_display()} »."
            " Le dossier a peut-être changé entre-temps : relisez-le avant de recommencer."
        )
    return Move(action=action, from_step=row.step, to_step=rule.to or row.step)


def check_needs(row: Stateful, action: Verb, table: Mapping[Verb, Transition]) -> None:
    """:raises GuardRefused: a needed fact is missing."""
    if reasons := table[action].unmet(row):
        raise GuardRefused(reasons)
