from emile.accounts.permissions import administers_accounts
from emile.core.pages.navigation import Entry, register


def register_entries() -> None:
    register(
        Entry("Comptes", "accounts:people", icon="users", order=92, allowed=administers_accounts, section="Pilotage")
    )
