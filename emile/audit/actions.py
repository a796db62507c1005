from datetime import datetime, timedelta

from emile.accounts.models import User
from emile.audit.models import OpenedFile
from emile.reference.models import Reason

OPEN_FOR = timedelta(hours=2)
"""An opening lasts long enough to read and report; then the reason is asked again."""


def open_with_reason(*, user: User, household_id: int, reason: Reason, note: str, now: datetime) -> OpenedFile:
    """Write why a named file is opened; the database lets the reader in from this row on (``emile_scope``)."""
    return OpenedFile.objects.create(
        user=user, household_id=household_id, reason=reason, note=note, open_until=now + OPEN_FOR
    )
