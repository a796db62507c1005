"""The page of a list."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from emile.core.pages.listing.listing import Listing
from emile.core.pages.listing.paging import Rows
from emile.core.people import SignedInRequest


def list_page(declared: type[Listing[Rows]]) -> Callable[..., HttpResponse]:
    """The view of a list. What the address holds besides its filters is given to ``declared``."""

    @require_safe
    def view(request: SignedInRequest, **kwargs: object) -> HttpResponse:
        listing = declared(user=request.user, query=request.GET, today=timezone.localdate(), **kwargs)
        if not listing.allowed():
            raise PermissionDenied
        return render(request, listing.template_name, {"list": listing})

    view.__doc__ = declared.__doc__
    return view
