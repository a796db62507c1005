"""How long somebody stays signed in: thirty minutes without doing anything, twelve hours at most."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from emile.accounts.models import User
from emile.core.database.identity import forget

IDLE = timedelta(minutes=30)
AT_MOST = timedelta(hours=12)
TOUCHED_EVERY = timedelta(minutes=5)
SIGNED_IN_AT, SEEN_AT = "signed_in_at", "seen_at"
GONE_IDLE = "Vous avez été déconnecté·e après 30 minutes sans activité. Ce qui était enregistré l'est toujours."
GONE_LONG = "Vous étiez connecté·e depuis 12 heures : connectez-vous de nouveau."


def start(sender: type[User], request: HttpRequest, user: User, **kwargs: object) -> None:
    """Receives Django's ``user_logged_in``: every way of signing in starts the two clocks."""
    now = timezone.now().timestamp()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now


class SessionLifeMiddleware:
    """Ends sessions that are too old. One write every five minutes at most: the idle limit is 25 to 30 minutes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != "/healthz" and SESSION_KEY in request.session:
            keep_or_end(request, now=timezone.now())
        return self.get_response(request)


def keep_or_end(request: HttpRequest, *, now: datetime) -> None:
    why = why_over(request.session, now)
    if why:
        logout(request)
        forget()
        messages.info(request, why)
    elif now.timestamp() - request.session[SEEN_AT] > TOUCHED_EVERY.total_seconds():
        request.session[SEEN_AT] = now.timestamp()


def why_over(session: SessionBase, now: datetime) -> str:
    started, seen = session.get(SIGNED_IN_AT, 0), session.get(SEEN_AT, 0)
    if now.timestamp() - started > AT_MOST.total_seconds():
        return GONE_LONG
    return GONE_IDLE if now.timestamp() - seen > IDLE.total_seconds() else ""
