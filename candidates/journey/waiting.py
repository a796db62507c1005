"""Who is waited for, in a few words: what a row of a list can say without asking the database."""

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


def waited_for(step: Step, *, structure: str, caseworker: str) -> str:
    """Nobody once the journey is closed."""
    if step in CLOSED:
        return ""
    if step in {Step.DIAGNOSIS, Step.TO_COMPLETE}:
        return structure
    if step == Step.SUBMITTED:
        return "le référent"
    if step in TO_DECIDE or step == Step.JOB_SEARCH:
        return "le chef de service"
    if step in SETTLED_OR_AFTER and caseworker:
        return caseworker
    return "l'équipe du territoire"
