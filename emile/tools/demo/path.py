"""One file's way, told with dates: each mark is one real verb, done by somebody who may, on its day."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache, cached_property
from random import Random

from candidates.journey import first_half, following
from candidates.models import Household, Journey, Member
from emile.accounts.models import User
from emile.reference.models import Programme, Reason, Territory
from emile.tools.demo.invented import words
from emile.tools.demo.invented.directory import Directory
from emile.tools.demo.invented.families import Family
from emile.tools.demo.invented.relays import Relays
from emile.tools.demo.paperwork import write_family
from partners.models import Organisation, RelayFlat
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.stays import workflow as stays
from placements.support import workflow as support
from placements.work import workflow as work


class Mark(IntEnum):
    OPEN = 1
    SUBMIT = 2
    PRESENT = 3
    SHORTLIST = 4
    CONTACT = 5
    MEET = 6
    BOOK = 7
    ARRIVE = 8
    RETURN = 9
    AGREE = 10
    CONTRACT = 11
    OFFER = 12
    LEASE = 13
    MOVE_IN = 14
    FIRST_ACT = 15
    EXIT = 16


USUAL_DAYS = {
    Mark.SUBMIT: 8,
    Mark.PRESENT: 6,
    Mark.SHORTLIST: 13,
    Mark.CONTACT: 9,
    Mark.MEET: 12,
    Mark.BOOK: 6,
    Mark.ARRIVE: 18,
    Mark.RETURN: 4,
    Mark.AGREE: 6,
    Mark.CONTRACT: 17,
    Mark.OFFER: 6,
    Mark.LEASE: 9,
    Mark.MOVE_IN: 8,
    Mark.FIRST_ACT: 5,
    Mark.EXIT: 210,
}
"""Days from the mark before; each file strays a little from them."""


def working_day(day: date) -> date:
    """Saturdays and Sundays become the Friday before: offices are closed, and the order of days is kept."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def days_until(mark: Mark, day: date, drawn: Random, *, pace: float = 1.0) -> dict[Mark, date]:
    """The day of every mark so far, when ``mark`` happened on ``day``."""
    days = {mark: day}
    for later in sorted(Mark, reverse=True):
        if later <= mark and later != Mark.OPEN:
            if later == Mark.RETURN:
                days[Mark.ARRIVE] = days[later] - timedelta(days=drawn.randrange(2, 5))
                continue
            gap = round(USUAL_DAYS[later] * pace * drawn.uniform(0.6, 1.5))
            days[Mark(later - 1)] = working_day(days[later] - timedelta(days=max(1, gap)))
    return days


@dataclass
class Team:
    """Who follows a file."""

    structure: Organisation
    prescriber: User
    referent: User
    head: User
    caseworker: User
    origin: str
    territory: str


