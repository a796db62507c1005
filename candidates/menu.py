from emile.accounts.enums import FILE_ROLES, Role
from emile.accounts.models import User
from emile.core.pages.navigation import Entry, register, register_search


def looks_at_files(user: User) -> bool:
    return user.has_role(*FILE_ROLES, Role.MANAGER)


def register_entries() -> None:
    register(Entry("À faire", "core:todo", icon="list-checks", order=10))
    register(Entry("Dossiers", "candidates:list", icon="folder-open", order=20, allowed=looks_at_files))
    register_search(Entry("Recherche", "candidates:search", allowed=looks_at_files))
