"""What the data protection officer looks at: files opened with a reason, an access that ends soon."""

from datetime import date, timedelta

from django.utils import timezone

from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.models import User
from emile.audit.actions import OPEN_FOR
from emile.audit.actions import open_with_reason as write_opening
from emile.reference.enums import ReasonKind
from emile.reference.models import Reason
from partners.models import Membership

NOTES = ("Courrier de la famille reçu au siège.", "Contrôle d'une convention, à la demande du financeur.")
ENDS_IN = timedelta(days=20)
LEAVES_SOON = "accompagnement2@demo.emile.test"


def write_oversight(today: date) -> None:
    """The openings are over when the demonstration starts: the manager has to give a reason again."""
    manager = User.objects.get(email="gestion@demo.emile.test")
    reason = Reason.objects.filter(kind=ReasonKind.MANAGER_ACCESS, active=True)[0]
    files = Journey.objects.filter(step=Step.SUPPORT, territory__isnull=False).order_by("pk")
    for journey, note in zip(files, NOTES, strict=False):
        write_opening(
            user=manager, household_id=journey.household_id, reason=reason, note=note, now=timezone.now() - OPEN_FOR
        )
    Membership.objects.filter(user__email=LEAVES_SOON).update(valid_to=today + ENDS_IN)
