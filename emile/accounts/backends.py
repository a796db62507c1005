from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from emile.accounts.models import User
from emile.accounts.scope import Scope
from emile.core.database.identity import identify


class EmailBackend(BaseBackend):
    """Sign-in by e-mail. Before anyone is known no account can be read, except through one gate function."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **extra: str
    ) -> User | None:
        email = (extra.get("email") or username or "").strip().lower()
        if not email or password is None or "\0" in email:
            return None
        found = User.objects.raw("SELECT * FROM emile_account_by_email(%s)", [email])
        user: User | None = next(iter(found), None)
        if user is None:
            make_password(password)  # same time, whether or not the account exists
            return None
        if not check_password(password, user.password) or not user.is_active:
            return None
        user.scope = Scope.from_database(identify(user.pk))
        return user

    def get_user(self, user_id: int) -> User | None:
        scope = Scope.from_database(identify(user_id))
        found = User.objects.raw("SELECT * FROM accounts_user WHERE id = %s AND is_active", [user_id])
        user = next(iter(found), None)  # as it is at each page: written by hand, the ORM would write it anew each time
        if user is not None:
            user.scope = scope
        return user
