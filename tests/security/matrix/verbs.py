"""The verbs: who may is read in the table of transitions."""

from candidates.journey.table import TRANSITIONS
from candidates.journey.verbs import Verb, all_verbs
from candidates.steps import Step
from emile.accounts.enums import Role
from tests.security.interference.whole_world import OURS_AT
from tests.security.matrix.objects import at
from tests.security.matrix.rows import Row, others_less

ROLES = {"P": Role.PRESCRIBER, "R": Role.REFERENT, "H": Role.SERVICE_HEAD, "C": Role.CASEWORKER}
BEFORE_THE_TERRITORY = frozenset({Step.DIAGNOSIS, Step.SUBMITTED, Step.TO_COMPLETE})
"""Not presented yet: the territory does not know of it."""


def step_for(verb: Verb) -> Step:
    """The earliest step where the verb starts; « accueillir » has none in this programme and is asked at the first."""
    rule = TRANSITIONS[verb.action]
    return next((step for step in OURS_AT if step in rule.sources), Step.DIAGNOSIS)


def verb_rows() -> list[Row]:
    """The answer to each role is the roles of the table of transitions, nothing else."""
    return others_less([verb_row(verb) for verb in all_verbs()], "PRHCL")


def verb_row(verb: Verb) -> Row:
    step = step_for(verb)
    readers = "PR" if step in BEFORE_THE_TERRITORY else "PRHC"
    may = "".join(letter for letter in readers if ROLES[letter] in TRANSITIONS[verb.action].roles)
    may_not = "".join(set(readers) - set(may))
    line = ", ".join(part for part in (may and f"200 {may}", may_not and f"403 {may_not}", "404 *") if part)
    return Row(
        "candidates:verb", at(step, verb.slug), get=line, post=line, elsewhere="404 *", variant=verb.slug,
        shows="candidates.Household.name",
    )  # fmt: skip
