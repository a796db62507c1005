"""Who signs in. This layer does not know the model: the settings name it."""

from typing import TYPE_CHECKING, TypeAlias

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.contrib.auth.models import _User  # to the checker, the model of AUTH_USER_MODEL
    from django_htmx.middleware import HtmxDetails

    Person: TypeAlias = _User
else:
    Person = AbstractBaseUser


class SignedInRequest(HttpRequest):
    """What a page receives behind the sign-in (``LoginRequiredMiddleware``): never from an anonymous visitor.

    For annotations: Django makes the requests, and they are plain ones.
    """

    user: Person
    htmx: "HtmxDetails"
