"""The tables that piles of « À faire » read: one dated row a file each."""

from candidates.todo.pile_rows import Table
from placements.models.file_dates import (
    ExpectedArrival,
    ExpectedDeparture,
    FileDate,
    HousingRequestAge,
    LastAct,
    NextStep,
    PermitEnd,
)


def dates(model: type[FileDate]) -> Table:
    return Table(model=model, file="file_id", due="day", about="about")


ARRIVALS, DEPARTURES = dates(ExpectedArrival), dates(ExpectedDeparture)
NEXT_STEPS, PERMITS, HOUSING_REQUESTS = dates(NextStep), dates(PermitEnd), dates(HousingRequestAge)
LAST_ACTS = Table(model=LastAct, file="file_id", since="day")
