"""A small world for tests: two territories, two Paris structures, somebody in each role, files at any step.

Files get where they are by the real verbs, as the real people: a fact and a step never disagree here.
"""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from django.utils.text import slugify

from candidates.journey import actions, first_half
from candidates.models import (
    Consent,
    Household,
    HousingSituation,
    Income,
    Journey,
    Member,
    MemberTrade,
    Schooling,
    StayRight,
    Wish,
    WorkProfile,
)
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.reference.models import Commune, OriginArea, Programme, Reason, Territory, Trade
from partners.models import Dwelling, Membership, Organisation, RelayFlat, Vacancy
from placements.housing import workflow as housing
from placements.project import workflow as project
from placements.stays import workflow as stays
from placements.support import workflow as support
from placements.work import workflow as work
from tests.clock import TODAY

LONG_AGO = date(2014, 11, 3)
WAY = [
    Step.DIAGNOSIS,
    Step.SUBMITTED,
    Step.PRESENTED,
    Step.SHORTLISTED,
    Step.JOB_SEARCH,
    Step.PROJECT,
    Step.IMMERSION,
    Step.VALIDATED,
    Step.CONTRACTED,
    Step.SETTLED,
    Step.SUPPORT,
    Step.MAINSTREAM,
]


class World:
    def __init__(self) -> None:
        self._serial = count(1)
        self.programme = Programme.objects.get(code="emile")
        self.paris = OriginArea.objects.get(code="ile-de-france")
        self.lyon = OriginArea.objects.exclude(pk=self.paris.pk).first()
        self.cantal = Territory.objects.get(code="cantal")
        self.lozere = Territory.objects.get(code="lozere")
        self.operator = self.organisation("Aurore", kind="operator")
        self.structure = self.organisation("Samusocial", kind="prescriber", origin_area=self.paris)
        self.other_structure = self.organisation("Charonne", kind="prescriber", origin_area=self.paris)
        self.lyon_structure = self.organisation("Le Mas", kind="prescriber", origin_area=self.lyon)
        self.employer = self.organisation("Menuiserie Delmas", kind="employer", territory=self.cantal)
        self.landlord = self.organisation("Polygone", kind="landlord", territory=self.cantal)

        self.prescriber = self.person("Prune", Role.PRESCRIBER, self.structure)
        self.other_prescriber = self.person("Pablo", Role.PRESCRIBER, self.other_structure)
        self.lyon_prescriber = self.person("Pia", Role.PRESCRIBER, self.lyon_structure)
        self.referent = self.person("Rémi", Role.REFERENT, self.operator, origin_area=self.paris)
        self.other_referent = self.person("Rita", Role.REFERENT, self.operator, origin_area=self.lyon)
        self.head = self.person("Hélène", Role.SERVICE_HEAD, self.operator, territory=self.cantal)
        self.other_head = self.person("Hector", Role.SERVICE_HEAD, self.operator, territory=self.lozere)
        self.caseworker = self.person("Caroline", Role.CASEWORKER, self.operator, territory=self.cantal)
        self.other_caseworker = self.person("Colin", Role.CASEWORKER, self.operator, territory=self.lozere)
        self.manager = self.person("Margot", Role.MANAGER, self.operator)
        self.dpo = self.person("Denis", Role.DPO, self.operator)
        self.partner = self.person("Patrice", Role.PARTNER, self.employer)

        self.flat = self.relay_flat("Relais Jordanne", self.cantal)
        self.other_flat = self.relay_flat("Relais Mende", self.lozere)
        self.trade = Trade.objects.get(code="H2206")
        self.vacancy = self.make_vacancy(self.employer, self.cantal)
        self.commune = Commune.objects.get(code="15014")

    # --- people and places ------------------------------------------------------------------------------------

    def organisation(self, name: str, **fields) -> Organisation:
        return Organisation.objects.create(name=name, **fields)

    def person(self, first_name: str, role: Role, organisation: Organisation, **scope) -> User:
        user = User(email=f"{slugify(first_name)}{next(self._serial)}@exemple.test", first_name=first_name)
        user.last_name = f"{role.capitalize()}"
        user.set_unusable_password()
        user.save()
        Membership.objects.create(user=user, organisation=organisation, role=role, valid_from=LONG_AGO, **scope)
        return user

    def relay_flat(self, name: str, territory: Territory) -> RelayFlat:
        return RelayFlat.objects.create(name=name, territory=territory, capacity=6, opened_on=LONG_AGO)

    def make_vacancy(self, employer: Organisation, territory: Territory) -> Vacancy:
        return Vacancy.objects.create(
            employer=employer,
            territory=territory,
            trade=self.trade,
            title="Menuisier d'agencement",
            contract="cdi",
            last_news_on=TODAY,
        )

    def dwelling(self, territory: Territory | None = None) -> Dwelling:
        return Dwelling.objects.create(
            landlord=self.landlord,
            territory=territory or self.cantal,
            commune=self.commune,
            address=f"{next(self._serial)} rue de la Jordanne",
            kind="T3",
            surface=Decimal(62),
            rent=Decimal(410),
            available_from=LONG_AGO,
        )

    def reason(self, kind: str, **fields) -> Reason:
        return Reason.objects.filter(kind=kind, **fields).order_by("order").first()

    # --- files ------------------------------------------------------------------------------------------------

    def journey(self, step: Step = Step.DIAGNOSIS, *, name: str = "Diallo", elsewhere: bool = False) -> Journey:
        """A file at ``step``. ``elsewhere``: another structure, origin area and territory, none of ours."""
        walk = Walk(self, elsewhere=elsewhere)
        journey = walk.open(name)
        for target in WAY[1 : WAY.index(step) + 1]:
            getattr(walk, f"to_{target.value}")(journey)
            journey.refresh_from_db()
        return journey

    def journeys(self, number: int, step: Step = Step.DIAGNOSIS, **options) -> list[Journey]:
        return [self.journey(step, name=f"Famille{index}", **options) for index in range(number)]


