"""Finds what a candidature still lacks before it can be sent, as named points with the page where each is filled in."""

from dataclasses import dataclass

from candidates.enums import Link, Topic
from candidates.models import Household, Journey, Member


@dataclass(frozen=True)
class MissingPoint:
    topic: Topic
    label: str
    """What is missing, so that « Il manque encore : … » reads well."""


def missing_for_submission(journey: Journey, members: list[Member] | None = None) -> list[MissingPoint]:
    """Runs at most eight queries, whatever the size of the family. ``members``: those present, if they were read
    already."""
    household = journey.household
    if members is None:
        members = list(household.members.present().with_profile().prefetch_related("incomes", "trades"))
    return [
        *_missing_about_people(members),
        *_missing_about_housing(household, members),
        *_missing_about_work(members),
        *_missing_about_children(members),
        *_missing_about_wish(journey),
    ]


def _missing_about_people(members: list[Member]) -> list[MissingPoint]:
    points = []
    if not any(member.link == Link.APPLICANT for member in members):
        points.append(MissingPoint(Topic.HOUSEHOLD, "le demandeur"))
    for member in members:
        if member.birth_date is None:
            points.append(MissingPoint(Topic.HOUSEHOLD, f"la date de naissance de {member.first_name}"))
    for adult in _adults(members):
        right = getattr(adult, "stay_right", None)
        if right is None or not right.document:
            points.append(MissingPoint(Topic.HOUSEHOLD, f"le titre de séjour ou d'identité de {adult.first_name}"))
        elif right.may_work is None:
            points.append(MissingPoint(Topic.HOUSEHOLD, f"l'autorisation de travail de {adult.first_name}"))
    return points


def _missing_about_housing(household: Household, members: list[Member]) -> list[MissingPoint]:
    points = []
    housing = getattr(household, "housing", None)
    if housing is None or not housing.kind:
        points.append(MissingPoint(Topic.HOUSING, "le logement actuel"))
    if members and not any(member.incomes.all() for member in members):
        points.append(MissingPoint(Topic.HOUSING, "les ressources (ou « aucune ressource »)"))
    return points


def _missing_about_work(members: list[Member]) -> list[MissingPoint]:
    points = []
    adults = _adults(members)
    for adult in adults:
        work = getattr(adult, "work", None)
        if work is None or not work.situation:
            points.append(MissingPoint(Topic.WORK, f"la situation professionnelle de {adult.first_name}"))
        elif not work.french_spoken:
            points.append(MissingPoint(Topic.WORK, f"le niveau de français oral de {adult.first_name}"))
    if adults and not any(adult.trades.all() for adult in adults):
        points.append(MissingPoint(Topic.WORK, "au moins un métier recherché ou exercé"))
    return points


def _missing_about_children(members: list[Member]) -> list[MissingPoint]:
    return [
        MissingPoint(Topic.FAMILY, f"la scolarité de {child.first_name}")
        for child in members
        if child.link == Link.CHILD and not getattr(getattr(child, "schooling", None), "level", "")
    ]


def _missing_about_wish(journey: Journey) -> list[MissingPoint]:
    points = []
    if journey.diagnosis.made_on is None:
        points.append(MissingPoint(Topic.WISH, "la date du diagnostic"))
    if not journey.candidature.reasons:
        points.append(MissingPoint(Topic.WISH, "les raisons du projet"))
    if not journey.wishes.exists():
        points.append(MissingPoint(Topic.WISH, "un territoire souhaité"))
    consent = journey.household.consents.latest_answer()
    if consent is None or not consent.given:
        points.append(MissingPoint(Topic.WISH, "l'accord du ménage"))
    return points


def _adults(members: list[Member]) -> list[Member]:
    return [member for member in members if member.link != Link.CHILD]
