"""Writes what is no change of step on a file."""

from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from candidates.enums import ComplementState
from candidates.models import Candidature, Diagnosis, Household, Journey, Member
from candidates.steps import Step
from emile.accounts.models import User
from emile.core.workflow import WorkflowError
from emile.reference.models import OriginArea, Programme, Reason, Territory
from partners.models import Organisation


class ProgrammeClosedThere(WorkflowError):
    """The programme is not open in that territory on that day."""


def create_journey(
    *,
    household: Household | None,
    programme: Programme,
    prescriber: Organisation,
    origin_area: OriginArea,
    territory: Territory | None,
    by: User,
    on: date,
) -> Journey:
    """The journey first, then its household: row security reaches a household through a journey, so a household
    without one would be nobody's. (Foreign keys are checked at commit.)"""
    is_new = household is None
    if household is None:
        household = Household(pk=_next_household_id(), name="Nouveau ménage")
    journey = Journey.objects.create(
        household=household,
        programme=programme,
        prescriber=prescriber,
        origin_area=origin_area,
        territory=territory,
        prescribed_by=by,
        step_since=on,
        opened_on=on,
    )
    if is_new:
        household.save(force_insert=True)
    Candidature.objects.create(journey=journey)
    Diagnosis.objects.create(journey=journey)
    return journey


def _next_household_id() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('candidates_household', 'id'))")
        number: int = cursor.fetchone()[0]
    return number


@transaction.atomic
def save_member(member: Member) -> Member:
    """Save somebody, and keep the household's name in step with its applicant."""
    member.save()
    if member.link == "applicant" and member.left_household_on is None:
        Household.objects.filter(pk=member.household_id).update(name=household_name(member))
    return member


def household_name(applicant: Member) -> str:
    return f"{applicant.last_name.upper()} {applicant.first_name}"


def people_counted(journey: Journey, *, on: date) -> dict[str, int]:
    """How many people the journey is about on that day, to be kept on its row: what reports count."""
    adults = [member.is_of_age_on(on) for member in journey.household.members.present()]
    return {"adults": adults.count(True), "children": adults.count(False)}


def require_open_programme(programme: Programme, territory: Territory, *, on: date) -> None:
    """:raises ProgrammeClosedThere: no opening of the programme in that territory covers the day."""
    if not programme.openings.valid_on(on).filter(territory=territory).exists():
        raise ProgrammeClosedThere(f"{programme} n'est pas ouvert dans le territoire {territory} à cette date.")


def review_date(reason: Reason, *, on: date) -> date | None:
    """When to look again at a declined file, if its reason parks it rather than closes it."""
    return on + timedelta(days=reason.park_days) if reason.park_days else None


def answer(journey: Journey, answers: dict[int, str], *, by: User) -> None:
    """Write the answers to the questions still open on this journey; another journey's question is not found."""
    for complement in journey.complements.open().filter(pk__in=answers):
        complement.answer = answers[complement.pk]
        complement.state = ComplementState.ANSWERED
        complement.answered_by, complement.answered_at = by, timezone.now()
        complement.save(update_fields=["answer", "state", "answered_by", "answered_at"])


def is_draft(journey: Journey) -> bool:
    return journey.step in {Step.DIAGNOSIS, Step.TO_COMPLETE}
