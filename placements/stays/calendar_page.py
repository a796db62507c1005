from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from candidates.addresses import file_page
from emile.accounts.enums import Role
from emile.accounts.permissions import require_role
from emile.core.pages.parts import Booking, CalendarRow
from emile.core.people import SignedInRequest
from emile.core.tones import Tone
from placements.enums import STAY_TONES, StayState
from placements.stays.calendar import FamilyStay, Flat, Month, Nights, Occupation, flats_of, nights_of, occupations
from placements.territories import choose

MOST_FLATS = 6
"""The most flats that one page shows. When there are more, one chooses a territory, and turns pages."""


class Place(NamedTuple):
    """A territory to choose."""

    code: str
    name: str


def calendar(request: SignedInRequest) -> HttpResponse:
    """The relay flats of one's territories over a month."""
    require_role(request.user, Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT)
    today = timezone.localdate()
    month = Month.read(request.GET.get("mois", ""), today=today)
    everywhere = flats_of(request.user, month, today)
    territories, territory, flats = choice_of(everywhere, request.GET.get("territoire", ""))
    page = Paginator(flats, MOST_FLATS).get_page(request.GET.get("page"))
    taken: dict[int, list[Occupation]] = defaultdict(list)
    for occupation in occupations(flats, month, user=request.user, shown=page.object_list):
        taken[occupation.flat_id].append(occupation)
    nights = {flat.pk: nights_of(flat, taken[flat.pk], month) for flat in flats}
    total = Nights(sum(n.booked for n in nights.values()), sum(n.available for n in nights.values()))
    context = {
        "month": month,
        "today": today,
        "territories": territories,
        "territory": territory,
        "page": page,
        "rows": [row_of(flat, taken[flat.pk], nights[flat.pk]) for flat in page],
        "nights": total,
        "stays": stay_lines(page, taken),
        "legend": legend([occupation for flat in page for occupation in taken[flat.pk]]),
        "plan_url": f"{reverse('candidates:list')}?etape=project&tri=anciennete",
    }
    return render(request, "placements/calendar.html", context)


def choice_of(flats: list[Flat], code: str) -> tuple[list[Place], Place | None, list[Flat]]:
    """Gives the territories to choose from, the one chosen and its flats; few flats are shown together, without a
    choice."""
    if len(flats) <= MOST_FLATS:
        return [], None, flats
    territories = list(dict.fromkeys(Place(code=flat.territory_code, name=flat.territory_name) for flat in flats))
    chosen = choose(territories, code)
    return territories, chosen, [flat for flat in flats if chosen and flat.territory_code == chosen.code]


def row_of(flat: Flat, taken: list[Occupation], nights: Nights) -> CalendarRow:
    hint = f"{flat.territory_name} · {nights.share}\N{NO-BREAK SPACE}%"
    return CalendarRow(label=flat.name, bookings=[booking(occupation) for occupation in taken], hint=hint)


def booking(occupation: Occupation) -> Booking:
    stay = occupation.stay
    if stay is None:
        return Booking(occupation.arrival, occupation.departure, "Occupé", tone="neutral")
    state = StayState(occupation.state)
    exception = f", exception : {stay.exception}" if stay.exception else ""
    return Booking(
        occupation.arrival,
        occupation.departure,
        f"⚠ {stay.family_name}" if stay.exception else stay.family_name,
        url=file_page(stay.reference),
        tone="warning" if stay.exception else STAY_TONES[state],
        detail=f"{stay.household}, {state.label.lower()}{exception}",
    )


@dataclass(frozen=True)
class Legend:
    """The legend explains what this month shows, and nothing else."""

    colours: list[tuple[str, Tone]]
    """Label → tone of its badge, which has the colour of the bar."""
    unknown: bool
    exceptions: bool


def legend(shown: list[Occupation]) -> Legend:
    known = [(occupation.state, occupation.stay) for occupation in shown if occupation.stay]
    states = {state for state, stay in known if not stay.exception}
    return Legend(
        colours=[(state.label, tone) for state, tone in STAY_TONES.items() if state in states],
        unknown=len(known) < len(shown),
        exceptions=any(stay.exception for _, stay in known),
    )


class StayLine(NamedTuple):
    arrival: date
    departure: date
    household: str
    url: str
    flat: str
    people: int
    state: str
    tone: Tone
    exception: str | None


def stay_lines(flats: Iterable[Flat], taken: dict[int, list[Occupation]]) -> list[StayLine]:
    """The same stays as a list: what a phone and a screen reader use."""
    lines = [
        stay_line(flat, occupation, occupation.stay)
        for flat in flats
        for occupation in taken[flat.pk]
        if occupation.stay
    ]
    return sorted(lines, key=lambda line: line.arrival)


def stay_line(flat: Flat, occupation: Occupation, stay: FamilyStay) -> StayLine:
    state = StayState(occupation.state)
    return StayLine(
        arrival=occupation.arrival,
        departure=occupation.departure,
        household=stay.household,
        url=file_page(stay.reference),
        flat=f"{flat.name}, {flat.territory_name}",
        people=stay.people,
        state=state.label,
        tone=STAY_TONES[state],
        exception=stay.exception,
    )
