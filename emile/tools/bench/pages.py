"""Which pages are opened, as whom, and how long they may take."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.test import Client
from django.urls import reverse

from candidates.models import Journey, Member
from candidates.steps import Step
from emile.accounts.enums import FILE_ROLES, Role
from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from emile.reference.models import Territory
from emile.tools.bench.generate import rare_names

PAGE_BUDGET, DASHBOARD_BUDGET = 50, 300
"""Milliseconds, at the 95th percentile."""
LOCAL = frozenset({Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT})
COMMON_NAME = "martin"


@dataclass(frozen=True)
class Person:
    """An account of sql/20_directory.sql."""

    number: int
    title: str
    role: Role

    @property
    def email(self) -> str:
        return f"bench-{self.number}@bench.emile.test"

    def user(self) -> User:
        with acting_as_system():
            return User.objects.get(email=self.email)


@dataclass(frozen=True)
class Page:
    title: str
    path: str
    budget: int = PAGE_BUDGET


def people() -> list[Person]:
    """The Cantal is where the demonstration is; its head and caseworkers have the numbers of its rank."""
    codes = sorted(Territory.objects.values_list("code", flat=True))
    rank = codes.index("cantal")
    return [
        Person(1, "Prescripteur (une structure)", Role.PRESCRIBER),
        Person(201, "Référent (Île-de-France)", Role.REFERENT),
        Person(211 + rank, "Chef de service (Cantal)", Role.SERVICE_HEAD),
        Person(1000 + rank * 12, "Accompagnement (Cantal)", Role.CASEWORKER),
        Person(290, "Gestionnaire", Role.MANAGER),
        Person(291, "Délégué·e à la protection des données", Role.DPO),
        Person(204, "Référente nationale (toutes les origines)", Role.REFERENT),
    ]


def pages_of(person: Person, client: Client) -> list[Page]:
    """Found by following links, like the person would. Every page of the role is there, or it fails."""
    pages = [Page("À faire", reverse("core:todo"))]
    if person.role in FILE_ROLES | {Role.MANAGER}:
        pages += list_pages(client) + search_pages(person)
    if person.role in FILE_ROLES:
        pages += file_pages(person, client)
    if person.role in LOCAL:
        pages += [Page("Territoire", reverse("placements:board")), Page("Calendrier", reverse("placements:calendar"))]
    if person.role in {Role.MANAGER, Role.SERVICE_HEAD}:
        pages.append(Page("Pilotage", reverse("reporting:dashboard"), DASHBOARD_BUDGET))
    return pages


def list_pages(client: Client) -> list[Page]:
    path = reverse("candidates:list")
    return [
        Page("Dossiers", path),
        Page("Dossiers, page 2", path + link(client, path, r'href="(\?[^"]*apres=[^"]+)"')),
        Page("Dossiers, une étape, les plus anciens", f"{path}?etape=support&tri=anciennete"),
        Page("Dossiers, par nom", f"{path}?tri=nom"),
    ]


def search_pages(person: Person) -> list[Page]:
    path, rare = reverse("candidates:search"), rare_name(person)
    return [
        Page("Recherche, nom courant", f"{path}?q={COMMON_NAME}"),
        Page("Recherche, nom rare", f"{path}?q={rare}"),
        Page("Recherche, sans résultat", f"{path}?q=zzyzwtq"),
    ]


def file_pages(person: Person, client: Client) -> list[Page]:
    """One followed family, and each of its tabs."""
    user = person.user()
    with acting_as(user.pk):
        journey = Journey.objects.visible_to(user).filter(step=Step.SUPPORT).order_by("opened_on").first()
    path = reverse("candidates:file", args=[journey.reference])
    tabs = sorted(set(re.findall(rf'href="({re.escape(path)}volet/[\w-]+/)[#"]', body(client, path))))
    return [Page("Un dossier", path), *(Page(f"Un dossier, {tab.rstrip('/').split('/')[-1]}", tab) for tab in tabs)]


def rare_name(person: Person) -> str:
    """Somebody this person may find; for a manager, who finds references and not names, anybody."""
    user = person.user()
    with acting_as_system():
        reach = Journey.objects.countable_by(user).order_by("-pk").values("household")[:500]
        counted = Member.objects.filter(household__in=reach, link="applicant").values_list("last_name", flat=True)
        return rarest(counted)


def rarest(names: Iterable[str]) -> str:
    rare = set(rare_names())
    return next((name for name in names if name in rare), "inconnu").lower()


def link(client: Client, path: str, pattern: str) -> str:
    found = re.search(pattern, body(client, path))
    if found is None:
        raise LookupError(f"{path} ne mène pas à la page suivante : trop peu de dossiers ?")
    return html.unescape(found.group(1))


def body(client: Client, path: str) -> str:
    response = client.get(path)
    if response.status_code != 200:
        raise LookupError(f"{path} répond {response.status_code}.")
    return response.content.decode()
