from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from candidates.file.panels import panels_for
from candidates.journey.actions import is_draft
from candidates.journey.events import steps_of
from candidates.journey.expected import Offer, awaited, expected_among, is_turn_of, offers_on, planned_day
from candidates.journey.moves import roles_on
from candidates.journey.verbs import slug_of
from candidates.journey.waiting import Wait, wait_of
from candidates.models import Journey
from candidates.steps import LOOKS, Step
from emile.accounts.models import User
from emile.core.people import SignedInRequest
from emile.core.templatetags.wording import day, until


@dataclass(frozen=True)
class VerbLink:
    label: str
    url: str
    reasons: list[str]


@dataclass(frozen=True)
class NextAction:
    """``button``: None when the reader cannot do it."""

    title: str
    words: str
    button: VerbLink | None
    waits_for: str
    since: date


def file(request: SignedInRequest, reference: str, panel: str = "resume") -> HttpResponse:
    """Shows a file: where it stands, the next action, then one panel."""
    journey = get_object_or_404(Journey.objects.visible_to(request.user).for_screen(), reference=reference)
    panels = panels_for(request.user)
    current = next((candidate for candidate in panels if candidate.slug == panel), None)
    if current is None:
        raise Http404
    offers = offers_on(journey, request.user)
    wait = wait_of(journey, timezone.localdate())
    expected = expected_among(offers, wait)
    mine = next((offer for offer in expected if offer.mine), None)
    others = [offer for offer in offers if offer.mine and offer is not mine]
    tone, icon = LOOKS[Step(journey.step)]
    context = {
        "journey": journey,
        "household": journey.household,
        "tone": tone,
        "icon": icon,
        "steps": steps_of(journey),
        "is_draft": is_draft(journey),
        "next": next_action(journey, wait, mine, request.user),
        "others": [button_for(offer) for offer in others if not offer.reasons],
        "blocked": [button_for(offer) for offer in others if offer.reasons],
        "reads_only": not roles_on(journey, request.user),
        "people": people_of(journey),
        "panels": panels,
        "panel": current,
        **current.context(journey, request.user, timezone.localdate()),
    }
    return render(request, "candidates/file.html", context)


def next_action(journey: Journey, wait: Wait | None, mine: Offer | None, user: User) -> NextAction | None:
    """The same title, person and day for everybody; the button for those who may."""
    if wait is None:
        return None
    planned = planned_day(journey, wait.actions[0])
    said = [
        planned_words(planned) if planned else "",
        "C'est à vous." if is_turn_of(user, journey, wait) else "",
        mine.rule.asks if mine else "",
    ]
    return NextAction(
        title=wait.title,
        words=" ".join(filter(None, said)),
        button=button_for(mine) if mine else None,
        waits_for=awaited(journey, wait),
        since=journey.step_since,
    )


def planned_words(planned: date) -> str:
    """« Prévu le 22 nov. 2026, dans 2 jours. »"""
    delay = until(planned)
    return f"Prévu {delay}." if delay == "aujourd'hui" else f"Prévu le {day(planned)}, {delay}."


def button_for(offer: Offer) -> VerbLink:
    url = reverse("candidates:verb", args=[offer.journey.reference, slug_of(offer.action)])
    return VerbLink(label=offer.rule.label, url=url, reasons=offer.reasons)


def people_of(journey: Journey) -> list[tuple[str, str]]:
    """Tells who follows the file, one line each."""
    lines = [("Structure", str(journey.prescriber)), ("Prescripteur·rice", journey.prescribed_by.full_name)]
    if journey.presented_by:
        lines.append(("Présenté par", journey.presented_by.full_name))
    if journey.territory:
        lines.append(("Territoire", str(journey.territory)))
        lines.append(("Accompagnement", journey.caseworker.full_name if journey.caseworker else "à confier"))
    return lines
