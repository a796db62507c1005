"""Opening a file: which programme, through which structure, from where, and who asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, Unpack

from crispy_forms.layout import Div, Layout
from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict

from candidates.candidature.forms.fields import PastDateField
from candidates.enums import Civility, Link
from candidates.models import Household, Member
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.forms import Cleaned, FormOptions, ProductForm
from emile.core.pages.one_use import OneUseForm
from emile.reference.models import OriginArea, Programme, ProgrammeTerritory, Territory
from partners.enums import OrganisationKind
from partners.models import Membership, Organisation

PARIS = (Role.PRESCRIBER, Role.REFERENT)
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True)
class Possible:
    """What somebody may open a file for, today."""

    structures: list[Organisation]
    areas: list[OriginArea]
    programmes: list[Programme]
    territories: list[Territory]
    """The territories that a file may belong to from its first day; only for those who receive families directly."""


def possible_for(user: User, today: date) -> Possible:
    areas = list(_areas(user, today))
    programmes = list(_programmes(user, areas, today))
    direct = any(not programme.diagnosis_required for programme in programmes)
    received_in = Territory.objects.filter(pk__in=user.scope.territories).order_by("name") if direct else []
    return Possible(list(_structures(user, today)), areas, programmes, list(received_in))


def _structures(user: User, today: date) -> QuerySet[Organisation]:
    scope = user.scope
    mine = Membership.objects.visible_to(user).valid_on(today).filter(user=user.pk, role=Role.SERVICE_HEAD)
    wanted = (
        Q(pk__in=scope.organisations)
        | Q(kind=OrganisationKind.PRESCRIBER, origin_area__in=scope.origins)
        | Q(kind=OrganisationKind.OPERATOR, pk__in=mine.values("organisation"))
    )
    return Organisation.objects.visible_to(user).open_on(today).filter(wanted).order_by("name")


def _areas(user: User, today: date) -> QuerySet[OriginArea]:
    """Everybody sends from their own areas; a structure that has none may send from anywhere."""
    valid = OriginArea.objects.valid_on(today)
    if not user.has_role(*PARIS):
        return valid
    own = Q(pk__in=user.scope.origins) | Q(organisations__in=user.scope.organisations)
    found = valid.filter(own).distinct()
    return found if found else valid


def _programmes(user: User, areas: Sequence[OriginArea], today: date) -> QuerySet[Programme]:
    programmes = Programme.objects.valid_on(today).filter(origin_areas__in=areas).distinct()
    if not user.has_role(*PARIS):
        openings = ProgrammeTerritory.objects.valid_on(today).filter(territory__in=user.scope.territories)
        programmes = programmes.filter(diagnosis_required=False, pk__in=openings.values("programme"))
    return programmes.prefetch_related("origin_areas")


class OneOf(forms.TypedChoiceField):
    """One of a few rows already read. A single possibility is not asked."""

    def __init__(
        self, rows: Sequence[models.Model], *, label: str, required: bool, error_messages: dict[str, str]
    ) -> None:
        self.rows = {str(row.pk): row for row in rows}
        blank = [("", "Choisir…")] if len(rows) != 1 else []
        super().__init__(
            choices=[*blank, *((row.pk, self.words(row)) for row in rows)],
            coerce=self.rows.get,
            empty_value=None,
            label=label,
            required=required,
            error_messages=error_messages,
        )

    @staticmethod
    def words(row: models.Model) -> str:
        return getattr(row, "name", str(row))


class NewFileForm(OneUseForm, ProductForm):
    civility = forms.ChoiceField(label="Civilité", choices=[("", "–"), *Civility.choices], required=False)
    last_name = forms.CharField(label="Nom", max_length=80)
    first_name = forms.CharField(label="Prénom", max_length=80)
    birth_date = PastDateField(
        label="Date de naissance", required=False, help_text="Elle sert aussi à voir si la famille est déjà connue."
    )
    phone = forms.CharField(label="Téléphone", max_length=20, required=False)

    def __init__(self, data: QueryDict | None = None, *, possible: Possible, **options: Unpack[FormOptions]) -> None:
        self.possible = possible
        super().__init__(data, **options)
        asked = [
            self.ask("programme", "Programme", possible.programmes),
            self.ask("prescriber", "Structure", possible.structures),
            self.ask("origin_area", "Zone d'origine", possible.areas, required=False),
            self.ask("territory", "Territoire d'accueil", possible.territories, required=False),
        ]
        self.fields["phone"].widget.attrs |= {"inputmode": "tel", "autocomplete": "off"}
        self.helper.layout = Layout(
            "token",
            Div(*(name for name in asked if name), css_class="fields-row"),
            Div("civility", "last_name", "first_name", css_class="fields-row"),
            Div("birth_date", "phone", css_class="fields-row"),
        )

    def ask(self, name: str, label: str, rows: Sequence[models.Model], *, required: bool = True) -> str:
        """Adds a field and gives its name; adds nothing when only one answer is possible."""
        if len(rows) < 2:
            return ""
        messages = {"required": "Choisissez une réponse.", "invalid_choice": "Choisissez dans la liste."}
        self.fields[name] = OneOf(rows, label=label, required=required, error_messages=messages)
        return name

    def chosen(self, name: str, rows: Sequence[Row]) -> Row | None:
        only = rows[0] if rows else None
        found: Row | None = self.cleaned_data.get(name) if name in self.fields else only
        return found

    def clean(self) -> Cleaned:
        super().clean()
        cleaned = self.cleaned_data
        programme = self.chosen("programme", self.possible.programmes)
        prescriber = self.chosen("prescriber", self.possible.structures)
        cleaned |= {"programme": programme, "prescriber": prescriber}
        if not self.possible.programmes or not self.possible.structures:
            self.add_error(None, "Aucun programme n'est à ouvrir d'ici.")
        elif programme and prescriber:
            cleaned["origin_area"] = self.deduce_area(programme, prescriber)
            cleaned["territory"] = self.deduce_territory(programme)
        return cleaned

    def deduce_area(self, programme: Programme, prescriber: Organisation) -> OriginArea | None:
        served = {area.pk for area in programme.origin_areas.all()}
        if prescriber.origin_area_id:
            served &= {prescriber.origin_area_id}
        areas = [area for area in self.possible.areas if area.pk in served]
        asked = self.chosen("origin_area", self.possible.areas)
        if len(areas) == 1:
            return areas[0]
        if asked in areas:
            return asked
        place = "origin_area" if "origin_area" in self.fields else None
        if areas:
            self.add_error(place, "Précisez la zone d'origine.")
        else:
            self.add_error("programme" if "programme" in self.fields else None, "Ce programme n'accueille pas de là.")
        return None

    def deduce_territory(self, programme: Programme) -> Territory | None:
        """Only a programme without diagnosis starts in its territory."""
        if programme.diagnosis_required or not self.possible.territories:
            return None
        territory = self.chosen("territory", self.possible.territories)
        if territory is None and "territory" not in self.errors:
            self.add_error("territory", "Précisez le territoire d'accueil.")
        return territory

    def applicant(self, household: Household) -> Member:
        names = ("civility", "last_name", "first_name", "birth_date", "phone")
        return Member(household=household, link=Link.APPLICANT, **{name: self.cleaned_data[name] for name in names})
