"""The panels of the second half on a file's screen."""

from datetime import date

from candidates.models import Journey
from candidates.panels import Panel, register
from candidates.steps import Step
from placements.agreements import shown_to
from placements.guards import immersion_done_or_waived


def project(journey: Journey, user, today: date) -> dict:
    contacts = journey.job_contacts.visible_to(user).select_related("member", "employer", "vacancy", "recorded_by")
    return {
        "contacts": list(contacts.order_by("-contacted_on", "-pk")),
        "meetings": list(journey.meetings.visible_to(user).select_related("recorded_by").order_by("-held_on")),
    }


def immersion(journey: Journey, user, today: date) -> dict:
    stays = journey.stays.visible_to(user).select_related("flat", "exception_reason", "planned_by")
    context = {"stays": list(stays.order_by("-arrival", "-pk"))}
    if journey.furthest < Step.IMMERSION.number:  # nothing to waive, nothing to answer yet
        return context
    waivers = journey.waivers.visible_to(user).select_related("reason", "waived_by")
    return context | {
        "waivers": list(waivers.order_by("waived_on")),
        "agreements": shown_to(user, journey),
        "may_answer": immersion_done_or_waived(journey) is None,
    }


def housing(journey: Journey, user, today: date) -> dict:
    leases = journey.leases.visible_to(user).select_related("dwelling__landlord", "dwelling__commune")
    contracts = journey.contracts.visible_to(user).select_related("member", "employer", "trade")
    return {
        "leases": list(leases.order_by("-offered_on", "-pk")),
        "contracts": list(contracts.order_by("-signed_on", "-pk")),
    }


def support(journey: Journey, user, today: date) -> dict:
    acts = journey.acts.visible_to(user).select_related("done_by").with_private_notes_of(user)
    return {"acts": list(acts.order_by("-done_on", "-pk")[:100])}


register(
    Panel(
        slug="projet",
        label="Projet",
        icon="briefcase",
        order=30,
        template="placements/panels/project.html",
        context=project,
    )
)
register(
    Panel(
        slug="immersion",
        label="Immersion",
        icon="bed-double",
        order=40,
        template="placements/panels/immersion.html",
        context=immersion,
    )
)
register(
    Panel(
        slug="logement",
        label="Contrat et logement",
        icon="key-round",
        order=50,
        template="placements/panels/housing.html",
        context=housing,
    )
)
register(
    Panel(
        slug="suivi",
        label="Suivi",
        icon="notebook-pen",
        order=60,
        template="placements/panels/support.html",
        context=support,
    )
)
