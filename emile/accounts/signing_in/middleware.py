from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse


class IdentityMiddleware:
    """One transaction a request, so that the identity set in the database dies with it.

    Stands above the session: whoever is signed in is identified inside this transaction, by the backend. A failed
    request (5xx) leaves nothing behind.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/healthz":  # must answer, and say so, when the database does not
            return self.get_response(request)
        with transaction.atomic():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response
