"""The panels of the first half: the family, the diagnosis, the papers, the history."""

from dataclasses import dataclass
from datetime import date, timedelta

from candidates.candidature import facts
from candidates.file.panels import Panel, PanelContext, register
from candidates.journey.events import happened, timeline_of
from candidates.journey.table import Action
from candidates.models import Journey, Member
from emile.accounts.models import User
from emile.reference.models import LegalParameter
from emile.reference.querysets import ParameterMissing

PERMIT_ALERT = "residence_permit_alert_days"


def summary(journey: Journey, user: User, today: date) -> PanelContext:
    alert = LegalParameter.objects.as_column(PERMIT_ALERT, today)
    members = journey.household.members.present().in_a_line().annotate(alert_days=alert)
    asked_back = happened(journey, Action.ASK_COMPLEMENTS)
    return {
        "members": [member_line(member, today, watched_until(member, today)) for member in members],
        "recent": timeline_of(journey, 6),
        "complements": list(journey.complements.order_by("asked_at")) if asked_back else [],
    }


@dataclass(frozen=True)
class MemberLine:
    full_name: str
    in_words: str
    warning: str


def member_line(member: Member, today: date, limit: date) -> MemberLine:
    """A member as one line shows them, with what is to be watched about their papers, if anything."""
    age = member.age_on(today)
    words = [member.get_link_display(), f"{age} ans" if age is not None else "âge non renseigné"]
    work = getattr(member, "work", None)
    if work and work.situation:
        words.append(work.get_situation_display())
    schooling = getattr(member, "schooling", None)
    if schooling and schooling.level:
        words.append(schooling.get_level_display())
    return MemberLine(member.full_name, " · ".join(words), papers_warning(member, today, limit))


def watched_until(member: Member, today: date) -> date:
    delay = member.alert_days  # type: ignore[attr-defined]  # annotated by ``summary``
    if delay is None:
        raise ParameterMissing(PERMIT_ALERT, today)
    return today + timedelta(days=int(delay))


def papers_warning(member: Member, today: date, limit: date) -> str:
    """Tells whether a stay document has expired, or will by ``limit``."""
    right = getattr(member, "stay_right", None)
    if right is None or right.expires_on is None or right.expires_on > limit:
        return ""
    verb = "expiré" if right.expires_on < today else "expire"
    return f"Titre {verb} le {right.expires_on:%d/%m/%Y}"


def diagnosis(journey: Journey, user: User, today: date) -> PanelContext:
    housing = getattr(journey.household, "housing", None)
    wishes = journey.wishes.select_related("territory")
    return {
        "diagnosis": facts.DIAGNOSIS,
        "diagnosis_facts": facts.DIAGNOSIS.panel_of(journey.diagnosis),
        "housing": facts.HOUSING,
        "housing_facts": facts.HOUSING.panel_of(housing),
        "project": facts.PROJECT,
        "project_facts": [*facts.PROJECT.panel_of(journey.candidature), facts.wished(wishes)],
    }


def documents(journey: Journey, user: User, today: date) -> PanelContext:
    return {"documents": list(journey.household.documents.current_for(user))}


def history(journey: Journey, user: User, today: date) -> PanelContext:
    return {"events": timeline_of(journey)}


register(
    Panel(
        slug="resume",
        label="Résumé",
        icon="house",
        order=10,
        template="candidates/panels/summary.html",
        context=summary,
    )
)
register(
    Panel(
        slug="diagnostic",
        label="Diagnostic",
        icon="clipboard-list",
        order=20,
        template="candidates/panels/diagnosis.html",
        context=diagnosis,
    )
)
register(
    Panel(
        slug="documents",
        label="Documents",
        icon="file-text",
        order=70,
        template="candidates/panels/documents.html",
        context=documents,
    )
)
register(
    Panel(
        slug="historique",
        label="Historique",
        icon="history",
        order=80,
        template="candidates/panels/history.html",
        context=history,
    )
)
