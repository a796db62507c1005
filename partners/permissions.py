"""These functions say who writes what in the directory. Buttons and POSTs ask the same functions; reading is
``visible_to``."""

from datetime import date

from django.db.models import QuerySet

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.reference.models import Territory
from partners.models import Dwelling, Organisation, RelayFlat, Vacancy


def reads_directory(user: User) -> bool:
    return user.scope.is_staff_of_the_programme


def writes_directory(user: User) -> bool:
    return user.has_role(Role.MANAGER, Role.SERVICE_HEAD)


def writes_in(user: User, territory_id: int | None) -> bool:
    """A manager writes everywhere; a service head in their territories, so never on a row without one."""
    if user.has_role(Role.MANAGER):
        return True
    return user.has_role(Role.SERVICE_HEAD) and territory_id in user.scope.territories


def writable_territories(user: User, today: date) -> QuerySet[Territory]:
    territories = Territory.objects.valid_on(today)
    return territories if user.has_role(Role.MANAGER) else territories.filter(pk__in=user.scope.territories)


def can_edit_organisation(user: User, organisation: Organisation) -> bool:
    return writes_in(user, organisation.territory_id)


def can_add_vacancy(user: User) -> bool:
    return writes_directory(user) or is_partner(user)


def can_edit_vacancy(user: User, vacancy: Vacancy) -> bool:
    return writes_in(user, vacancy.territory_id)


def can_give_news(user: User, vacancy: Vacancy) -> bool:
    """The employer itself says that the post is still open."""
    return can_edit_vacancy(user, vacancy) or vacancy.employer_id in user.scope.partner_organisations


def can_edit_dwelling(user: User, dwelling: Dwelling) -> bool:
    return writes_in(user, dwelling.territory_id)


def can_edit_relay_flat(user: User, flat: RelayFlat) -> bool:
    return writes_in(user, flat.territory_id)


def is_partner(user: User) -> bool:
    return bool(user.scope.partner_organisations)


def roles_to_give(user: User) -> list[Role]:
    """A data protection officer is named by another one, so that nobody chooses who reads the journal of their
    openings."""
    return [role for role in Role if role != Role.DPO or user.has_role(Role.DPO)]
