from django.core.exceptions import PermissionDenied

from emile.accounts.enums import Role


class RoleRequiredMixin:
    """A page for some roles; the others get the French 403 page. Objects are another matter: see ``visible_to``."""

    allowed_roles: frozenset[Role] = frozenset()

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_role(*self.allowed_roles):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)