class Path:
    """``walk()`` goes up to a mark; what happens next is said by the caller, verb by verb."""

    journey: Journey

    def __init__(
        self, directory: Directory, relays: Relays, team: Team, programme: Programme, family: Family, drawn: Random
    ):
        self.directory, self.relays, self.team = directory, relays, team
        self.programme, self.family, self.drawn = programme, family, drawn
        self.days: dict[Mark, date] = {}
        self._acts = drawn.randrange(len(words.ACTS))

    def walk(
        self, mark: Mark, day: date, *, since: Mark = Mark.OPEN, pace: float = 1.0, **options: Mapping[str, object]
    ) -> "Path":
        """Every verb from ``since`` to ``mark``, which happens on ``day``."""
        self.days = days_until(mark, day, self.drawn, pace=pace) | self.days
        for each in Mark:
            if since <= each <= mark:
                self._verbs[each](**options.get(each.name.lower(), {}))
        return self

    @property
    def _verbs(self) -> dict[Mark, Callable[..., None]]:
        return {
            Mark.OPEN: self.open,
            Mark.SUBMIT: self.submit,
            Mark.PRESENT: self.present,
            Mark.SHORTLIST: self.shortlist,
            Mark.CONTACT: self.contact,
            Mark.MEET: self.meet,
            Mark.BOOK: self.book,
            Mark.ARRIVE: self.arrive,
            Mark.RETURN: self.end_stay,
            Mark.AGREE: self.agree,
            Mark.CONTRACT: self.contract,
            Mark.OFFER: self.offer,
            Mark.LEASE: self.lease,
            Mark.MOVE_IN: self.move_in,
            Mark.FIRST_ACT: self.first_act,
            Mark.EXIT: self.exit,
        }

    @cached_property
    def applicant(self) -> Member:
        return self.journey.household.members.get(link="applicant")

    @property
    def territory(self) -> Territory:
        return self.directory.territories[self.team.territory]

    # --- the marks --------------------------------------------------------------------------------------------

    def open(self, *, household: Household | None = None, level: int = 5) -> None:
        on = self.days[Mark.OPEN]
        self.journey = first_half.open_file(
            programme=self.programme,
            prescriber=self.team.structure,
            origin_area=self.directory.origins[self.team.origin],
            by=self.team.prescriber,
            on=on,
            household=household,
        )
        write_family(self, on=on, level=level, is_new=household is None)

    def submit(self) -> None:
        first_half.submit(self.journey, by=self.team.prescriber, on=self.days[Mark.SUBMIT])

    def present(self) -> None:
        first_half.present(self.journey, by=self.team.referent, on=self.days[Mark.PRESENT], territory=self.territory)

    def shortlist(self) -> None:
        on = self.days[Mark.SHORTLIST]
        first_half.shortlist(self.journey, by=self.team.head, on=on)
        following.assign(self.journey, by=self.team.head, on=on, caseworker=self.team.caseworker)

    def contact(self, *, outcome: str = "interested") -> None:
        trade = self.family.trades[0]
        work.contact_employer(
            self.journey,
            by=self.team.head,
            on=self.days[Mark.CONTACT],
            member=self.applicant,
            employer=self.employer,
            vacancy=self.directory.vacancy_for(trade, self.team.territory) if self.is_recent(Mark.CONTACT) else None,
            outcome=outcome,
            note=self.drawn.choice(words.CONTACT_NOTES),
        )

    def meet(self) -> None:
        project.hold_meeting(
            self.journey,
            by=self.team.head,
            on=self.days[Mark.MEET],
            place=self.drawn.choice(words.PLACES),
            project=self.drawn.choice(words.PROJECTS),
        )

    def book(self) -> None:
        """The real days of the stay are those of a flat that is free; the marks after it follow."""
        people = len(self.family.people)
        length = (self.days[Mark.RETURN] - self.days[Mark.ARRIVE]).days if Mark.RETURN in self.days else 3
        flat, arrival = self.relays.find(
            self.team.territory, self.days[Mark.ARRIVE], length, people, not_before=self.days[Mark.BOOK]
        )
        self.book_exactly(flat, arrival, length)

    def book_exactly(
        self,
        flat: RelayFlat,
        arrival: date,
        length: int,
        *,
        on: date | None = None,
        exception_reason: Reason | None = None,
        exception_note: str = "",
    ) -> None:
        departure = arrival + timedelta(days=length)
        stays.plan_stay(
            self.journey,
            by=self.team.head,
            today=on or self.days[Mark.BOOK],
            flat=flat,
            arrival=arrival,
            departure=departure,
            people=len(self.family.people),
            exception_reason=exception_reason,
            exception_note=exception_note,
        )
        self.days[Mark.ARRIVE], self.days[Mark.RETURN] = arrival, departure

    def arrive(self) -> None:
        stays.arrive(self.journey, by=self.team.caseworker, on=self.days[Mark.ARRIVE])

    def agree(self) -> None:
        on = self.days[Mark.AGREE]
        self.household_answers(True, on=on - timedelta(days=1) if on > self.days[Mark.RETURN] else on)
        self.service_answers(True, on=on)

    def contract(self, *, kind: str = "cdi") -> None:
        on = self.days[Mark.CONTRACT]
        trade = self.family.trades[0]
        work.sign_contract(
            self.journey,
            by=self.team.head,
            on=on,
            member=self.applicant,
            employer=self.employer,
            kind=kind,
            starts_on=on + timedelta(days=30),
            ends_on=on + timedelta(days=210) if kind in {"cdd", "seasonal"} else None,
            trade=self.directory.trades[trade],
            vacancy=self.directory.vacancy_for(trade, self.team.territory) if self.is_recent(Mark.CONTRACT) else None,
            weekly_hours=35,
        )

    def offer(self) -> None:
        dwelling = self.directory.new_dwelling(
            self.size_needed, on=self.days[Mark.OFFER] - timedelta(days=20), territory=self.team.territory
        )
        dwelling.save()
        housing.offer_dwelling(self.journey, by=self.team.head, on=self.days[Mark.OFFER], dwelling=dwelling)

    def lease(self) -> None:
        housing.sign_lease(self.journey, by=self.team.head, on=self.days[Mark.LEASE])

    def move_in(self) -> None:
        housing.move_in(self.journey, by=self.team.caseworker, on=self.days[Mark.MOVE_IN])

    def first_act(self) -> None:
        self.act(self.days[Mark.FIRST_ACT])

    def exit(self) -> None:
        support.exit_to_mainstream(
            self.journey,
            by=self.team.caseworker,
            on=self.days[Mark.EXIT],
            note="La famille fait ses démarches seule ; loyer et énergie à jour.",
        )

    # --- what may happen besides ------------------------------------------------------------------------------

    def end_stay(self, *, on: date | None = None, cut_short: bool = False) -> None:
        stays.end_stay(
            self.journey,
            by=self.team.caseworker,
            on=on or self.days[Mark.RETURN],
            cut_short=cut_short,
            household_review=self.drawn.choice(words.HOUSEHOLD_REVIEWS),
            service_review=self.drawn.choice(words.SERVICE_REVIEWS),
        )

    def household_answers(self, agrees: bool, *, on: date, note: str = "") -> None:
        signatory = f"{self.family.people[0].first_name} {self.family.name}"
        project.give_household_agreement(
            self.journey, by=self.team.caseworker, on=on, agrees=agrees, signatory=signatory, note=note
        )

    def service_answers(self, agrees: bool, *, on: date, note: str = "") -> None:
        project.give_service_agreement(self.journey, by=self.team.head, on=on, agrees=agrees, note=note)

    def act(self, on: date, *, next_in: int | None = None, presence: str = "present", private: str = "") -> None:
        """The next sentence of the list, so that no two acts of a file are alike."""
        theme, mode, minutes, note, next_step = words.ACTS[self._acts % len(words.ACTS)]
        self._acts += 1
        support.record_act(
            self.journey,
            by=self.team.caseworker,
            on=on,
            theme=theme,
            mode=mode,
            minutes=minutes,
            presence=presence,
            note=note if presence == "present" else "Rendez-vous manqué, à reprendre.",
            private_note=private,
            next_step=next_step if next_in is not None else "",
            next_step_on=on + timedelta(days=next_in) if next_in is not None else None,
        )

    def further_contact(self, on: date, *, outcome: str, note: str = "") -> None:
        trade = self.family.trades[1]
        work.record_contact(
            self.journey,
            by=self.team.head,
            on=on,
            member=self.applicant,
            employer=self.directory.employer_for(trade, self.team.territory),
            vacancy=self.directory.vacancy_for(trade, self.team.territory),
            outcome=outcome,
            note=note,
        )

    def leave(self, code: str, on: date, note: str = "", *, by: User | None = None) -> None:
        support.leave(self.journey, by=by or self.team.head, on=on, reason=reason(code), note=note)

    # --- facts ------------------------------------------------------------------------------------------------

    @property
    def employer(self) -> Organisation:
        return self.directory.employer_for(self.family.trades[0], self.team.territory)

    @property
    def size_needed(self) -> str:
        return {1: "T2", 2: "T2", 3: "T3", 4: "T4"}.get(len(self.family.people), "T5")

    def is_recent(self, mark: Mark) -> bool:
        """Posts of the demonstration are today's: an old file was placed on a post filled since."""
        return self.days[mark] > self.directory.today - timedelta(days=365)


@cache
def reason(code: str) -> Reason:
    return Reason.objects.get(code=code)
