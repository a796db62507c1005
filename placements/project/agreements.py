"""The two answers are given without seeing each other, and both are shown once both are in."""

from dataclasses import dataclass

from candidates.models import Journey
from emile.accounts.models import User
from placements.enums import Side
from placements.facts import facts_of
from placements.models import Agreement


@dataclass(frozen=True)
class ShownAgreement:
    """``agrees`` is None while it is still sealed for this reader."""

    side: Side
    row: Agreement | None
    agrees: bool | None

    @property
    def sealed(self) -> bool:
        return self.row is not None and self.agrees is None


def shown_to(user: User, journey: Journey) -> list[ShownAgreement]:
    """Reads the answers of the present attempt as this person may: the one they wrote, or both."""
    rows = facts_of(journey).agreements
    both = len(rows) == len(Side)
    return [_shown(side, rows.get(side), both, user) for side in Side]


def _shown(side: Side, row: Agreement | None, both: bool, user: User) -> ShownAgreement:
    agrees = row.agrees if row is not None and (both or row.recorded_by_id == user.pk) else None
    return ShownAgreement(side=side, row=row, agrees=agrees)
