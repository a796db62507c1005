"""The dated facts of the present attempt, read once for all the guards of a page."""

from datetime import date
from functools import cached_property

from candidates.models import Journey
from placements.enums import StayState
from placements.models import Lease, Stay


class Facts:
    """An earlier project's stays and answers do not count: everything here is of ``journey.round``."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey

    @cached_property
    def stays(self) -> list[Stay]:
        return list(self.journey.stays.filter(round=self.journey.round).select_related("flat", "exception_reason"))

    @cached_property
    def answers(self) -> dict[str, bool]:
        """Side → agrees."""
        rows = self.journey.agreements.filter(round=self.journey.round)
        return dict(rows.values_list("side", "agrees"))

    @cached_property
    def waived(self) -> bool:
        return self.journey.waivers.filter(round=self.journey.round).exists()

    @cached_property
    def has_contract(self) -> bool:
        return self.journey.contracts.exists()

    @cached_property
    def leases(self) -> list[Lease]:
        """Offered or signed, and not ended."""
        held = self.journey.leases.filter(state__in=["offered", "signed"], ended_on=None)
        return list(held.select_related("dwelling__landlord", "dwelling__commune"))

    def has_stay(self, *states: str) -> bool:
        return any(stay.state in states for stay in self.stays)

    def arrival_planned(self) -> date | None:
        return next((stay.arrival for stay in self.stays if stay.state == StayState.PLANNED), None)

    def departure_planned(self) -> date | None:
        return next((stay.departure for stay in self.stays if stay.state == StayState.ARRIVED), None)

    def has_lease(self, *states: str) -> bool:
        return any(lease.state in states for lease in self.leases)


def facts_of(journey: Journey) -> Facts:
    if not hasattr(journey, "_facts"):
        journey._facts = Facts(journey)
    return journey._facts


def forget_facts(journey: Journey) -> None:
    """After writing one of them, before a consequence asks again."""
    journey.__dict__.pop("_facts", None)
