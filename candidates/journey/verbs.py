"""From a button to a verb: which form asks, which function does. Each app registers the verbs it writes."""

from collections.abc import Callable
from dataclasses import dataclass

from candidates.journey import first_half, forms
from candidates.journey.table import TRANSITIONS, Action


@dataclass(frozen=True, kw_only=True)
class Verb:
    action: Action
    form: type[forms.VerbForm]
    perform: Callable[..., object]
    """Called as ``perform(journey, by=user, **form.arguments())``."""

    @property
    def slug(self) -> str:
        return slug_of(self.action)


_verbs: dict[str, Verb] = {}


def slug_of(action: Action) -> str:
    """The French words of the address, as ``table.py`` writes them."""
    return TRANSITIONS[action].button.slug


def register(action: Action, form: type[forms.VerbForm], perform: Callable[..., object]) -> None:
    """:raises ValueError: the verb has no address, or shares it with another."""
    verb = Verb(action=action, form=form, perform=perform)
    if not verb.slug or verb.slug in _verbs:
        raise ValueError(f"{action!r} needs an address of its own: {verb.slug!r}")
    _verbs[verb.slug] = verb


def find(slug: str) -> Verb | None:
    return _verbs.get(slug)


def all_verbs() -> list[Verb]:
    return list(_verbs.values())


register(Action.SUBMIT, forms.SimpleForm, first_half.submit)
register(Action.ASK_COMPLEMENTS, forms.ComplementForm, first_half.ask_complements)
register(Action.ANSWER_COMPLEMENTS, forms.AnswersForm, first_half.answer_complements)
register(Action.PRESENT, forms.TerritoryForm, first_half.present)
register(Action.WELCOME, forms.TerritoryForm, first_half.welcome)
register(Action.SHORTLIST, forms.SimpleForm, first_half.shortlist)
register(Action.PUT_ON_WAITING_LIST, forms.WaitingForm, first_half.put_on_waiting_list)
register(Action.DECLINE, forms.DeclineForm, first_half.decline)
register(Action.RECONSIDER, forms.SimpleForm, first_half.reconsider)
