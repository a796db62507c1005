from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from partners.enums import OrganisationKind


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Staff see the whole directory; a partner sees its own sheet."""
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(pk__in=user.scope.partner_organisations)

    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gte=day))

    def of_kind(self, *kinds: OrganisationKind) -> Self:
        return self.filter(kind__in=kinds)


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(organisation__in=user.scope.partner_organisations)


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(user=user.pk)

    def valid_on(self, day: date) -> Self:
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gte=day))

    def with_details(self) -> Self:
        """For a person's sheet: where, and for how long; what still holds comes first."""
        return self.select_related("organisation", "territory", "origin_area").order_by(
            F("valid_to").desc(nulls_first=True), "-valid_from", "pk"
        )


class _OfferQuerySet(models.QuerySet):
    """Vacancies and dwellings: everyone in the programme, and their own partner."""

    owner_field: str

    def visible_to(self, user) -> Self:
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(**{f"{self.owner_field}__in": user.scope.partner_organisations})


class VacancyQuerySet(_OfferQuerySet):
    owner_field = "employer"

    def open_on(self, day: date) -> Self:
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day))


class DwellingQuerySet(_OfferQuerySet):
    owner_field = "landlord"

    def available_on(self, day: date) -> Self:
        return self.filter(available_from__lte=day).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day))

    def not_held(self) -> Self:
        """Neither offered nor let. The leases of other territories are out of sight; the database has the last word
        (constraint ``lease_one_per_dwelling``)."""
        leases = self.model._meta.get_field("leases").related_model.objects
        held = leases.filter(dwelling=OuterRef("pk"), state__in=["offered", "signed"], ended_on=None)
        return self.exclude(Exists(held))


class RelayFlatQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """The calendar of a territory is for those who work there, and for Paris which prepares departures."""
        if user.scope.is_staff_of_the_programme:
            return self
        return self.none()

    def open_on(self, day: date) -> Self:
        return self.filter(opened_on__lte=day).filter(Q(closed_on=None) | Q(closed_on__gt=day))
