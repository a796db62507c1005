"""Who opens the pages: accounts of sql/20_directory.sql, one at least in each role."""

from dataclasses import dataclass

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.database.identity import acting_as_system
from emile.reference.models import Territory

NOBODY = 0


@dataclass(frozen=True)
class Person:
    """``role`` is empty, and ``number`` zero, for somebody who has not signed in."""

    number: int
    title: str
    role: Role | None
    only: tuple[str, ...] = ()
    """The beginnings of the addresses that are another matter for this person than for the others of the role; none:
    every address."""

    @property
    def email(self) -> str:
        return f"bench-{self.number}@bench.emile.test"

    @property
    def is_signed_in(self) -> bool:
        return self.number != NOBODY

    def opens(self, name: str) -> bool:
        return not self.only or name.startswith(self.only)

    def user(self) -> User:
        with acting_as_system():
            return User.objects.get(email=self.email)


SIGNS_IN = Person(200, "Prescripteur qui se connecte", Role.PRESCRIBER)
ANONYMOUS = Person(NOBODY, "Personne n'est connecté", None)
FILES = ("core:todo", "candidates:", "placements:")
OPENER = Person(292, "Gestionnaire qui a ouvert un dossier", Role.MANAGER, ("candidates:file", "candidates:panel"))


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
        OPENER,
        Person(291, "Délégué·e à la protection des données", Role.DPO),
        Person(293, "Partenaire (un employeur)", Role.PARTNER),
        Person(204, "Référente nationale (toutes les origines)", Role.REFERENT, FILES),
        ANONYMOUS,
    ]
