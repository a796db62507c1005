"""The panels of the second half on a file's screen."""

from datetime import date

from candidates.file.panels import Panel, PanelContext, register
from candidates.journey.events import happened
from candidates.journey.table import Action
from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.models import User
from placements.facts import facts_of
from placements.guards import immersion_done_or_waived
from placements.project.agreements import shown_to

FOR_WHOM = ("member__first_name", "employer__name", "employer__short_name")


def project(journey: Journey, user: User, today: date) -> PanelContext:
    contacts = journey.job_contacts.select_related("member", "employer", "vacancy").order_by("-contacted_on", "-pk")
    meetings = journey.meetings.select_related("recorded_by").order_by("-held_on")
    return {
        "contacts": list(contacts.only("journey", "contacted_on", "outcome", "note", *FOR_WHOM, "vacancy__title")),
        "meetings": list(meetings),
    }


def immersion(journey: Journey, user: User, today: date) -> PanelContext:
    context: PanelContext = {"stays": facts_of(journey).every_stay}
    if journey.furthest < Step.IMMERSION.number:  # nothing to waive, nothing to answer yet
        return context
    waivers = journey.waivers.select_related("reason", "waived_by").order_by("waived_on")
    return {
        **context,
        "waivers": list(waivers) if happened(journey, Action.WAIVE_IMMERSION) else [],
        "agreements": shown_to(user, journey),
        "may_answer": immersion_done_or_waived(journey) is None,
    }


def housing(journey: Journey, user: User, today: date) -> PanelContext:
    contracts = journey.contracts.select_related("member", "employer", "trade").order_by("-signed_on", "-pk")
    shown = ["journey", "kind", "signed_on", "starts_on", "ends_on", "weekly_hours", *FOR_WHOM, "trade__label"]
    return {"leases": facts_of(journey).every_lease, "contracts": list(contracts.only(*shown))}


def support(journey: Journey, user: User, today: date) -> PanelContext:
    acts = journey.acts.select_related("done_by").with_private_notes_of(user)
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
