"""The registry of what the reference pages show: a family is a model, its columns, its form."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, Q, QuerySet
from django.utils.formats import date_format, number_format

from emile.reference import forms as edited
from emile.reference import models
from emile.reference.enums import Consequence, State


@dataclass(frozen=True)
class Column:
    """`value` gives what is written in the cell."""

    label: str
    value: Callable[[Any], str]
    number: bool = False


@dataclass(frozen=True)
class Family:
    """Without a `form`, the family is read only: it follows a published file."""

    slug: str
    title: str
    one: str
    add: str
    icon: str
    about: str
    model: type[Model]
    columns: tuple[Column, ...]
    form: type[forms.ModelForm] | None = None
    close_form: type[forms.ModelForm] | None = None
    close_label: str = "Fermer"
    filters: tuple[str, ...] = ("etat",)
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    source: str = ""

    @property
    def editable(self) -> bool:
        return self.form is not None

    @property
    def dated(self) -> bool:
        return hasattr(self.model, "valid_from")

    def rows(self) -> QuerySet:
        return self.model.objects.select_related(*self.related).prefetch_related(*self.prefetched)

    def filtered(self, asked: dict[str, Any], today: datetime.date) -> QuerySet:
        rows = self.rows()
        if asked.get("q"):
            rows = rows.matching(asked["q"])
        if asked.get("moment"):
            rows = rows.filter(kind=asked["moment"])
        return rows.filter(self.condition(asked["etat"], today)) if asked.get("etat") else rows

    def condition(self, state: str, today: datetime.date) -> Q:
        """The rows in a `State`; it says in SQL what `state` says of one row."""
        if not self.dated:
            return Q(pk__in=[]) if state == State.COMING else Q(active=state == State.CURRENT)
        if state == State.COMING:
            return Q(valid_from__gt=today)
        closed = Q(valid_to__lt=today)
        return closed if state == State.CLOSED else Q(valid_from__lte=today) & ~closed

    def state(self, row: Any, today: datetime.date) -> State:
        if not self.dated:
            return State.CURRENT if getattr(row, "active", True) else State.CLOSED
        if row.valid_from > today:
            return State.COMING
        return State.CLOSED if row.valid_to and row.valid_to < today else State.CURRENT


def day(date: datetime.date | None) -> str:
    return date_format(date, "d/m/Y") if date else "—"


def yes_no(value: bool) -> str:
    return "oui" if value else "non"


def consequence(reason: models.Reason) -> str:
    if reason.consequence == Consequence.PARK:
        return f"met de côté {reason.park_days} jours"
    return "ferme le parcours" if reason.consequence == Consequence.CLOSE else "aucun"


def support(programme: models.Programme) -> str:
    if programme.support_months is None:
        return "jusqu'au droit commun"
    since = programme.get_support_starts_display()
    return f"{programme.support_months} mois depuis {since[0].lower()}{since[1:]}"


def figure(parameter: models.LegalParameter) -> str:
    return f"{number_format(parameter.figure)} {parameter.get_unit_display()}"


SINCE = Column("Du", lambda row: day(row.valid_from))
UNTIL = Column("Au", lambda row: day(row.valid_to))
SOURCE = Column("Source", lambda row: row.source)
NAME = Column("Nom", lambda row: row.name)
CODE = Column("Code", lambda row: row.code)

FAMILIES = (
    Family(
        "territoires",
        "Territoires d'accueil",
        "territoire",
        "Ajouter un territoire",
        "map",
        "Les départements où les ménages s'installent, et depuis quand.",
        models.Territory,
        (NAME, Column("Département", lambda row: str(row.department)), SINCE, UNTIL, SOURCE),
        edited.TerritoryForm,
        edited.close_form(models.Territory),
        related=("department",),
    ),
    Family(
        "bassins",
        "Bassins",
        "bassin",
        "Ajouter un bassin",
        "map-pin",
        "Les bassins d'emploi et de logement d'un territoire.",
        models.Basin,
        (
            NAME,
            Column("Territoire", lambda row: row.territory.name),
            Column("Commune principale", lambda row: str(row.main_commune or "—")),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.BasinForm,
        edited.close_form(models.Basin),
        related=("territory", "main_commune"),
    ),
    Family(
        "origines",
        "Zones d'origine",
        "zone d'origine",
        "Ajouter une zone d'origine",
        "compass",
        "D'où viennent les ménages, et quels départements cela couvre.",
        models.OriginArea,
        (
            NAME,
            Column(
                "Départements", lambda row: ", ".join(each.code for each in row.departments.all()) or "hors de France"
            ),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.OriginAreaForm,
        edited.close_form(models.OriginArea),
        prefetched=("departments",),
    ),
    Family(
        "programmes",
        "Programmes",
        "programme",
        "Ajouter un programme",
        "route",
        "Les règles qui distinguent les programmes : diagnostic, immersion, contrat, accompagnement.",
        models.Programme,
        (
            Column("Programme", lambda row: row.short_name),
            Column("Origines", lambda row: ", ".join(area.name for area in row.origin_areas.all())),
            Column("Diagnostic", lambda row: yes_no(row.diagnosis_required)),
            Column("Immersion", lambda row: yes_no(row.immersion_required)),
            Column("Contrat d'abord", lambda row: yes_no(row.job_before_move_in)),
            Column("Accompagnement", support),
            SINCE,
            UNTIL,
        ),
        edited.ProgrammeForm,
        edited.close_form(models.Programme),
        prefetched=("origin_areas",),
    ),
    Family(
        "ouvertures",
        "Programmes par territoire",
        "ouverture",
        "Ouvrir un programme dans un territoire",
        "link",
        "Quel programme est ouvert où, et à quelles dates.",
        models.ProgrammeTerritory,
        (
            Column("Programme", lambda row: row.programme.short_name),
            Column("Territoire", lambda row: row.territory.name),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.ProgrammeTerritoryForm,
        edited.close_form(models.ProgrammeTerritory),
        related=("programme", "territory"),
    ),
    Family(
        "motifs",
        "Motifs",
        "motif",
        "Ajouter un motif",
        "list-checks",
        "Les listes de motifs, et ce que chacun fait au parcours.",
        models.Reason,
        (
            Column("Motif", lambda row: row.label),
            Column("Moment", lambda row: row.get_kind_display()),
            Column("Effet", consequence),
            Column("Précision exigée", lambda row: yes_no(row.note_required)),
        ),
        edited.ReasonForm,
        edited.StopOfferingForm,
        close_label="Ne plus proposer",
        filters=("moment", "etat"),
    ),
    Family(
        "parametres",
        "Paramètres légaux",
        "paramètre",
        "Ajouter une valeur",
        "scale",
        "Surfaces, plafonds, seuils et délais d'alerte, datés, avec leur source.",
        models.LegalParameter,
        (
            Column("Paramètre", lambda row: row.label),
            Column("Valeur", figure, number=True),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.LegalParameterForm,
        edited.close_form(models.LegalParameter),
    ),
    Family(
        "metiers",
        "Métiers",
        "métier",
        "",
        "briefcase",
        "Le répertoire ROME, pour nommer les métiers recherchés et les postes.",
        models.Trade,
        (CODE, Column("Intitulé", lambda row: row.label), Column("Domaine", lambda row: row.domain)),
        filters=("q",),
        source="trades",
    ),
    Family(
        "communes",
        "Communes",
        "commune",
        "",
        "building-2",
        "Le code officiel géographique, pour les adresses.",
        models.Commune,
        (
            NAME,
            Column("Code INSEE", lambda row: row.code),
            Column("Codes postaux", lambda row: ", ".join(row.postal_codes)),
            Column("Département", lambda row: row.department.name),
            Column("Population", lambda row: number_format(row.population), number=True),
        ),
        filters=("q",),
        related=("department",),
        source="communes",
    ),
)
BY_SLUG = {family.slug: family for family in FAMILIES}
