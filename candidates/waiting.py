"""Who is waited for, in a few words: what a row of a list can say without asking the database."""

from candidates.models import Journey
from candidates.steps import CLOSED, IN_ORIGIN, SETTLED_OR_AFTER, TO_DECIDE, Step

TONES: dict[Step, str] = {
    Step.TO_COMPLETE: "warning",
    Step.PRESENTED: "info",
    Step.WAITING: "warning",
    Step.DECLINED: "danger",
    Step.VALIDATED: "accent",
    Step.CONTRACTED: "success",
    Step.SETTLED: "success",
    Step.SUPPORT: "success",
    Step.MAINSTREAM: "accent",
    Step.LEFT: "danger",
}


def tone_of(step: Step) -> str:
    if step in TONES:
        return TONES[step]
    return "neutral" if step in IN_ORIGIN else "info"


def waited_for(journey: Journey) -> str:
    """Nobody once the journey is closed."""
    step = journey.step_value
    if step in CLOSED:
        return ""
    if step in {Step.DIAGNOSIS, Step.TO_COMPLETE}:
        return str(journey.prescriber)
    if step == Step.SUBMITTED:
        return "le référent"
    if step in TO_DECIDE or step == Step.JOB_SEARCH:
        return "le chef de service"
    if step in SETTLED_OR_AFTER and journey.caseworker:
        return journey.caseworker.full_name
    return "l'équipe du territoire"
