from collections import defaultdict
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from candidates.addresses import file_page
from emile.accounts.enums import Role
from emile.accounts.permissions import require_role
from emile.core.parts import Booking, CalendarRow
from partners.models import RelayFlat
from placements.calendar import Month, Nights, Occupation, nights_of, occupations
from placements.enums import STAY_TONES, StayState
from placements.territories import territories_of


def calendar(request: HttpRequest) -> HttpResponse:
    """The relay flats of one's territories over a month."""
    require_role(request.user, Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT)
    today = timezone.localdate()
    month = Month.read(request.GET.get("mois", ""), today=today)
    flats = flats_of(request.user, month, today)
    taken = defaultdict(list)
    for occupation in occupations(flats, month, user=request.user):
        taken[occupation.flat_id].append(occupation)
    nights = {flat.pk: nights_of(flat, taken[flat.pk], month) for flat in flats}
    total = Nights(sum(n.booked for n in nights.values()), sum(n.available for n in nights.values()))
    context = {
        "month": month,
        "today": today,
        "rows": [row_of(flat, taken[flat.pk], nights[flat.pk]) for flat in flats],
        "nights": total,
        "stays": [line for flat in flats for occupation in taken[flat.pk] if (line := stay_line(flat, occupation))],
        "hidden": sum(occupation.stay is None for flat in flats for occupation in taken[flat.pk]),
        "plan_url": f"{reverse('candidates:list')}?etape=project&tri=anciennete",
    }
    return render(request, "placements/calendar.html", context)


def flats_of(user, month: Month, today: date) -> list[RelayFlat]:
    """Those open during the month, a territory at a time."""
    flats = RelayFlat.objects.visible_to(user).filter(territory__in=territories_of(user, today))
    during = flats.filter(opened_on__lte=month.last).exclude(closed_on__lte=month.first)
    return list(during.select_related("territory").order_by("territory__name", "name"))


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
        f"{warning}{stay.journey.household.name}",
        url=file_page(stay.journey.reference),
        tone="warning" if stay.exception_reason_id else STAY_TONES[StayState(stay.state)],
        detail=f"{stay.get_state_display()}{exception_words(stay)}",
    )


def exception_words(stay) -> str:
    return f", exception : {stay.exception_reason}" if stay.exception_reason_id else ""


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
