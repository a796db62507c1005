"""Who may read which row, said a third time, in plain Python: neither the ORM's filters nor the SQL policies.

The two walls are compared with this. A file is ours or theirs by four facts of its journey and nothing else.
"""

from collections.abc import Callable, Iterable

from django.apps import apps
from django.db import models

from candidates.models import Journey
from emile.accounts.models import User
from tests.world import World

TO_JOURNEY = {
    "candidates.Journey": "pk",
    "candidates.Household": "journeys",
    **{
        f"candidates.{name}": "household__journeys"
        for name in ("Member", "HousingSituation", "SocialHousingRequest", "Debt", "Consent", "Document")
    },
    **{
        f"candidates.{name}": "member__household__journeys"
        for name in ("StayRight", "Income", "WorkProfile", "MemberTrade", "HealthNeeds", "Schooling")
    },
    **{
        f"candidates.{name}": "journey"
        for name in ("JourneyEvent", "EventNote", "Diagnosis", "Candidature", "Wish", "Complement")
    },
    **{
        f"placements.{name}": "journey"
        for name in (
            "JobContact",
            "ProjectMeeting",
            "ImmersionWaiver",
            "Agreement",
            "Stay",
            "Contract",
            "Lease",
            "SupportAct",
            "Exit",
        )
    },
}
"""Model → the path from a row to its journey(s)."""

OTHERS = {
    "placements.PrivateNote": lambda world, person: {"author": person.pk},
    "core.FormUse": lambda world, person: {"user": person.pk},
    "jobs.Job": lambda world, person: {"requested_by": person.pk},
    "audit.OpenedFile": lambda world, person: {} if person == world.dpo else {"user": person.pk},
    "accounts.User": lambda world, person: {"pk": person.pk} if person == world.partner else {},
    "partners.Membership": lambda world, person: {"user": person.pk} if person == world.partner else {},
    "partners.Contact": lambda world, person: {"organisation": world.employer.pk} if person == world.partner else {},
}
"""Model → the filter that gives what this person may read; ``{}`` is everything."""

PROTECTED = [*TO_JOURNEY, *OTHERS]


def model_of(label: str) -> type[models.Model]:
    return apps.get_model(label)


def files_of(world: World, person: User) -> Callable[[Journey], bool]:
    """The rule of domain, section 2, for the people of the world."""
    return {
        world.prescriber: lambda j: j.prescriber_id == world.structure.pk,
        world.other_prescriber: lambda j: j.prescriber_id == world.other_structure.pk,
        world.lyon_prescriber: lambda j: j.prescriber_id == world.lyon_structure.pk,
        world.referent: lambda j: j.origin_area_id == world.paris.pk,
        world.other_referent: lambda j: j.origin_area_id == world.lyon.pk,
        world.head: lambda j: j.territory_id == world.cantal.pk,
        world.other_head: lambda j: j.territory_id == world.lozere.pk,
        world.caseworker: lambda j: j.territory_id == world.cantal.pk or j.caseworker_id == world.caseworker.pk,
        world.other_caseworker: lambda j: j.territory_id == world.lozere.pk,
        world.manager: lambda j: j.household_id == world.granted_household,
    }.get(person, lambda j: False)


def expected(world: World, person: User, label: str, journeys: Iterable[Journey]) -> set:
    """Primary keys this person may read. Run where nothing is filtered."""
    model = model_of(label)
    if label in OTHERS:
        return set(model.objects.filter(**OTHERS[label](world, person)).values_list("pk", flat=True))
    allowed = [journey.pk for journey in journeys if files_of(world, person)(journey)]
    return set(model.objects.filter(**{f"{TO_JOURNEY[label]}__in": allowed}).values_list("pk", flat=True))
