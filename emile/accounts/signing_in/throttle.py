"""Failed sign-ins are counted by account and address, whether or not the account exists.

The count lives in PostgreSQL: it holds when Valkey is down. Rows carry a keyed hash, nothing personal.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from psycopg.errors import LockNotAvailable

from emile.accounts.models import SignInFailure

MOST_FAILURES = 8
LOCKED_FOR = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

COUNT_ONE_MORE = """
INSERT INTO accounts_signinfailure (key, failures, last_at) VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
    failures = CASE WHEN accounts_signinfailure.last_at < %(stale)s THEN 1
                    ELSE least(accounts_signinfailure.failures, %(most)s) + 1 END,
    last_at = CASE WHEN accounts_signinfailure.failures >= %(most)s AND accounts_signinfailure.last_at >= %(stale)s
                   THEN accounts_signinfailure.last_at ELSE %(now)s END
RETURNING failures
"""


class TooManyAttempts(Exception):
    """The account is locked for this address; the password was not compared."""


def key_of(email: str, address: str) -> str:
    return salted_hmac("emile.accounts.throttle", f"{email.strip().lower()}|{address}", algorithm="sha256").hexdigest()


def client_address(request: HttpRequest) -> str:
    """The client's address. In production our own proxy writes the last one of X-Forwarded-For; elsewhere the header is
    not trusted."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def count_attempt(key: str, *, now: datetime) -> None:
    """Counted before the password is compared, so that a burst of simultaneous attempts gains nothing.

    A locked count keeps its last moment: knocking again does not lock any longer.

    :raises TooManyAttempts:
    """
    values: dict[str, str | int | datetime] = {"key": key, "now": now, "stale": now - LOCKED_FOR, "most": MOST_FAILURES}
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(COUNT_ONE_MORE, values)
            failures = cursor.fetchone()[0]
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):  # a long queue of attempts on this very account
            raise TooManyAttempts from error
        raise
    if failures > MOST_FAILURES:
        raise TooManyAttempts


def forgive(key: str, *, now: datetime) -> None:
    """After a good password; and what is more than a day old goes with it."""
    SignInFailure.objects.filter(key=key).delete()
    SignInFailure.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()
