from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from candidates.addresses import file_page
from emile.accounts.enums import Role
from emile.accounts.permissions import require_role
from emile.core.parts import Booking, CalendarRow
from emile.reference.models import Territory
from partners.models import RelayFlat
from placements.calendar import Month, Nights, Occupation, nights_of, occupations
from placements.enums import STAY_TONES, StayState
from placements.territories import choose, territories_of

MOST_FLATS = 6
"""On one page. Beyond, one territory at a time, and pages."""


def calendar(request: HttpRequest) -> HttpResponse:
    """The relay flats of one's territories over a month."""
    require_role(request.user, Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT)
    today = timezone.localdate()
    month = Month.read(request.GET.get("mois", ""), today=today)
    territories, territory, flats = choice_of(request, month, today)
    page = Paginator(flats, MOST_FLATS).get_page(request.GET.get("page"))
    taken = defaultdict(list)
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


def choice_of(request: HttpRequest, month: Month, today: date) -> tuple[list, Territory | None, list[RelayFlat]]:
    """The territories to choose from, the one chosen and its flats; or every flat together when they are few."""
    flats = flats_of(request.user, month, today)
    together = list(flats[: MOST_FLATS + 1])
    if len(together) <= MOST_FLATS:
        return [], None, together
    territories = list(Territory.objects.filter(pk__in=flats.order_by().values("territory")).order_by("name"))
    territory = choose(territories, request.GET.get("territoire", ""))
    return territories, territory, list(flats.filter(territory=territory))


def flats_of(user, month: Month, today: date) -> QuerySet:
    """Those open during the month, a territory at a time."""
    flats = RelayFlat.objects.visible_to(user).filter(territory__in=territories_of(user, today))
    during = flats.filter(opened_on__lte=month.last).exclude(closed_on__lte=month.first)
    read = during.only("name", "opened_on", "closed_on", "territory__name")
    return read.select_related("territory").order_by("territory__name", "name", "pk")


def row_of(flat: RelayFlat, taken: list[Occupation], nights: Nights) -> CalendarRow:
    hint = f"{flat.territory} · {nights.share}\N{NO-BREAK SPACE}%"
    return CalendarRow(label=flat.name, bookings=[booking(occupation) for occupation in taken], hint=hint)


def booking(occupation: Occupation) -> Booking:
    stay = occupation.stay
    if stay is None:
        return Booking(occupation.arrival, occupation.departure, "Occupé", tone="neutral")
    warning = "⚠ " if stay.exception_reason_id else ""
    return Booking(
        occupation.arrival,
        occupation.departure,
        f"{warning}{stay.journey.household.family_name}",
        url=file_page(stay.journey.reference),
        tone="warning" if stay.exception_reason_id else STAY_TONES[StayState(stay.state)],
        detail=f"{stay.journey.household.name}, {stay.get_state_display().lower()}{exception_words(stay)}",
    )


def exception_words(stay) -> str:
    return f", exception : {stay.exception_reason}" if stay.exception_reason_id else ""


@dataclass(frozen=True)
class Legend:
    """Of what is shown, and of nothing else."""

    colours: list[tuple[str, str]]
    """Label → tone of its badge, which has the colour of the bar."""
    unknown: bool
    exceptions: bool


def legend(shown: list[Occupation]) -> Legend:
    known = [occupation.stay for occupation in shown if occupation.stay]
    states = {stay.state for stay in known if not stay.exception_reason_id}
    return Legend(
        colours=[(state.label, tone) for state, tone in STAY_TONES.items() if state in states],
        unknown=len(known) < len(shown),
        exceptions=any(stay.exception_reason_id for stay in known),
    )


def stay_lines(flats: Iterable[RelayFlat], taken: dict[int, list[Occupation]]) -> list[dict]:
    lines = [line for flat in flats for occupation in taken[flat.pk] if (line := stay_line(flat, occupation))]
    return sorted(lines, key=lambda line: line["stay"].arrival)


def stay_line(flat: RelayFlat, occupation: Occupation) -> dict | None:
    """The same stays as a list: what a phone and a screen reader use."""
    if occupation.stay is None:
        return None
    return {
        "stay": occupation.stay,
        "flat": flat,
        "url": file_page(occupation.stay.journey.reference),
        "tone": STAY_TONES[StayState(occupation.state)],
    }
