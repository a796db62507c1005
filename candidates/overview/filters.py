"""Filters of the list of files. They are kept in the URL, and no select offers more choices than one can read."""

from collections.abc import Iterable, Mapping

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.utils import timezone

from candidates.journey.waiting import Party, suspended, waiting_for
from candidates.overview.search import find_journeys
from candidates.querysets import JourneyQuerySet
from candidates.steps import CLOSED, IN_ORIGIN, OPEN, PREPARING, SETTLING, TO_DECIDE, Step
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.forms import Cleaned, SaneDateField
from emile.core.pages.listing.filters import ListFilter
from emile.reference.models import Programme, Territory
from partners.enums import OrganisationKind
from partners.models import Organisation

PAUSED = ("personne", "personne : en pause")
MOST_CHOICES = 60
MOST_FOUND = 500
GROUPS: dict[str, tuple[str, frozenset[Step]]] = {
    "en-cours": ("En cours", OPEN),
    "a-completer": ("En préparation à Paris", IN_ORIGIN),
    "a-decider": ("À décider", TO_DECIDE),
    "en-preparation": ("Projet en préparation", PREPARING),
    "installation": ("Contrat et installation", SETTLING),
    "accompagnement": ("Installés, accompagnés", frozenset({Step.SETTLED, Step.SUPPORT})),
    "clos": ("Clos", CLOSED),
}
MORE = ("programme", "territoire", "structure", "suivi", "du", "au")


def step_choices() -> list[tuple[str, str | list[tuple[str, str]]]]:
    groups = [(code, label) for code, (label, _) in GROUPS.items()]
    return [("", "Toutes"), *groups, ("Une étape", [(step.value, step.label) for step in Step])]


def short(rows: QuerySet[Model], label: str = "Tous") -> list[tuple[str, str]] | None:
    """Choices of a select; nothing when there is nothing to choose, or too much."""
    found = list(rows[: MOST_CHOICES + 1])
    if not 1 < len(found) <= MOST_CHOICES:
        return None
    return [("", label), *((str(row.pk), str(row)) for row in found)]


class FileFilter(ListFilter):
    further = MORE
    q = forms.CharField(label="Nom, référence ou téléphone", max_length=100, required=False)
    etape = forms.ChoiceField(label="Étape", choices=step_choices, required=False)
    attente = forms.ChoiceField(
        label="En attente de",
        choices=[("", "Tout le monde"), *Party.choices, PAUSED],
        required=False,
    )

    def __init__(self, data: QueryDict, *, user: User, sorts: Mapping[str, str] | None = None) -> None:
        super().__init__(data, sorts=sorts)
        self.user = user
        if user.scope.sees_figures:
            self.fields["q"].label = "Référence du dossier"


class WideFileFilter(FileFilter):
    """Adds the filters that are not read nor rendered until somebody asks for them or uses one."""

    programme = forms.ChoiceField(label="Programme", required=False)
    territoire = forms.ChoiceField(label="Territoire", required=False)
    structure = forms.ChoiceField(label="Structure", required=False)
    suivi = forms.ChoiceField(label="Suivi par", required=False)
    du = SaneDateField(label="Ouvert depuis le", required=False)
    au = SaneDateField(label="Ouvert jusqu'au", required=False)

    def __init__(self, data: QueryDict, *, user: User, sorts: Mapping[str, str] | None = None) -> None:
        super().__init__(data, user=user, sorts=sorts)
        for name, offered in self.choices_of_this_person().items():
            if offered is None:
                del self.fields[name]
            else:
                self.offer(name, offered)

    def choices_of_this_person(self) -> dict[str, list[tuple[str, str]] | None]:
        scope, today = self.user.scope, timezone.localdate()
        territories = Territory.objects.valid_on(today)
        structures = Organisation.objects.visible_to(self.user).of_kind(OrganisationKind.PRESCRIBER).order_by("name")
        if not scope.sees_figures and not scope.origins:
            territories = territories.filter(pk__in=scope.territories) if scope.territories else territories
        if not scope.sees_figures and not scope.territories:
            own = structures.filter(pk__in=scope.organisations)
            structures = structures.filter(origin_area__in=scope.origins) if scope.origins else own
        return {
            "programme": short(Programme.objects.valid_on(today)),
            "territoire": short(territories),
            "structure": short(structures, "Toutes"),
            "suivi": self.caseworkers() if scope.territories else None,
        }

    def caseworkers(self) -> list[tuple[str, str]] | None:
        held = {"memberships__role": Role.CASEWORKER, "memberships__territory__in": self.user.scope.territories}
        return short(User.objects.visible_to(self.user).active().filter(**held).distinct())


def filter_for(query: QueryDict) -> type[FileFilter]:
    wide = "plus" in query or any(query.get(name) for name in MORE)
    return WideFileFilter if wide else FileFilter


def filtered_by(kept: Cleaned, journeys: JourneyQuerySet, *, user: User) -> JourneyQuerySet:
    if steps := steps_of(kept.get("etape", "")):
        journeys = journeys.filter(step__in=sorted(steps))
    if "attente" in kept:
        today = timezone.localdate()
        wanted = suspended(today) if kept["attente"] == PAUSED[0] else waiting_for(kept["attente"], today)
        journeys = journeys.filter(wanted)
    columns = {
        "programme": "programme",
        "territoire": "territory",
        "structure": "prescriber",
        "suivi": "caseworker",
    }
    journeys = journeys.filter(**{column: int(kept[name]) for name, column in columns.items() if name in kept})
    if "du" in kept:
        journeys = journeys.filter(opened_on__gte=kept["du"])
    if "au" in kept:
        journeys = journeys.filter(opened_on__lte=kept["au"])
    if "q" in kept:
        journeys = journeys.filter(pk__in=find_journeys(kept["q"], user=user, most=MOST_FOUND).ids)
    return journeys


def steps_of(code: str) -> Iterable[Step]:
    if code in GROUPS:
        return GROUPS[code][1]
    return {Step(code)} if code else ()
