"""Reads a file with its members once, for every page that shows or writes its candidature."""

from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils import timezone

from candidates.candidature.completeness import MissingPoint, missing_for_submission
from candidates.candidature.forms.pages import File
from candidates.enums import Topic
from candidates.models import Household, Income, Journey, Member, MemberTrade
from emile.accounts.models import User


@dataclass(frozen=True)
class TopicState:
    """One of the five entries at the top of the pages (``_slates.html``)."""

    topic: Topic
    number: int
    is_current: bool
    missing: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return not self.missing


def read_file(user: User, reference: str, *, lock: bool = False) -> File:
    """:raises Http404: not a file of theirs. ``lock``: nobody else writes this household until we are done."""
    journeys = Journey.objects.visible_to(user).with_details()
    journey = journeys.filter(reference=reference).first()
    if journey is None:
        raise Http404
    if lock:
        # Somebody who reads the file with a reason locks nothing, and may write nothing: refused by the caller.
        Household.objects.visible_to(user).select_for_update(of=["self"]).filter(pk=journey.household_id).first()
        journey = journeys.get(pk=journey.pk)
    return File(journey=journey, members=list(members_of(user, journey)), user=user, today=timezone.localdate())


def members_of(user: User, journey: Journey) -> QuerySet[Member]:
    """Runs three queries: the members with what each has one of, their incomes, their trades, in the order they were
    written."""
    incomes = Prefetch("incomes", Income.objects.order_by("pk"))
    trades = Prefetch("trades", MemberTrade.objects.select_related("trade").order_by("pk"))
    members = journey.household.members.visible_to(user).present().with_profile()
    return members.prefetch_related(incomes).prefetch_related(trades)


def topic_states(file: File, current: Topic | None = None) -> list[TopicState]:
    missing = missing_points(file)
    return [
        TopicState(topic, number, topic == current, [point.label for point in missing if point.topic == topic])
        for number, topic in enumerate(Topic, 1)
    ]


def missing_points(file: File) -> list[MissingPoint]:
    return missing_for_submission(file.journey, file.members)
