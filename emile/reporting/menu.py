from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.navigation import Entry, register


def looks_at_figures(user: User) -> bool:
    return user.has_role(Role.MANAGER, Role.SERVICE_HEAD)


def register_entries() -> None:
    register(
        Entry(
            "Tableau de bord",
            "reporting:dashboard",
            icon="chart-no-axes-column",
            order=80,
            allowed=looks_at_figures,
            section="Pilotage",
        )
    )
