"""The registry of what the reference pages show: a table is a model, its columns, its form."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString

from emile.core.pages.forms import Cleaned
from emile.core.pages.listing.cells import link_about
from emile.core.pages.listing.columns import Column
from emile.core.templatetags.components import badge
from emile.reference import forms as edited
from emile.reference import models
from emile.reference.enums import Consequence, State
from emile.reference.models.dated import Dated
from emile.reference.querysets import NamedQuerySet

if TYPE_CHECKING:
    from emile.reference.lists import Rows


@dataclass(frozen=True)
class ReferenceTable:
    """Without a `form`, the table is read only: it follows a published file."""

    slug: str
    title: str
    one: str
    add: str
    icon: str
    about: str
    model: type[Model]
    columns: tuple[Column, ...]
    form: type[edited.ReferenceForm] | None = None
    close_form: type[edited.ReferenceForm] | None = None
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
        return issubclass(self.model, Dated)

    def rows(self) -> QuerySet[Model]:
        return self.model._default_manager.select_related(*self.related).prefetch_related(*self.prefetched)

    def filtered(self, rows: QuerySet[Model], asked: Cleaned, today: datetime.date) -> QuerySet[Model]:
        if asked.get("q") and isinstance(rows, NamedQuerySet):
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

    def state(self, row: Model, today: datetime.date) -> State:
        if not isinstance(row, Dated):
            return State.CURRENT if getattr(row, "active", True) else State.CLOSED
        if row.valid_from > today:
            return State.COMING
        return State.CLOSED if row.valid_to and row.valid_to < today else State.CURRENT


def day(date: datetime.date | None) -> str:
    return date_format(date, "d/m/Y") if date else ""


def consequence(reason: models.Reason, reasons: Rows) -> str:
    if reason.consequence == Consequence.PARK:
        return f"met de côté {reason.park_days} jours"
    return "ferme le parcours" if reason.consequence == Consequence.CLOSE else "aucun"


def support(programme: models.Programme, programmes: Rows) -> str:
    if programme.support_months is None:
        return "jusqu'au droit commun"
    since = programme.get_support_starts_display()
    return f"{programme.support_months} mois depuis {since[0].lower()}{since[1:]}"


def figure(parameter: models.LegalParameter, parameters: Rows) -> str:
    return f"{number_format(parameter.figure)} {parameter.get_unit_display()}"


def departments(area: models.OriginArea, areas: Rows) -> str:
    return ", ".join(department.code for department in area.departments.all()) or "hors de France"


def origins(programme: models.Programme, programmes: Rows) -> str:
    return ", ".join(area.name for area in programme.origin_areas.all())


def postal_codes(commune: models.Commune, communes: Rows) -> str:
    return ", ".join(commune.postal_codes)


def population(commune: models.Commune, communes: Rows) -> str:
    return number_format(commune.population)


def edit_link(row: Model, rows: Rows) -> SafeString:
    return link_about(reverse("reference:edit", args=[rows.reference_table.slug, row.pk]), "Modifier", row)


def state(row: Model, rows: Rows) -> str:
    return rows.reference_table.state(row, rows.today).label


def state_badge(row: Model, rows: Rows) -> SafeString:
    found = rows.reference_table.state(row, rows.today)
    return badge(found.label, found.tone)


SINCE = Column("Du", "valid_from", lambda row, rows: day(row.valid_from), none="—")
UNTIL = Column("Au", "valid_to", lambda row, rows: day(row.valid_to), none="—")
SOURCE = Column("Source", "source", none="")
NAME = Column("Nom", "name")
CODE = Column("Code", "code")
EDITED = (Column("État", state, state_badge), Column("Actions", cell=edit_link, hidden_title=True))
"""The columns that a table which managers edit has besides its own."""

TABLES = (
    ReferenceTable(
        "territoires",
        "Territoires d'accueil",
        "territoire",
        "Ajouter un territoire",
        "map",
        "Les départements où les ménages s'installent, et depuis quand.",
        models.Territory,
        (NAME, Column("Département", "department"), SINCE, UNTIL, SOURCE),
        edited.TerritoryForm,
        edited.close_form(models.Territory),
        related=("department",),
    ),
    ReferenceTable(
        "bassins",
        "Bassins",
        "bassin",
        "Ajouter un bassin",
        "map-pin",
        "Les bassins d'emploi et de logement d'un territoire.",
        models.Basin,
        (
            NAME,
            Column("Territoire", "territory.name"),
            Column("Commune principale", "main_commune", none="—"),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.BasinForm,
        edited.close_form(models.Basin),
        related=("territory", "main_commune"),
    ),
    ReferenceTable(
        "origines",
        "Zones d'origine",
        "zone d'origine",
        "Ajouter une zone d'origine",
        "compass",
        "D'où viennent les ménages, et quels départements cela couvre.",
        models.OriginArea,
        (
            NAME,
            Column("Départements", departments),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.OriginAreaForm,
        edited.close_form(models.OriginArea),
        prefetched=("departments",),
    ),
    ReferenceTable(
        "programmes",
        "Programmes",
        "programme",
        "Ajouter un programme",
        "route",
        "Les règles qui distinguent les programmes : diagnostic, immersion, contrat, accompagnement.",
        models.Programme,
        (
            Column("Programme", "short_name"),
            Column("Origines", origins),
            Column("Diagnostic", "diagnosis_required"),
            Column("Immersion", "immersion_required"),
            Column("Contrat d'abord", "job_before_move_in"),
            Column("Accompagnement", support),
            SINCE,
            UNTIL,
        ),
        edited.ProgrammeForm,
        edited.close_form(models.Programme),
        prefetched=("origin_areas",),
    ),
    ReferenceTable(
        "ouvertures",
        "Programmes par territoire",
        "ouverture",
        "Ouvrir un programme dans un territoire",
        "link",
        "Quel programme est ouvert où, et à quelles dates.",
        models.ProgrammeTerritory,
        (
            Column("Programme", "programme.short_name"),
            Column("Territoire", "territory.name"),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.ProgrammeTerritoryForm,
        edited.close_form(models.ProgrammeTerritory),
        related=("programme", "territory"),
    ),
    ReferenceTable(
        "motifs",
        "Motifs",
        "motif",
        "Ajouter un motif",
        "list-checks",
        "Les listes de motifs, et ce que chacun fait au parcours.",
        models.Reason,
        (
            Column("Motif", "label"),
            Column("Moment", "get_kind_display"),
            Column("Effet", consequence),
            Column("Précision exigée", "note_required"),
        ),
        edited.ReasonForm,
        edited.StopOfferingForm,
        close_label="Ne plus proposer",
        filters=("moment", "etat"),
    ),
    ReferenceTable(
        "parametres",
        "Paramètres légaux",
        "paramètre",
        "Ajouter une valeur",
        "scale",
        "Surfaces, plafonds, seuils et délais d'alerte, datés, avec leur source.",
        models.LegalParameter,
        (
            Column("Paramètre", "label"),
            Column("Valeur", "figure", figure, number=True),
            SINCE,
            UNTIL,
            SOURCE,
        ),
        edited.LegalParameterForm,
        edited.close_form(models.LegalParameter),
    ),
    ReferenceTable(
        "metiers",
        "Métiers",
        "métier",
        "",
        "briefcase",
        "Le répertoire ROME, pour nommer les métiers recherchés et les postes.",
        models.Trade,
        (CODE, Column("Intitulé", "label"), Column("Domaine", "domain")),
        filters=("q",),
        source="trades",
    ),
    ReferenceTable(
        "communes",
        "Communes",
        "commune",
        "",
        "building-2",
        "Le code officiel géographique, pour les adresses.",
        models.Commune,
        (
            NAME,
            Column("Code INSEE", "code"),
            Column("Codes postaux", postal_codes),
            Column("Département", "department.name"),
            Column("Population", "population", population, number=True),
        ),
        filters=("q",),
        related=("department",),
        source="communes",
    ),
)
BY_SLUG = {table.slug: table for table in TABLES}
