"""A form rendered once works once: a double click, a second tab or the back button lead to the first result."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django import forms

from emile.core.database.integrity import together
from emile.core.models import FormUse
from emile.core.people import Person, SignedInRequest


class AlreadyDone(Exception):
    """This very form was already sent; ``outcome_url`` is where it led."""

    def __init__(self, outcome_url: str):
        self.outcome_url = outcome_url
        super().__init__(outcome_url)


@dataclass
class Outcome:
    url: str = ""


class OneUseForm(forms.Form):
    """Mixin: a hidden token made when the form is first shown, kept when it is shown again with errors."""

    token = forms.UUIDField(
        label="Cette page",
        initial=uuid.uuid4,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid"), "ne peut plus être envoyée : ouvrez-la de nouveau."),
    )


@contextmanager
def once(token: uuid.UUID, *, user: Person, leads_to: str = "") -> Iterator[Outcome]:
    """Claim the token, then work, in one transaction; say where it leads: in ``leads_to`` if it is known before, or in
    ``outcome.url``.

    A simultaneous second request waits on the token's row until the first has committed.

    :raises AlreadyDone: the form was sent before.
    """
    with together():
        if not FormUse.objects.claim(token, user_id=user.pk, outcome_url=leads_to):
            raise AlreadyDone(outcome_of(token, user=user) or "/")
        outcome = Outcome(leads_to)
        yield outcome
        if outcome.url != leads_to:
            FormUse.objects.filter(token=token).update(outcome_url=outcome.url)


def outcome_of(token: uuid.UUID | None, *, user: Person) -> str:
    """Where this form led when it was sent before; empty if it was not. To ask also when the form no longer validates:
    what it chose may be taken since, by itself."""
    use = FormUse.objects.visible_to(user).filter(token=token).first() if token else None
    return use.outcome_url if use else ""


def already_sent(request: SignedInRequest) -> str:
    """Where the first sending of this very form led; "" when this is the first.

    Asked before anything is checked: a second click would otherwise read that its own row already exists, or that
    somebody changed the row meanwhile.
    """
    if request.method != "POST":
        return ""
    try:
        token = uuid.UUID(request.POST.get("token", ""))
    except ValueError:
        return ""
    return outcome_of(token, user=request.user)
