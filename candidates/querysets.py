from datetime import date
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from candidates.enums import Audience, ComplementState
from candidates.steps import CLOSED
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.scope import Reader, Scope

if TYPE_CHECKING:
    from candidates.models import Complement, Consent, Document, Household, Journey, Member

Row = TypeVar("Row", bound=Model)


def reach(scope: Scope, prefix: str = "") -> Q:
    """The journeys somebody works on, by name. Each clause stands on an indexed column of the journey."""
    clauses = Q()
    if scope.organisations:
        clauses |= Q(**{f"{prefix}prescriber__in": scope.organisations})
    if scope.origins:
        clauses |= Q(**{f"{prefix}origin_area__in": scope.origins})
    if scope.territories:
        clauses |= Q(**{f"{prefix}territory__in": scope.territories}) | Q(**{f"{prefix}caseworker": scope.user_id})
    if scope.granted:
        clauses |= Q(**{f"{prefix}household__in": scope.granted})
    return clauses or Q(pk__in=[])


AROUND = (
    "household__housing",
    "programme",
    "prescriber",
    "origin_area",
    "territory",
    "prescribed_by",
    "presented_by",
    "caseworker",
    "end_reason",
    "diagnosis",
    "candidature",
)
"""The rows that a file points at."""
OF_AGE = 18


class ListedFile(Protocol):
    """The columns of ``JourneyQuerySet.for_list``."""

    pk: int
    reference: str
    household_id: int
    step: str
    awaits: str
    suspended_until: date | None
    step_since: date
    opened_on: date
    adults: int
    children: int
    prescriber__name: str
    prescriber__short_name: str
    territory__name: str | None
    caseworker__first_name: str | None
    caseworker__last_name: str | None
    household__name: str
    """Absent unless it was asked for."""


class JourneyQuerySet(QuerySet["Journey"]):
    def visible_to(self, user: Reader) -> Self:
        """Files whose names this person may read."""
        return self.filter(reach(user.scope))

    def countable_by(self, user: Reader) -> Self:
        """Files this person may count: a manager counts every territory, without names."""
        return self if user.scope.sees_figures else self.visible_to(user)

    def open(self) -> Self:
        return self.exclude(step__in=CLOSED)

    def closed(self) -> Self:
        return self.filter(step__in=CLOSED)

    def with_details(self) -> Self:
        """What a page or a paper about one file needs of the row itself, in one query."""
        return self.select_related(*AROUND, "household__commune", "basin")

    def for_screen(self) -> Self:
        """What the file's own screen shows of the row itself, whatever the tab, in one query: of the rows it points
        at, only what is shown. Anything else read from them would cost a query each time."""
        own = [field.name for field in self.model._meta.get_fields() if field.concrete]
        return self.select_related(*AROUND).only(
            *own,
            "household__name",
            "household__housing__kind",
            "programme__short_name",
            "programme__diagnosis_required",
            "programme__immersion_required",
            "programme__job_before_move_in",
            "prescriber__name",
            "prescriber__short_name",
            "origin_area__name",
            "territory__name",
            "prescribed_by__first_name",
            "prescribed_by__last_name",
            "presented_by__first_name",
            "presented_by__last_name",
            "caseworker__first_name",
            "caseworker__last_name",
            "end_reason__label",
            "diagnosis",
            "candidature",
        )

    def for_list(self, *, named: bool) -> "QuerySet[Journey, ListedFile]":
        """The columns that a row of a list is made of (``rows.row_of``) and no other: twenty-five rows made a hundred
        objects. Without ``named`` the household is not read at all."""
        household = ["household__name"] if named else []
        return self.values_list(
            "pk",
            "reference",
            "household_id",
            *self.model.WAITS_BY,
            "step_since",
            "opened_on",
            "adults",
            "children",
            "prescriber__name",
            "prescriber__short_name",
            "territory__name",
            "caseworker__first_name",
            "caseworker__last_name",
            *household,
            named=True,
        )


class HouseholdQuerySet(QuerySet["Household"]):
    def visible_to(self, user: User) -> Self:
        """A household is reached through one of its journeys, and no other way."""
        journey = self.model._meta.apps.get_model("candidates", "Journey")
        return self.filter(Exists(journey.objects.visible_to(user).filter(household=OuterRef("pk"))))


class HouseholdChildQuerySet(QuerySet[Row]):
    """Rows that hang on a household."""

    household_path = "household"

    def visible_to(self, user: User) -> Self:
        household = self.model._meta.apps.get_model("candidates", "Household")
        return self.filter(**{f"{self.household_path}__in": household.objects.visible_to(user)})


class MemberChildQuerySet(HouseholdChildQuerySet[Row]):
    """Rows that hang on a member of a household."""

    household_path = "member__household"


class MemberQuerySet(HouseholdChildQuerySet["Member"]):
    def present(self) -> Self:
        return self.filter(left_household_on=None)

    def with_profile(self) -> Self:
        """Each member with what is known of their papers, work, school and health, in one query."""
        return self.select_related("stay_right", "work", "schooling", "health").order_by("pk")

    def in_a_line(self) -> Self:
        """Each member with what their line of the file's summary says, and nothing else."""
        shown = ["household", "link", "first_name", "last_name", "birth_date"]
        known = ["stay_right__expires_on", "work__situation", "schooling__level"]
        return self.select_related("stay_right", "work", "schooling").only(*shown, *known).order_by("pk")

    def adults_on(self, day: date) -> Self:
        """Members of 18 or more; without a birth date, by their link. ``Member.is_of_age_on`` says the same."""
        limit = _years_before(day, OF_AGE)
        return self.filter(Q(birth_date__lte=limit) | Q(birth_date=None) & ~Q(link="child"))


class ConsentQuerySet(HouseholdChildQuerySet["Consent"]):
    def latest_answer(self) -> "Consent | None":
        """What counts is the answer recorded last, whatever day it was given on."""
        return self.order_by("-recorded_at", "-pk").first()


class DocumentQuerySet(HouseholdChildQuerySet["Document"]):
    def current_for(self, user: User) -> Self:
        """Not withdrawn, and meant for this person's side of the programme."""
        sides = {Audience.TEAM}
        if user.has_role(Role.PRESCRIBER, Role.REFERENT):
            sides.add(Audience.ORIGIN)
        if user.has_role(Role.SERVICE_HEAD, Role.CASEWORKER):
            sides.add(Audience.HOST)
        return self.filter(withdrawn_at=None, audience__in=sides).order_by("-added_at")


class JourneyChildQuerySet(QuerySet[Row]):
    """Rows that hang on a journey."""

    def visible_to(self, user: User) -> Self:
        journey = self.model._meta.apps.get_model("candidates", "Journey")
        return self.filter(journey__in=journey.objects.visible_to(user))


class ComplementQuerySet(JourneyChildQuerySet["Complement"]):
    def open(self) -> Self:
        return self.filter(state=ComplementState.OPEN).order_by("asked_at")


def _years_before(day: date, years: int) -> date:
    """Somebody born on 29 February comes of age on 1 March in a common year (Code civil, usage)."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
