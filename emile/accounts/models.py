from datetime import date
from typing import Protocol, Self

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, models
from django.db.models import Func, Prefetch, Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from emile.accounts.enums import Role
from emile.accounts.scope import Scope
from emile.core.database.columns import relation
from emile.core.database.identity import scope_row


class Memberships(Protocol):
    """What this app asks of rows it does not know: see ``partners.querysets``."""

    def filter(self, *conditions: Q, **values: str) -> Self: ...

    def valid_on(self, day: date) -> Self: ...

    def with_details(self) -> Self: ...

    def values(self, *names: str) -> Self: ...


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "User") -> Self:
        """Colleagues see each other's names; a partner sees only itself."""
        if user.scope.is_staff_of_the_programme:
            return self
        return self.filter(pk=user.pk)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def in_order(self) -> Self:
        return self.order_by(Func("last_name", function="emile_fold"), Func("first_name", function="emile_fold"), "pk")

    def matching(self, text: str) -> Self:
        """Each word typed is somewhere in the name, the address or an organisation, accents or not."""
        found = self
        for word in text.split():
            member = self.memberships().filter(organisation__name__unaccent__icontains=word)
            found = found.filter(
                Q(first_name__unaccent__icontains=word)
                | Q(last_name__unaccent__icontains=word)
                | Q(email__icontains=word)
                | Q(pk__in=member.values("user"))
            )
        return found

    def holding(self, role: str, day: date) -> Self:
        return self.filter(pk__in=self.memberships().valid_on(day).filter(role=role).values("user"))

    def without_role(self, day: date) -> Self:
        return self.exclude(pk__in=self.memberships().valid_on(day).values("user"))

    def with_memberships(self, day: date) -> Self:
        """Prefetches the memberships valid on that day as ``current_memberships``."""
        current = self.memberships().valid_on(day).with_details()
        return self.prefetch_related(Prefetch("memberships", current, to_attr="current_memberships"))  # type: ignore[arg-type]  # it is a queryset

    def create_user(self, email: str, password: str | None = None, **fields: str) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self.db)
        return user

    @staticmethod
    def memberships() -> "Memberships":
        """Through the relation: the app that knows memberships stands above this one."""
        return relation(User, "memberships").field.model._default_manager.all()  # type: ignore[return-value]  # its rows are memberships


class User(AbstractBaseUser):
    """A person who signs in with their e-mail. What they may do comes from their memberships, never from here."""

    email = models.EmailField(
        "adresse électronique",
        max_length=254,
        unique=True,
        error_messages={"unique": "Cette adresse a déjà un compte."},
    )
    first_name = models.CharField("prénom", max_length=80)
    last_name = models.CharField("nom", max_length=80)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    is_active = models.BooleanField("actif", default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]

    objects = UserQuerySet.as_manager()

    class Meta:
        verbose_name = "utilisateur"
        ordering = ["last_name", "first_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")),
                name="user_email_lower_case",
                violation_error_message="L'adresse électronique s'écrit en minuscules.",
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email

    @cached_property
    def scope(self) -> Scope:
        """One query, once per instance; the sign-in backend fills it for the person of the request."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT emile_scope(%s)", [self.pk])
            return Scope.from_database(scope_row(cursor))

    def has_role(self, *roles: Role) -> bool:
        return not self.scope.roles.isdisjoint(roles)


class SignInFailure(models.Model):
    """Failed sign-ins of one account from one address, both hidden in ``key`` (see ``throttle``)."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveSmallIntegerField()
    last_at = models.DateTimeField(db_index=True)
