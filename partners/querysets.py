from datetime import date
from typing import TYPE_CHECKING, Self, TypeVar

from django.db import models
from django.db.models import Count, F, Func, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from emile.accounts.models import User
from emile.core.database.columns import relation
from partners.enums import OrganisationKind

if TYPE_CHECKING:
    from partners.models import Contact, Dwelling, Membership, Organisation, RelayFlat, Vacancy

Row = TypeVar("Row", bound=models.Model, covariant=True)


class SearchedQuerySet(models.QuerySet[Row]):
    """Each word typed is somewhere in one of ``searched``, accents or not."""

    searched: tuple[str, ...]

    def matching(self, text: str) -> Self:
        found = self
        for word in text.split():
            anywhere = Q()
            for field in self.searched:
                anywhere |= Q(**{f"{field}__unaccent__icontains": word})
            found = found.filter(anywhere)
        return found


class OrganisationQuerySet(SearchedQuerySet["Organisation"]):
    searched = ("name", "short_name", "commune__name")

    def visible_to(self, user: User) -> Self:
        """Staff see the whole directory; a partner sees its own sheet."""
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(pk__in=user.scope.partner_organisations)

    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day))

    def of_kind(self, *kinds: OrganisationKind) -> Self:
        return self.filter(kind__in=kinds)

    def with_details(self) -> Self:
        return self.select_related("commune", "territory", "origin_area")

    def with_offers(self, day: date) -> Self:
        """For the list: how many posts are open, how many dwellings to let. Counted apart: joined, they would
        multiply."""
        return self.with_details().annotate(
            open_vacancies=self._count("vacancies", Q(closed_on=None) | Q(closed_on__gt=day)),
            open_dwellings=self._count("dwellings", (Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)) & Q(held=False)),
        )

    def _count(self, related: str, still_open: Q) -> Coalesce:
        offers = relation(self.model, related)
        owner = offers.field.name
        rows = offers.field.model._default_manager.filter(still_open, **{owner: OuterRef("pk")})
        return Coalesce(Subquery(rows.order_by().values(owner).annotate(number=Count("pk")).values("number")), 0)

    def in_order(self) -> Self:
        return self.order_by(Func("name", function="emile_fold"), "pk")


class ContactQuerySet(models.QuerySet["Contact"]):
    def in_order(self) -> Self:
        """Sorts the contacts that one can still call first."""
        return self.order_by(F("left_on").desc(nulls_first=True), "last_name", "pk")

    def visible_to(self, user: User) -> Self:
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(organisation__in=user.scope.partner_organisations)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, user: User) -> Self:
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(user=user.pk)

    def valid_on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def with_details(self) -> Self:
        """Reads what the sheet of a person shows; the roles that still hold come first."""
        return self.select_related("organisation", "territory", "origin_area").order_by(
            F("valid_to").desc(nulls_first=True), "-valid_from", "pk"
        )


class OfferQuerySet(SearchedQuerySet[Row]):
    """Vacancies and dwellings are read by everyone in the programme, and by their own partner."""

    owner_field: str

    def visible_to(self, user: User) -> Self:
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(**{f"{self.owner_field}__in": user.scope.partner_organisations})


class VacancyQuerySet(OfferQuerySet["Vacancy"]):
    owner_field = "employer"
    searched = ("title", "trade__label", "employer__name", "commune__name")

    def with_details(self) -> Self:
        return self.select_related("employer", "territory", "trade", "commune")

    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class DwellingQuerySet(OfferQuerySet["Dwelling"]):
    owner_field = "landlord"
    searched = ("address", "commune__name", "landlord__name")

    def with_details(self) -> Self:
        return self.select_related("landlord", "territory", "commune")

    def kept_on(self, day: date) -> Self:
        """Not withdrawn, to let or not."""
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))

    def to_let_on(self, day: date) -> Self:
        """Free, and neither offered to a household nor let to one, were it of another territory. The database has the
        last word (constraint ``lease_one_per_dwelling``)."""
        return self.kept_on(day).filter(available_from__lte=day, held=False)


class RelayFlatQuerySet(SearchedQuerySet["RelayFlat"]):
    searched = ("name", "address", "landlord__name")

    def with_details(self) -> Self:
        return self.select_related("territory", "landlord")

    def visible_to(self, user: User) -> Self:
        """The calendar of a territory is for those who work there, and for Paris which prepares departures."""
        if user.scope.is_staff_of_the_programme:
            return self
        return self.none()

    def open_on(self, day: date) -> Self:
        return self.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))
