"""A link to choose one's password: signed, for that purpose only, 72 hours, and void once used.

Shown once on the screen of whoever made it, to be handed over: the product sends no e-mail yet.
"""

from datetime import timedelta
from typing import TypedDict

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from emile.accounts.models import User

PURPOSE = "emile.accounts.choose_password"
LIVES = timedelta(hours=72)


class LinkVoid(Exception):
    """The link was altered, is too old, was used, or belongs to a closed account."""


class Said(TypedDict):
    """What the link holds, signed."""

    person: int
    state: str


def link_for(person: User) -> str:
    """The path. It stops working as soon as the password or the address changes."""
    said: Said = {"person": person.pk, "state": _state(person)}
    token = signing.dumps(said, salt=PURPOSE)
    return reverse("accounts:choose_password", args=[token])


def person_of(token: str) -> User:
    """Ask for it as the system: whoever holds the link is not signed in.

    :raises LinkVoid:
    """
    try:
        said: Said = signing.loads(token, salt=PURPOSE, max_age=LIVES)
    except signing.BadSignature as error:
        raise LinkVoid from error
    person = User.objects.select_for_update().filter(pk=said["person"], is_active=True).first()
    if person is None or not constant_time_compare(_state(person), said["state"]):
        raise LinkVoid
    return person


def _state(person: User) -> str:
    return salted_hmac(PURPOSE, f"{person.pk}|{person.email}|{person.password}", algorithm="sha256").hexdigest()[:32]
