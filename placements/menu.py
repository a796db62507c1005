from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.navigation import Entry, register


def works_in_a_territory(user: User) -> bool:
    return user.has_role(Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT)


def register_entries() -> None:
    register(Entry("Territoire", "placements:board", icon="mountain", order=30, allowed=works_in_a_territory))
    register(
        Entry(
            "Appartements relais",
            "placements:calendar",
            icon="calendar-days",
            order=40,
            allowed=works_in_a_territory,
        )
    )
