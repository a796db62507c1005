from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import View

from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.people import SignedInRequest


class RoleRequiredMixin(View):
    """Restricts a page to some roles; the others get the French 403 page. Rows are restricted by ``visible_to``."""

    request: SignedInRequest
    allowed_roles: frozenset[Role] = frozenset()

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not self.request.user.has_role(*self.allowed_roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


ADMINISTRATORS = frozenset({Role.MANAGER, Role.DPO})


def administers_accounts(user: User) -> bool:
    return user.has_role(*ADMINISTRATORS)


def can_administer(user: User, person: User) -> bool:
    """Refuses oneself (« Mon compte » is for that); only a data protection officer may change another one's account."""
    if not administers_accounts(user) or person.pk == user.pk:
        return False
    return user.has_role(Role.DPO) or not person.has_role(Role.DPO)


def require_role(user: User, *roles: Role) -> None:
    """:raises PermissionDenied: this person holds none of the roles."""
    if not user.has_role(*roles):
        raise PermissionDenied
