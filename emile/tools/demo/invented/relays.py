"""Which relay flat is free when: two stays never overlap, leaving day may be the next arrival day."""

from datetime import date, timedelta

from emile.tools.demo.invented.directory import Directory
from partners.models import RelayFlat
from placements.models import Stay

MONDAY, THURSDAY = 0, 3
SLACK = 16


class Relays:
    def __init__(self, directory: Directory):
        self.flats = directory.flats

    def find(
        self, territory: str, wished: date, length: int, people: int, *, not_before: date
    ) -> tuple[RelayFlat, date]:
        """The first free days at or before those wished: Mondays to Thursdays first, any day otherwise."""
        fitting = [flat for flat in self.flats[territory] if flat.capacity >= people]
        days = [wished - timedelta(days=back) for back in range(SLACK) if wished - timedelta(days=back) >= not_before]
        days.sort(key=lambda day: not MONDAY <= day.weekday() <= THURSDAY)
        stays = self.stays_around(fitting, wished - timedelta(days=SLACK), wished + timedelta(days=length))
        for day in days:
            for flat in fitting:
                if not any(
                    arrival < day + timedelta(days=length) and departure > day
                    for taken, arrival, departure in stays
                    if taken == flat.pk
                ):
                    return flat, day
        raise LookupError(f"no relay flat for {people} around {wished} in {territory}")

    def stays_around(self, flats: list[RelayFlat], first: date, last: date) -> list[tuple[int, date, date]]:
        held = Stay.objects.holding_the_flat().filter(flat__in=flats).between(first, last)
        return list(held.values_list("flat", "arrival", "departure"))
