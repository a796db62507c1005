"""The dated facts of a journey, read once for all the guards of a page and for the panel that shows them."""

from datetime import date
from functools import cached_property

from candidates.models import Journey
from placements.enums import LeaseState, StayState
from placements.models import Agreement, Lease, Stay


class Facts:
    """An earlier project's stays and answers do not count: but for ``every_…``, all is of ``journey.round``."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey

    @cached_property
    def every_stay(self) -> list[Stay]:
        """Newest first."""
        return list(self.journey.stays.select_related("flat", "exception_reason").order_by("-arrival", "-pk"))

    @property
    def stays(self) -> list[Stay]:
        return [stay for stay in self.every_stay if stay.round == self.journey.round]

    @cached_property
    def agreements(self) -> dict[str, Agreement]:
        """By side."""
        return {row.side: row for row in self.journey.agreements.filter(round=self.journey.round)}

    @property
    def answers(self) -> dict[str, bool]:
        """Side → agrees."""
        return {side: row.agrees for side, row in self.agreements.items()}

    @cached_property
    def waived(self) -> bool:
        return self.journey.waivers.filter(round=self.journey.round).exists()

    @cached_property
    def has_contract(self) -> bool:
        return self.journey.contracts.exists()

    @cached_property
    def every_lease(self) -> list[Lease]:
        """Newest first."""
        leases = self.journey.leases.select_related("dwelling__landlord", "dwelling__commune")
        return list(leases.order_by("-offered_on", "-pk"))

    @property
    def leases(self) -> list[Lease]:
        """Offered or signed, and not ended."""
        return [lease for lease in self.every_lease if lease.state != LeaseState.REFUSED and lease.ended_on is None]

    def has_stay(self, *states: str) -> bool:
        return any(stay.state in states for stay in self.stays)

    def arrival_planned(self) -> date | None:
        return next((stay.arrival for stay in self.stays if stay.state == StayState.PLANNED), None)

    def departure_planned(self) -> date | None:
        return next((stay.departure for stay in self.stays if stay.state == StayState.ARRIVED), None)

    def has_lease(self, *states: str) -> bool:
        return any(lease.state in states for lease in self.leases)


def facts_of(journey: Journey) -> Facts:
    known: Facts | None = journey.__dict__.get("_facts")
    if known is None:
        known = journey.__dict__["_facts"] = Facts(journey)
    return known


def forget_facts(journey: Journey) -> None:
    """Makes the next guard read the facts again. A verb calls it after it wrote one and before a consequence
    follows."""
    journey.__dict__.pop("_facts", None)