class Walk:
    """One file's way through the real verbs, by people who may. Everything happens in the last two months."""

    def __init__(self, world: World, *, elsewhere: bool) -> None:
        self.world = world
        self.structure = world.lyon_structure if elsewhere else world.structure
        self.area = world.lyon if elsewhere else world.paris
        self.territory = world.lozere if elsewhere else world.cantal
        self.prescriber = world.lyon_prescriber if elsewhere else world.prescriber
        self.referent = world.other_referent if elsewhere else world.referent
        self.head = world.other_head if elsewhere else world.head
        self.caseworker = world.other_caseworker if elsewhere else world.caseworker
        self.flat = world.other_flat if elsewhere else world.flat
        self.day = TODAY - timedelta(days=60)

    def next_day(self) -> date:
        self.day += timedelta(days=2)
        return self.day

    def open(self, name: str) -> Journey:
        journey = first_half.open_file(
            programme=self.world.programme,
            prescriber=self.structure,
            origin_area=self.area,
            by=self.prescriber,
            on=self.day,
        )
        fill_candidature(journey, name=name, territory=self.territory, trade=self.world.trade, by=self.prescriber)
        return journey

    def to_submitted(self, journey: Journey) -> None:
        first_half.submit(journey, by=self.prescriber, on=self.next_day())

    def to_presented(self, journey: Journey) -> None:
        first_half.present(journey, by=self.referent, on=self.next_day(), territory=self.territory)

    def to_shortlisted(self, journey: Journey) -> None:
        first_half.shortlist(journey, by=self.head, on=self.next_day())

    def to_job_search(self, journey: Journey) -> None:
        work.contact_employer(
            journey,
            by=self.head,
            on=self.next_day(),
            member=journey.household.members.get(link="applicant"),
            employer=self.world.employer,
            vacancy=self.world.vacancy,
        )

    def to_project(self, journey: Journey) -> None:
        project.hold_meeting(journey, by=self.head, on=self.next_day(), project="Un poste de menuisier en CDI.")

    def to_immersion(self, journey: Journey) -> None:
        arrival = self.free_arrival()
        stays.plan_stay(
            journey,
            by=self.head,
            today=arrival - timedelta(days=1),
            flat=self.flat,
            arrival=arrival,
            departure=arrival + timedelta(days=3),
            people=3,
        )
        stays.arrive(journey, by=self.caseworker, on=arrival)
        self.day = arrival + timedelta(days=3)
        stays.end_stay(journey, by=self.caseworker, on=self.day, cut_short=False)

    def free_arrival(self) -> date:
        last = self.flat.stays.order_by("-departure").first()
        return max(self.next_day(), last.departure if last else self.day)

    def to_validated(self, journey: Journey) -> None:
        day = self.next_day()
        project.give_household_agreement(journey, by=self.caseworker, on=day, agrees=True, signatory="La famille")
        project.give_service_agreement(journey, by=self.head, on=day, agrees=True)

    def to_contracted(self, journey: Journey) -> None:
        day = self.next_day()
        work.sign_contract(
            journey,
            by=self.head,
            on=day,
            member=journey.household.members.get(link="applicant"),
            employer=self.world.employer,
            kind="cdi",
            starts_on=day,
            trade=self.world.trade,
        )

    def to_settled(self, journey: Journey) -> None:
        day = self.next_day()
        housing.offer_dwelling(journey, by=self.head, on=day, dwelling=self.world.dwelling(self.territory))
        housing.sign_lease(journey, by=self.head, on=day)
        housing.move_in(journey, by=self.caseworker, on=self.next_day())

    def to_support(self, journey: Journey) -> None:
        support.record_act(journey, by=self.caseworker, on=self.next_day(), theme="housing", note="Installation")

    def to_mainstream(self, journey: Journey) -> None:
        support.exit_to_mainstream(journey, by=self.caseworker, on=self.next_day())


def fill_candidature(journey: Journey, *, name: str, territory: Territory, trade: Trade, by) -> Household:
    """Everything a candidature needs to be sent: a parent and a child of school age."""
    household = journey.household
    parent = actions.save_member(
        Member(
            household=household,
            link="applicant",
            civility="mrs",
            first_name="Awa",
            last_name=name,
            birth_date=date(TODAY.year - 34, 5, 12),
            sex="f",
            nationality="other",
        )
    )
    child = actions.save_member(
        Member(
            household=household,
            link="child",
            first_name="Sami",
            last_name=name,
            birth_date=date(TODAY.year - 8, 2, 3),
            sex="m",
        )
    )
    StayRight.objects.create(
        member=parent, document="multi_year", may_work=True, expires_on=TODAY + timedelta(days=400)
    )
    WorkProfile.objects.create(member=parent, situation="unemployed_6_11", french_spoken="b1", french_written="a2")
    MemberTrade.objects.create(member=parent, trade=trade, use="wanted", years=4)
    Schooling.objects.create(member=child, level="primary", parental_consent="sole")
    HousingSituation.objects.create(household=household, kind="hotel", since=date(TODAY.year - 2, 1, 1))
    Income.objects.create(member=parent, kind="rsa", amount=Decimal("890.00"))
    journey.diagnosis.made_on = journey.opened_on
    journey.diagnosis.save()
    journey.candidature.reasons = "Un logement stable et un emploi."
    journey.candidature.save()
    Wish.objects.create(journey=journey, territory=territory, rank=1)
    Consent.objects.create(household=household, text_version="2026-01", given=True, given_on=TODAY, recorded_by=by)
    household.refresh_from_db()
    return household
