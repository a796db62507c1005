from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from candidates.events import steps_of
from candidates.models import Journey
from candidates.panels import panels_for
from candidates.steps import LOOKS, TO_DECIDE, Step
from candidates.verbs import slug_of
from candidates.workflow import TRANSITIONS, Transition, available
from emile.accounts.enums import Role


@dataclass(frozen=True)
class Button:
    label: str
    url: str
    reasons: list[str]
    asks: str
    main: bool


def file(request: HttpRequest, reference: str, panel: str = "resume") -> HttpResponse:
    """One screen per file: where it stands, the next action, then the panels, one at a time."""
    journey = get_object_or_404(Journey.objects.visible_to(request.user).with_details(), reference=reference)
    panels = panels_for(request.user)
    current = next((candidate for candidate in panels if candidate.slug == panel), None)
    if current is None:
        raise Http404
    buttons = buttons_for(journey, request.user)
    following = next((button for button in buttons if button.main and not button.reasons), None)
    tone, icon = LOOKS[Step(journey.step)]
    context = {
        "journey": journey,
        "household": journey.household,
        "tone": tone,
        "icon": icon,
        "steps": steps_of(journey),
        "next": following,
        "others": [button for button in buttons if button is not following],
        "waits_for": waits_for(journey),
        "people": people_of(journey),
        "panels": panels,
        "panel": current,
        **current.context(journey, request.user, timezone.localdate()),
    }
    return render(request, "candidates/file.html", context)


def people_of(journey: Journey) -> list[tuple[str, str]]:
    """Who follows the file, one line each."""
    lines = [("Structure", f"{journey.prescriber} – {journey.prescribed_by.full_name}")]
    if journey.presented_by:
        lines.append(("Présenté par", journey.presented_by.full_name))
    if journey.territory:
        lines.append(("Territoire", str(journey.territory)))
        lines.append(("Accompagnement", journey.caseworker.full_name if journey.caseworker else "à confier"))
    return lines


def buttons_for(journey: Journey, user) -> list[Button]:
    return [
        Button(
            label=rule.label,
            url=reverse("candidates:verb", args=[journey.reference, slug_of(action)]),
            reasons=rule.unmet(journey),
            asks=rule.asks,
            main=rule.main,
        )
        for action, rule in available(journey, user)
    ]


def waits_for(journey: Journey) -> str:
    """Who is expected to act, in words; nobody once the journey is closed."""
    if journey.is_closed:
        return ""
    rule = next((rule for rule in TRANSITIONS.values() if rule.main and rule.roles and rule.starts_from(journey)), None)
    return _who(journey, rule) if rule else ""


def _who(journey: Journey, rule: Transition) -> str:
    if journey.step in {Step.DIAGNOSIS, Step.TO_COMPLETE}:
        return f"{journey.prescribed_by.full_name} ({journey.prescriber})"
    if journey.step == Step.SUBMITTED:
        return f"le référent – {journey.origin_area}"
    if journey.step in TO_DECIDE or rule.roles == frozenset({Role.SERVICE_HEAD}):
        return f"le chef de service – {journey.territory}"
    if journey.caseworker:
        return journey.caseworker.full_name
    return f"l'équipe – {journey.territory}"
