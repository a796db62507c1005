"""What the prescriber writes down about a family: the five pages of the candidature, or only the first of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from candidates.journey import actions
from candidates.models import (
    Consent,
    Debt,
    HealthNeeds,
    Household,
    HousingSituation,
    Income,
    Member,
    MemberTrade,
    Schooling,
    SocialHousingRequest,
    StayRight,
    Wish,
    WorkProfile,
)
from emile.tools.demo.invented import words
from emile.tools.demo.invented.families import WRITTEN, Person

if TYPE_CHECKING:
    from emile.tools.demo.path import Path

TEXT_VERSION = "2026-01"
SHARED_WITH = ["employer", "landlord", "leisure"]


def write_family(path: Path, *, on: date, level: int, is_new: bool) -> None:
    """``level``: how many of the five pages are filled. A family that comes back has most of them already."""
    members = _members(path) if is_new else list(path.journey.household.members.order_by("pk"))
    if is_new:
        if level >= 2:
            _housing(path, members, on)
        if level >= 3:
            _work(path, members)
        if level >= 4:
            _children(path, members)
    if level >= 5:
        _wish(path, on)


def _members(path: Path) -> list[Member]:
    household, family = path.journey.household, path.family
    applicant = actions.save_member(_member(household, family.people[0], path))
    others = Member.objects.bulk_create(_member(household, person, path) for person in family.people[1:])
    StayRight.objects.bulk_create(
        StayRight(member=member, document=family.document, may_work=True, expires_on=family.papers_expire_on)
        for member in [applicant, *others]
        if member.link != "child"
    )
    Household.objects.filter(pk=household.pk).update(
        phone=applicant.phone, commune=path.team.structure.commune, address=""
    )
    return [applicant, *others]


def _member(household: Household, person: Person, path: Path) -> Member:
    origin = path.family.origin
    return Member(
        household=household,
        link=person.link,
        civility=person.civility,
        first_name=person.first_name,
        last_name=person.last_name,
        birth_date=person.birth_date,
        sex=person.sex,
        nationality="fr" if person.link == "child" and origin.nationality == "fr" else origin.nationality,
        languages=list(origin.languages) if person.link != "child" else ["français"],
        phone=f"06 99 {household.pk % 90 + 10:02} {household.pk // 90 % 90 + 10:02} 00" if person.civility else "",
    )


def _housing(path: Path, members: list[Member], on: date) -> None:
    family, household = path.family, path.journey.household
    HousingSituation.objects.create(
        household=household,
        kind=family.housing,
        since=family.housed_since,
        dalo=path.drawn.random() < 0.3 or None,
        over_indebtedness="none" if not family.debts else "filed",
        siao_number=str(2_000_000 + household.pk),
    )
    Income.objects.bulk_create(Income(member=members[0], kind=kind, amount=amount) for kind, amount in family.incomes)
    Debt.objects.bulk_create(Debt(household=household, kind=kind, amount=amount) for kind, amount in family.debts)
    if path.drawn.random() < 0.7:
        filed = max(family.housed_since, on - timedelta(days=path.drawn.randrange(200, 700)))
        SocialHousingRequest.objects.create(
            household=household,
            number=f"075{path.drawn.randrange(10**12, 10**13)}",
            department_id="69" if path.team.origin == "lyon" else "75",
            filed_on=filed,
            renewed_on=max(filed, on - timedelta(days=path.drawn.randrange(5, 160))),
        )


def _work(path: Path, members: list[Member]) -> None:
    adults, family, drawn = [member for member in members if member.link != "child"], path.family, path.drawn
    licensed = family.mobility.startswith("licence")
    WorkProfile.objects.bulk_create(
        WorkProfile(
            member=adult,
            situation=family.work if adult.link == "applicant" else drawn.choice(["inactive", "unemployed_12_23"]),
            registered_jobseeker=family.work.startswith("unemployed"),
            diploma=drawn.choice([1, 2, 2, 3, 3, 3, 5, 6]),
            licences=["b"] if licensed and adult.link == "applicant" else [],
            certificates=drawn.choice([[], [], ["caces"], ["first_aid"], ["hygiene"], ["care"]]),
            hours_possible=drawn.choice([["day"], ["day", "staggered"], ["day", "weekend"]]),
            carries_loads=drawn.random() < 0.8,
            mobility=[family.mobility],
            french_spoken=family.spoken,
            french_written=WRITTEN[family.spoken],
        )
        for adult in adults
    )
    trades = path.directory.trades
    MemberTrade.objects.bulk_create(
        [
            MemberTrade(member=adults[0], trade=trades[family.trades[0]], use="wanted", years=0),
            MemberTrade(
                member=adults[0], trade=trades[family.trades[0]], use="practised", years=drawn.randrange(1, 12)
            ),
            MemberTrade(member=adults[-1], trade=trades[family.trades[1]], use="wanted", years=drawn.randrange(0, 6)),
        ]
    )


def _children(path: Path, members: list[Member]) -> None:
    together = "not_needed" if len(path.family.adults) > 1 else "sole"
    on = path.journey.opened_on
    Schooling.objects.bulk_create(
        Schooling(
            member=child,
            level=_school_level(_age(child, on)),
            childcare_used="after_school" if _age(child, on) > 5 else "nursery",
            childcare_needed="after_school" if _age(child, on) > 5 else "childminder",
            parental_consent=together,
        )
        for child in members
        if child.link == "child"
    )
    HealthNeeds.objects.bulk_create(
        HealthNeeds(member=member, rights_open=True, has_doctor=path.drawn.random() < 0.7)
        for member in members
        if member.link != "child"
    )


def _age(child: Member, on: date) -> int:
    """At the end of that year."""
    if child.birth_date is None:
        raise ValueError("every child of the demonstration has a birth date")
    return on.year - child.birth_date.year


def _school_level(age: int) -> str:
    for limit, level in ((3, "not_yet"), (6, "nursery"), (11, "primary"), (15, "college")):
        if age < limit:
            return level
    return "lycee"


def _wish(path: Path, on: date) -> None:
    journey, drawn = path.journey, path.drawn
    diagnosis, candidature = journey.diagnosis, journey.candidature
    diagnosis.made_on = on
    diagnosis.summary = "Situation reprise avec la famille ; projet de mobilité compris et souhaité."
    diagnosis.strengths = drawn.choice(words.STRENGTHS)
    diagnosis.obstacles = drawn.choice(words.OBSTACLES)
    diagnosis.save()
    candidature.reasons = drawn.choice(words.REASONS)
    candidature.leisure = drawn.choice(words.LEISURE)
    candidature.ready_on = on + timedelta(days=drawn.randrange(30, 120))
    candidature.save()
    Wish.objects.create(journey=journey, territory=path.territory, rank=1)
    Consent.objects.create(
        household=journey.household,
        text_version=TEXT_VERSION,
        given=not path.family.consent_missing,
        shared_with=SHARED_WITH,
        given_on=on,
        recorded_by=path.team.prescriber,
    )
