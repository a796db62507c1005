"""What a candidature says, field by field, told once: the form, the recap, the panel of the file and the paper read it.

The words of a field are its ``verbose_name``, its order is its place here, and its value reads the same everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib.postgres.fields import ArrayField
from django.db import models

from candidates.models import (
    Candidature,
    Diagnosis,
    HealthNeeds,
    Household,
    HousingSituation,
    Member,
    Schooling,
    StayRight,
    Wish,
    WorkProfile,
)
from emile.core.database.columns import AnyField, column
from emile.core.templatetags import wording

A_LINE, A_PARAGRAPH, A_PAGE = 240, 480, 800
"""The longest a value may be on the paper, in characters, when the family is small."""


@dataclass(frozen=True)
class Fact:
    name: str
    panel: bool = False
    """Shown in the panel « Diagnostic » of the file."""
    paper: int = 0
    """The longest on the paper, in characters; 0 when it is not there, or stands in a table of its own."""
    recap: bool = True
    """False for what the title of the block says already."""
    if_known: bool = False
    """Nothing is said while it is empty: most families have nothing to answer."""
    past: bool = False
    """A day that cannot be in the future."""


@dataclass(frozen=True)
class Said:
    fact: Fact
    label: str
    words: str


@dataclass(frozen=True)
class Section:
    """Some columns of one row, together under one title. ``rows``: as they stand in the form, a pair side by side."""

    title: str
    icon: str
    model: type[models.Model]
    rows: tuple[tuple[Fact, ...], ...]

    @property
    def facts(self) -> list[Fact]:
        return [fact for row in self.rows for fact in row]

    @property
    def names(self) -> list[str]:
        return [fact.name for fact in self.facts]

    def said_of(self, row: models.Model | None, facts: Iterable[Fact] | None = None) -> list[Said]:
        """``row``: None when nothing was ever written."""
        told = []
        for fact in self.facts if facts is None else facts:
            words = words_of(row, fact.name) if row is not None else ""
            if words or not fact.if_known:
                told.append(Said(fact, self.label_of(fact.name), words))
        return told

    def recap_of(self, row: models.Model | None) -> list[tuple[str, str]]:
        return pairs(self.said_of(row, [fact for fact in self.facts if fact.recap]))

    def panel_of(self, row: models.Model | None) -> list[tuple[str, str]]:
        return pairs(self.said_of(row, [fact for fact in self.facts if fact.panel]))

    def paper_of(self, row: models.Model | None) -> list[Said]:
        return self.said_of(row, [fact for fact in self.facts if fact.paper])

    def label_of(self, name: str) -> str:
        return label_of(column(self.model, name))


def pairs(told: Iterable[Said]) -> list[tuple[str, str]]:
    return [(each.label, each.words) for each in told]


def label_of(field: AnyField) -> str:
    words = str(field.verbose_name)
    return words[:1].upper() + words[1:]


def words_of(row: models.Model, name: str) -> str:
    """Writes a value as it reads on every screen and on paper; "" when nothing was answered."""
    field, value = column(type(row), name), getattr(row, name)
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.choices or ())
        return ", ".join(str(labels.get(code, code)) for code in value)
    if isinstance(field, models.BooleanField):
        return {True: "oui", False: "non" if field.null else ""}.get(value, "")
    if value in (None, ""):
        return ""
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, date):
        return wording.day(value)
    return wording.euros(value) if isinstance(value, Decimal) else str(value)


HOUSEHOLD = Section(
    "Où joindre le ménage",
    "map-pin",
    Household,
    (
        (Fact("address"), Fact("commune", paper=A_LINE)),
        (Fact("phone"), Fact("email")),
        (Fact("birth_expected_on", if_known=True, paper=A_LINE),),
    ),
)
MEMBER = Section(
    "La personne",
    "user",
    Member,
    (
        (Fact("link", recap=False), Fact("civility", recap=False)),
        (Fact("last_name", recap=False), Fact("first_name", recap=False)),
        (Fact("birth_date", past=True), Fact("sex"), Fact("nationality")),
        (Fact("languages"), Fact("phone", if_known=True)),
        (Fact("visiting", if_known=True),),
    ),
)
STAY_RIGHT = Section(
    "Droit au séjour et au travail",
    "id-card",
    StayRight,
    ((Fact("document"), Fact("may_work"), Fact("expires_on")),),
)
HOUSING = Section(
    "Le logement aujourd'hui",
    "house",
    HousingSituation,
    (
        (Fact("kind", panel=True, paper=A_LINE), Fact("since", past=True, paper=A_LINE)),
        (Fact("dalo", if_known=True, paper=A_LINE), Fact("dalo_on", if_known=True, past=True)),
        (Fact("reference_income", if_known=True, paper=A_LINE), Fact("over_indebtedness", if_known=True, paper=A_LINE)),
        (Fact("siao_number", if_known=True, panel=True, paper=A_LINE),),
    ),
)
WORK = Section(
    "Emploi, mobilité, français",
    "briefcase-business",
    WorkProfile,
    (
        (Fact("situation"), Fact("registered_jobseeker"), Fact("diploma")),
        (Fact("french_spoken"), Fact("french_written"), Fact("carries_loads")),
        (Fact("mobility"), Fact("licences")),
        (Fact("certificates"), Fact("hours_possible")),
    ),
)
SCHOOLING = Section(
    "Scolarité et garde",
    "backpack",
    Schooling,
    (
        (Fact("level"), Fact("parental_consent")),
        (Fact("childcare_used"), Fact("childcare_needed")),
        (Fact("unusual_hours", if_known=True),),
    ),
)
HEALTH = Section(
    "Santé, l'essentiel",
    "heart-pulse",
    HealthNeeds,
    (
        (Fact("rights_open"), Fact("has_doctor")),
        (Fact("nearby_services", if_known=True),),
        (Fact("accessible_flat", if_known=True),),
    ),
)
DIAGNOSIS = Section(
    "Diagnostic socio-professionnel",
    "clipboard-list",
    Diagnosis,
    (
        (Fact("made_on", past=True, panel=True, paper=A_LINE),),
        (Fact("summary", panel=True, paper=A_PAGE),),
        (Fact("strengths", panel=True, paper=330), Fact("obstacles", panel=True, paper=330)),
    ),
)
PROJECT = Section(
    "Le projet de la famille",
    "compass",
    Candidature,
    (
        (Fact("reasons", panel=True, paper=A_PARAGRAPH),),
        (Fact("ties", panel=True, paper=A_LINE), Fact("obstacles", panel=True, paper=A_LINE)),
        (Fact("leisure", panel=True, paper=A_LINE), Fact("ready_on", panel=True, paper=A_LINE)),
    ),
)
SECTIONS = (HOUSEHOLD, MEMBER, STAY_RIGHT, HOUSING, WORK, SCHOOLING, HEALTH, DIAGNOSIS, PROJECT)

REQUESTS, INCOMES, DEBTS = "Demandes de logement social", "Ressources du ménage", "Dettes"
WISHES, CONSENT = "Territoires souhaités", "Accord de la famille"
"""The titles of what is a list of rows, or an answer kept for ever."""


def wished(wishes: Iterable[Wish]) -> tuple[str, str]:
    """The territories, in the family's order."""
    return WISHES, ", puis ".join(wish.territory.name for wish in wishes)
