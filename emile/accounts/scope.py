from dataclasses import dataclass
from typing import Protocol, Self

from emile.accounts.enums import Role
from emile.core.database.identity import ScopeRow


@dataclass(frozen=True, kw_only=True)
class Scope:
    """What somebody may reach, exactly as the database computed it from their valid memberships."""

    user_id: int
    roles: frozenset[Role] = frozenset()
    organisations: tuple[int, ...] = ()
    """Prescribing structures whose files they handle."""
    partner_organisations: tuple[int, ...] = ()
    territories: tuple[int, ...] = ()
    origins: tuple[int, ...] = ()
    granted: tuple[int, ...] = ()
    """Households opened with a stated reason, for a limited time."""

    @classmethod
    def from_database(cls, row: ScopeRow) -> Self:
        return cls(
            user_id=row["user_id"],
            roles=frozenset(Role(role) for role in row["roles"]),
            organisations=tuple(row["orgs"]),
            partner_organisations=tuple(row["partner_orgs"]),
            territories=tuple(row["territories"]),
            origins=tuple(row["origins"]),
            granted=tuple(row["granted"]),
        )

    @property
    def sees_figures(self) -> bool:
        """Counts over every territory, without any name."""
        return Role.MANAGER in self.roles

    @property
    def is_staff_of_the_programme(self) -> bool:
        return bool(self.roles - {Role.PARTNER})


class Reader(Protocol):
    """Who reads: a person, or the context that a kept statement is written for."""

    @property
    def scope(self) -> Scope: ...
