"""Who may do what on a file they can already see. Buttons and POSTs ask the same function."""

from candidates.enums import Audience, Topic
from candidates.models import Document, Journey
from emile.accounts.enums import Role
from emile.accounts.models import User

OPENERS = frozenset({Role.PRESCRIBER, Role.REFERENT, Role.SERVICE_HEAD})


def works_in_origin(user: User, journey: Journey) -> bool:
    """The structure that follows the family, or the referent of its area."""
    scope = user.scope
    return journey.prescriber_id in scope.organisations or journey.origin_area_id in scope.origins


def works_in_territory(user: User, journey: Journey) -> bool:
    """The team that hosts the family."""
    return journey.territory_id in user.scope.territories or journey.caseworker_id == user.pk


def can_edit_candidature(user: User, journey: Journey) -> bool:
    """Paris writes the candidature; where there is none to send, the host team does."""
    direct = not journey.programme.diagnosis_required
    writes = works_in_origin(user, journey) or (direct and works_in_territory(user, journey))
    return writes and not journey.is_closed


def can_edit_facts(user: User, journey: Journey) -> bool:
    """The family's situation goes on changing: the host team keeps it true too."""
    return can_edit_candidature(user, journey) or (not journey.is_closed and works_in_territory(user, journey))


def can_edit_topic(user: User, journey: Journey, topic: Topic) -> bool:
    return can_edit_candidature(user, journey) if topic == Topic.WISH else can_edit_facts(user, journey)


def audiences_offered(user: User, journey: Journey) -> list[Audience]:
    """Nobody puts a paper where they could not read it again."""
    own = [
        (Audience.ORIGIN, works_in_origin(user, journey)),
        (Audience.HOST, works_in_territory(user, journey)),
    ]
    return [Audience.TEAM, *(audience for audience, here in own if here)]


def can_withdraw_document(user: User, journey: Journey, document: Document) -> bool:
    """Whoever added it, or the side it is meant for."""
    theirs = document.added_by_id == user.pk or document.audience in audiences_offered(user, journey)
    return theirs and can_edit_facts(user, journey)
