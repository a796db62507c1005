from emile.accounts.models import User
from emile.core.pages.navigation import Entry, register
from partners.permissions import is_partner, reads_directory


def anyone_concerned(user: User) -> bool:
    return reads_directory(user) or is_partner(user)


def register_entries() -> None:
    for entry in (
        Entry("Partenaires", "partners:organisations", icon="handshake", order=50, allowed=anyone_concerned),
        Entry("Postes à pourvoir", "partners:vacancies", icon="briefcase", order=51, allowed=anyone_concerned),
        Entry("Logements", "partners:dwellings", icon="building-2", order=52, allowed=anyone_concerned),
    ):
        register(entry)
