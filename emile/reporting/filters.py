"""Filters of the dashboard (programme, territory, period), which are kept in the URL."""

from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from candidates.models import Journey
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.pages.forms import ProductForm
from emile.reference.models import Programme, Territory
from emile.reporting.asked import EVER, Period, ReportScope

FIRST_YEAR = 2014


class DashboardFilter(ProductForm):
    programme = forms.ModelChoiceField(
        label="Programme", queryset=Programme.objects.none(), required=False, empty_label="Tous"
    )
    territoire = forms.ModelChoiceField(
        label="Territoire", queryset=Territory.objects.none(), required=False, empty_label="Tous"
    )
    periode = forms.ChoiceField(label="Parcours ouverts", required=False)

    def __init__(self, data: QueryDict, *, user: User, today: date) -> None:
        super().__init__(data)
        self.user = user
        self.offer_rows("programme", Programme.objects.all())
        self.offer_rows("territoire", territories_of(user))
        years = [(str(year), f"en {year}") for year in range(today.year, FIRST_YEAR - 1, -1)]
        self.offer("periode", [("", "Depuis le début"), *years])
        self.is_valid()

    def scope(self) -> ReportScope:
        kept = self.cleaned_data
        journeys = countable(self.user)
        if kept.get("programme"):
            journeys = journeys.filter(programme=kept["programme"])
        if kept.get("territoire"):
            journeys = journeys.filter(territory=kept["territoire"])
        everywhere = self.user.scope.sees_figures and not kept.get("territoire")
        return ReportScope(journeys, everywhere=everywhere)

    def period(self) -> Period:
        """The journeys counted were opened in this period."""
        year = self.cleaned_data.get("periode")
        return Period.of_year(int(year)) if year else EVER

    def in_words(self) -> str:
        """« EMILE, Cantal, parcours ouverts en 2025 »."""
        kept = self.cleaned_data
        period = f"ouverts en {kept['periode']}" if kept.get("periode") else "ouverts depuis le début"
        chosen = [str(kept[name]) for name in ("programme", "territoire") if kept.get(name)]
        return ", ".join([*chosen, f"parcours {period}"])


def territories_of(user: User) -> QuerySet[Territory]:
    if user.scope.sees_figures:
        return Territory.objects.all()
    return Territory.objects.filter(pk__in=user.scope.territories)


def countable(user: User) -> QuerySet[Journey]:
    """A manager counts everything; a head of service its own territories, whatever else it may read."""
    journeys = Journey.objects.countable_by(user)
    if user.scope.sees_figures:
        return journeys
    return (
        journeys.filter(territory__in=user.scope.territories) if user.has_role(Role.SERVICE_HEAD) else journeys.none()
    )
