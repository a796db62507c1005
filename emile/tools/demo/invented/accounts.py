"""The invented professionals. The six of ``emile.accounts.demo`` sign in from the sign-in page; the others too."""

from dataclasses import dataclass
from functools import cache

from django.contrib.auth.hashers import make_password

from emile.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from emile.accounts.enums import Role
from emile.accounts.models import User


@dataclass(frozen=True)
class Professional:
    code: str
    first_name: str
    last_name: str
    role: Role
    organisation: str
    origin: str = ""
    territory: str = ""

    @property
    def email(self) -> str:
        return f"{self.code}@demo.emile.test"


PEOPLE = [
    Professional("prescripteur", "Thomas", "Garnier", Role.PRESCRIBER, "samusocial"),
    Professional("referent", "Valérie", "Costa", Role.REFERENT, "aurore", origin="ile-de-france"),
    Professional("chef", "Philippe", "Lacaze", Role.SERVICE_HEAD, "aurore", territory="cantal"),
    Professional("accompagnement", "Julie", "Bastide", Role.CASEWORKER, "aurore", territory="cantal"),
    Professional("gestion", "Anne", "Lefort", Role.MANAGER, "aurore"),
    Professional("dpo", "Hélène", "Morel", Role.DPO, "aurore"),
    # colleagues
    Professional("prescripteur.charonne", "Myriam", "Bellanger", Role.PRESCRIBER, "charonne"),
    Professional("prescripteur.toit", "Olivier", "Pasquier", Role.PRESCRIBER, "toit-et-joie"),
    Professional("prescripteur.93", "Leïla", "Besson", Role.PRESCRIBER, "hotel-social"),
    Professional("prescripteur.lyon", "Damien", "Chapuis", Role.PRESCRIBER, "lyon"),
    Professional("prescripteur.samusocial", "Inès", "Robin", Role.PRESCRIBER, "samusocial"),
    Professional("referent.lyon", "Marc", "Vidal", Role.REFERENT, "aurore", origin="lyon"),
    Professional("referent.reinstalles", "Salma", "Rivière", Role.REFERENT, "reinstalles", origin="premier-asile"),
    Professional("accompagnement2", "Karine", "Vigier", Role.CASEWORKER, "aurore", territory="cantal"),
    Professional("chef.lozere", "Isabelle", "Rouvière", Role.SERVICE_HEAD, "aurore", territory="lozere"),
    Professional("accompagnement.lozere", "Lucas", "Amarger", Role.CASEWORKER, "aurore", territory="lozere"),
]


@cache
def hashed_password() -> str:
    """Once for all: Argon2 is slow on purpose, and the password is public."""
    return make_password(DEMO_PASSWORD)


def make_account(person: Professional) -> User:
    """Not saved."""
    return User(
        email=person.email, first_name=person.first_name, last_name=person.last_name, password=hashed_password()
    )


def table() -> str:
    """What `make demo` prints: who to sign in as, and the one password."""
    labels = {email: label for label, email in DEMO_ACCOUNTS}
    width = max(len(person.email) for person in PEOPLE)
    shown = [person for person in PEOPLE if person.email in labels]
    others = [person for person in PEOPLE if person.email not in labels]
    lines = [f"Mot de passe de tous les comptes de démonstration : {DEMO_PASSWORD}", ""]
    lines += [f"  {person.email:<{width}}  {labels[person.email]} – {_name(person)}" for person in shown]
    lines += ["", "Collègues :"]
    lines += [f"  {person.email:<{width}}  {person.role.label} – {_name(person)}" for person in others]
    return "\n".join(lines)


def _name(person: Professional) -> str:
    return f"{person.first_name} {person.last_name}"
