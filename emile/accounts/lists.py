"""The accounts, for those who look after them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Protocol

from django.db.models import Func, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.safestring import SafeString

from emile.accounts.forms import PeopleFilter
from emile.accounts.models import User, UserQuerySet
from emile.accounts.permissions import administers_accounts
from emile.core.pages.forms import Cleaned
from emile.core.pages.listing.cells import detail, link, paragraphs, stacked, unknown
from emile.core.pages.listing.columns import Column
from emile.core.pages.listing.listing import Button, Empty, Listing
from emile.core.pages.listing.paging import Sort
from emile.core.pages.parts import Tone
from emile.core.templatetags.components import badge
from emile.core.templatetags.wording import day

NAME = (Func("last_name", function="emile_fold"), Func("first_name", function="emile_fold"), "pk")
LAST_SEEN = Coalesce("last_login", Value(datetime(1970, 1, 1, tzinfo=UTC))).desc()


class Membership(Protocol):
    """What is read here of a row of ``partners``, which stands above."""

    organisation: object
    territory: object
    origin_area: object

    def get_role_display(self) -> str: ...


class Member(Protocol):
    """A person of ``with_memberships``."""

    is_active: bool
    current_memberships: Sequence[Membership]


def name(person: User, people: "People") -> SafeString:
    return stacked(link(reverse("accounts:person", args=[person.pk]), person.full_name), detail(person.email))


def roles(person: Member, people: "People") -> str:
    return " ; ".join(in_words(membership) for membership in person.current_memberships)


def roles_one_a_line(person: Member, people: "People") -> SafeString:
    return paragraphs(in_words(membership) for membership in person.current_memberships)


def in_words(membership: Membership) -> str:
    where = membership.territory or membership.origin_area
    return f"{membership.get_role_display()}, {membership.organisation}{f' ({where})' if where else ''}"


def last_seen(person: User, people: "People") -> str:
    return day(person.last_login)


STATES: dict[str, tuple[Tone, str]] = {
    "Désactivé": ("neutral", "ban"),
    "Sans rôle": ("warning", ""),
    "Actif": ("success", ""),
}
"""Words → tone and icon."""


def state(person: Member, people: "People") -> str:
    if not person.is_active:
        return "Désactivé"
    return "Actif" if person.current_memberships else "Sans rôle"


def state_badge(person: Member, people: "People") -> SafeString:
    words = state(person, people)
    return badge(words, *STATES[words])


class People(Listing[UserQuerySet]):
    title, noun = "Comptes", "compte"
    lead = "Qui se connecte, à quel titre et depuis quand. Un compte ne s'efface pas : il se désactive."
    filters = PeopleFilter
    columns = (
        Column("Personne", "full_name", name, sort="nom"),
        Column("Rôles", roles, roles_one_a_line, none=unknown("aucun rôle"), bare=True),
        Column("Dernière connexion", "last_login", last_seen, none=unknown("jamais"), sort="connexion"),
        Column("État", state, state_badge, bare=True),
    )
    sorts = {
        "nom": Sort("Nom", NAME),
        "connexion": Sort("Dernière connexion", (LAST_SEEN, "-pk"), reads_all=True),
    }
    empty = Empty(
        "Aucun compte", filtered="Personne ne correspond", hint="Essayez avec moins de lettres, ou un autre état."
    )

    def allowed(self) -> bool:
        return administers_accounts(self.user)

    def rows(self) -> UserQuerySet:
        return User.objects.visible_to(self.user).with_memberships(self.today)

    def filtered(self, rows: UserQuerySet, kept: Cleaned) -> UserQuerySet:
        state = kept.get("etat")
        rows = rows.filter(is_active=state != "inactifs")
        if state == "sans-role":
            rows = rows.without_role(self.today)
        if state == "jamais":
            rows = rows.filter(last_login=None)
        if "role" in kept:
            rows = rows.holding(kept["role"], self.today)
        return rows.matching(kept.get("q", ""))

    def buttons(self) -> list[Button]:
        return [Button("Ajouter une personne", reverse("accounts:person_add"), "user-plus")]
