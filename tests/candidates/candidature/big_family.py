"""Seven people with everything filled in, at the greatest length the forms accept."""

from datetime import date
from decimal import Decimal

from candidates.journey import actions
from candidates.models import Debt, HealthNeeds, Household, Income, Journey, Member, MemberTrade, Schooling, WorkProfile
from candidates.steps import Step
from emile.reference.models import Trade
from tests.world import TODAY

LONG = "Une phrase qui dit vraiment beaucoup de choses sur la famille et son chemin. " * 60


def big_family(world, children: int = 3) -> Journey:
    """Act as the system."""
    journey = world.journey(Step.PRESENTED, name="Diallo-Montgolfier de la Châtaigneraie")
    household = journey.household
    for link, first_name in (("partner", "Jean-Baptiste-Emmanuel"), ("ascendant", "Marguerite-Félicité")):
        add_adult(household, link, first_name)
    for number in range(children):
        add_child(household, number)
    Debt.objects.create(household=household, kind="rent", amount=Decimal("12345.67"), plan="Plan d'apurement " * 10)
    Debt.objects.create(household=household, kind="energy", amount=Decimal("890.10"))
    Household.objects.filter(pk=household.pk).update(birth_expected_on=TODAY)
    type(journey.diagnosis).objects.filter(journey=journey).update(
        summary=LONG[:4000], strengths=LONG[:2000], obstacles=LONG[:2000]
    )
    type(journey.candidature).objects.filter(journey=journey).update(
        reasons=LONG[:2000], ties=LONG[:1000], obstacles=LONG[:1000], leisure=LONG[:1000], ready_on=TODAY
    )
    return journey


def add_adult(household: Household, link: str, first_name: str) -> None:
    adult = actions.save_member(
        Member(
            household=household,
            link=link,
            first_name=first_name,
            last_name="Diallo-Montgolfier",
            birth_date=date(TODAY.year - 41, 3, 3),
        )
    )
    WorkProfile.objects.create(
        member=adult,
        situation="unemployed_24",
        french_spoken="a2",
        french_written="a11",
        licences=["b", "c", "ce", "d"],
        certificates=["caces", "fimo", "electrical", "first_aid", "hygiene", "care"],
        mobility=["public", "licence_no_car", "bicycle"],
        hours_possible=["day", "staggered", "night", "weekend"],
    )
    for use in ("wanted", "practised"):
        for trade in Trade.objects.order_by("code")[:4]:
            MemberTrade.objects.create(member=adult, trade=trade, use=use, years=12)
    for kind in ("wage", "are", "family", "activity", "housing"):
        Income.objects.create(member=adult, kind=kind, amount=Decimal("1234.56"))


def add_child(household: Household, number: int) -> None:
    child = actions.save_member(
        Member(
            household=household,
            link="child",
            first_name=f"Aboubacar-Sidiki {number}",
            last_name="Diallo-Montgolfier",
            birth_date=date(TODAY.year - 3 - number, 3, 3),
        )
    )
    Schooling.objects.create(
        member=child, level="special", childcare_needed="childminder", unusual_hours=True, parental_consent="court"
    )
    HealthNeeds.objects.create(
        member=child, nearby_services=["maternity", "pmi", "cmp", "mdph", "hospital"], accessible_flat=True
    )
