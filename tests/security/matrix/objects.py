"""The objects that are asked for: one's own, somebody else's, and none."""

import uuid
from collections.abc import Callable
from typing import Any

from candidates.models import Journey
from candidates.steps import Step
from emile.accounts.signing_in import links
from emile.reference.tables import ReferenceTable
from tests.security.interference.whole_world import WholeWorld
from tests.security.matrix.rows import Args, Of

NO_FILE, NO_PK, NO_UUID = "ZZZZZZ", 99_999_999, uuid.UUID(int=7)


def of_file(own: Callable[[WholeWorld], Journey], foreign: Callable[[WholeWorld], Journey], *rest: Any) -> Of:
    return Of(
        lambda world, letter: (own(world).reference, *rest),
        lambda world, letter: (foreign(world).reference, *rest),
        lambda world, letter: (NO_FILE, *rest),
    )


def settled(*rest: Any) -> Of:
    """The file of ours that a manager opened with a reason; it has been through everything, and is closed."""
    return of_file(lambda world: world.ours, lambda world: world.theirs, *rest)


def at(step: Step, *rest: Any) -> Of:
    return of_file(lambda world: world.at[step], lambda world: world.theirs_at[step], *rest)


def _member(journey: Journey) -> int:
    return journey.household.members.order_by("pk").first().pk


MEMBER = Of(
    lambda world, letter: (world.at[Step.DIAGNOSIS].reference, _member(world.at[Step.DIAGNOSIS])),
    lambda world, letter: (world.theirs_at[Step.DIAGNOSIS].reference, _member(world.theirs_at[Step.DIAGNOSIS])),
    lambda world, letter: (NO_FILE, NO_PK),
)
MEMBER_OF_ANOTHER_FILE = Of(
    lambda world, letter: (world.at[Step.DIAGNOSIS].reference, _member(world.theirs_at[Step.DIAGNOSIS])),
    None,
    lambda world, letter: (world.at[Step.DIAGNOSIS].reference, NO_PK),
)


def paper(step: Step | None) -> Of:
    def own(world: WholeWorld) -> Journey:
        return world.at[step] if step else world.ours

    def foreign(world: WholeWorld) -> Journey:
        return world.theirs_at[step] if step else world.theirs

    return Of(
        lambda world, letter: (own(world).reference, world.papers[own(world).pk].token),
        lambda world, letter: (foreign(world).reference, world.papers[foreign(world).pk].token),
        lambda world, letter: (NO_FILE, NO_UUID),
    )


PAPER_OF_ANOTHER_FILE = Of(
    lambda world, letter: (world.ours.reference, world.papers[world.theirs.pk].token),
    None,
    lambda world, letter: (world.ours.reference, NO_UUID),
)
JOB = Of(
    lambda world, letter: (world.jobs[letter].pk if letter != "A" else NO_UUID,),
    lambda world, letter: (world.jobs["D" if letter != "D" else "H"].pk,),
    lambda world, letter: (NO_UUID,),
)


def plain(own: Callable[[WholeWorld], Any], *before: Any, foreign: Callable[[WholeWorld], Any] | None = None) -> Of:
    """A row of the directory: staff read all of it; only a partner meets a foreign one."""
    return Of(
        lambda world, letter: (*before, own(world)),
        (lambda world, letter: (*before, foreign(world) if letter == "L" else NO_PK)) if foreign else None,
        lambda world, letter: (*before, NO_PK),
    )


def this(*args: Any) -> Of:
    """Always there, for everybody."""
    return Of(lambda world, letter: args, None, None)


def first_of(table: ReferenceTable) -> Of:
    return plain(lambda world: table.model.objects.order_by("pk").first().pk, table.slug)


PERSON = plain(lambda world: world.other_caseworker.pk)
A_DPO = plain(lambda world: world.dpo.pk)
MEMBERSHIP_OF_A_DPO = plain(lambda world: world.dpo.memberships.first().pk)
COUNTED = Of(lambda world, letter: (world.ours.reference,), None, lambda world, letter: (NO_FILE,))
EMPLOYER = plain(lambda world: world.employer.pk, foreign=lambda world: world.other_employer.pk)
VACANCY = plain(lambda world: world.vacancy.pk, foreign=lambda world: world.other_vacancy.pk)
DWELLING = plain(lambda world: world.some_dwelling.pk)
FLAT = plain(lambda world: world.flat.pk)
CONTACT = plain(
    lambda world: world.employer.contacts.first().pk, foreign=lambda world: world.landlord.contacts.first().pk
)
MEMBERSHIP = plain(lambda world: world.other_caseworker.memberships.first().pk)


def _password_link(world: WholeWorld, letter: str) -> Args:
    return (links.link_for(world.other_head).rstrip("/").rpartition("/")[2],)


PASSWORD_LINK = Of(_password_link, None, lambda world, letter: ("altered",))
