"""The « Synthèse de candidature » tells a household in two pages for the head of service, and no more.

Long texts are cut at a word and say so; the file has the rest.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from candidates.candidature import facts
from candidates.candidature.reading import members_of
from candidates.candidature.recap import debt_words
from candidates.enums import Link, TradeUse
from candidates.models import Household, Journey, Member
from emile.accounts.models import User
from emile.core.templatetags import wording

CELL = 105
"""The longest text in a cell of a table, in characters."""
MOST_PEOPLE, MOST_ADULTS, MOST_CHILDREN = 8, 4, 6
SMALL = 4
"""Up to so many people, the first page holds everything about them and the second one the project. The texts of a
larger family are cut shorter."""
THE_REST = "… (suite dans le dossier)"


@dataclass(frozen=True)
class Person:
    name: str
    link: str
    age: str
    papers: str
    income: str


@dataclass(frozen=True)
class Worker:
    name: str
    situation: str
    wanted: str
    practised: str
    french: str
    mobility: str


def room_for(most: int, members: int) -> int:
    """How long a text may be, in characters, so that two pages are enough."""
    share = 1.0 if members <= SMALL else 0.62 if members <= 7 else 0.42
    return int(most * share)


def shorten(text: str, most: int) -> str:
    """Cuts a text after a word, and says so. Lines are joined, because room is short on paper."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    cut = flat[: most - len(THE_REST)]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:.") + THE_REST


def context_of(journey: Journey, user: User, today: date) -> dict[str, object]:
    """``journey`` comes from ``visible_to(user)`` and ``with_details()``."""
    household = journey.household
    members = list(members_of(user, journey))
    members.sort(key=lambda member: (list(Link).index(Link(member.link)), member.birth_date or today))
    size = len(members)
    adults = [member for member in members if member.link != Link.CHILD]
    children = [member for member in members if member.link == Link.CHILD]
    return {
        "reference": journey.reference,
        "journey": journey,
        "household": household,
        "lead": lead(journey, members, today),
        "people": [person(member, today) for member in members[:MOST_PEOPLE]],
        "second_page": len(members) <= SMALL,
        "more_adults": max(len(adults) - MOST_ADULTS, 0),
        "more_children": max(len(children) - MOST_CHILDREN, 0),
        "more_people": max(len(members) - MOST_PEOPLE, 0),
        "total_income": total_income(members),
        "contact": lines(facts.HOUSEHOLD, household, size),
        "housing": housing_facts(journey, user, size),
        "work": [worker(adult) for adult in adults[:MOST_ADULTS]],
        "children": [(child.first_name, child_words(child, today)) for child in children[:MOST_CHILDREN]],
        "health": health_words(members),
        "wish": wish_facts(journey, user, size),
        "diagnosis": lines(facts.DIAGNOSIS, journey.diagnosis, size),
        "titles": {"project": facts.PROJECT.title, "diagnosis": facts.DIAGNOSIS.title, "consent": facts.CONSENT},
        "consent": consent_words(household, user),
        "documents": document_words(household, user),
    }


def lead(journey: Journey, members: list[Member], today: date) -> str:
    grown = sum(member.is_of_age_on(today) for member in members)
    words = [wording.plural(grown, "adulte")]
    if len(members) > grown:
        words.append(wording.plural(len(members) - grown, "enfant"))
    return f"{' et '.join(words)}, {journey.get_step_display().lower()} {wording.since(journey.step_since, today)}"


def person(member: Member, today: date) -> Person:
    age = member.age_on(today)
    return Person(
        name=shorten(member.full_name, 60),
        link=member.get_link_display() + (" (droit de visite)" if member.visiting else ""),
        age=f"{age} ans" if age is not None else "–",
        papers=papers_words(member),
        income=income_words(member),
    )


def papers_words(member: Member) -> str:
    right = getattr(member, "stay_right", None)
    if right is None or not right.document:
        return "–"
    words = [right.get_document_display()]
    if right.expires_on:
        words.append(f"jusqu'au {wording.day(right.expires_on)}")
    if right.may_work is not None:
        words.append("peut travailler" if right.may_work else "sans autorisation de travail")
    return ", ".join(words)


def income_words(member: Member) -> str:
    found = [f"{row.get_kind_display()} {wording.euros(row.amount)}" for row in member.incomes.all() if row.amount]
    return ", ".join(found) or "–"


def total_income(members: list[Member]) -> str:
    return wording.euros(sum((row.amount for member in members for row in member.incomes.all()), start=0))


def lines(section: facts.Section, row: Model | None, size: int) -> list[tuple[str, str]]:
    """``size``: how many people share the two pages."""
    return [(said.label, shorten(said.words, room_for(said.fact.paper, size))) for said in section.paper_of(row)]


def housing_facts(journey: Journey, user: User, size: int) -> list[tuple[str, str]]:
    household = journey.household
    debts = [f"{row.get_kind_display()} {debt_words(row)}" for row in household.debts.visible_to(user).order_by("pk")]
    requests = household.social_housing_requests.visible_to(user).select_related("department").order_by("pk")
    return [
        *lines(facts.HOUSING, getattr(household, "housing", None), size),
        (facts.REQUESTS, " ; ".join(f"{row.number}, {row.department}" for row in requests)),
        (facts.DEBTS, shorten(" ; ".join(debts), room_for(facts.A_LINE, size)) or "aucune inscrite"),
    ]


def worker(adult: Member) -> Worker:
    work = getattr(adult, "work", None)
    trades = {"wanted": trade_words(adult, TradeUse.WANTED), "practised": trade_words(adult, TradeUse.PRACTISED)}
    if work is None:
        return Worker(adult.first_name, "", **trades, french="", mobility="")
    french = [
        f"oral {work.get_french_spoken_display()}" if work.french_spoken else "",
        f"écrit {work.get_french_written_display()}" if work.french_written else "",
    ]
    return Worker(
        adult.first_name,
        cell(facts.words_of(work, "situation"), facts.words_of(work, "hours_possible").lower()),
        **trades,
        french=", ".join(filter(None, french)),
        mobility=cell(*(facts.words_of(work, name) for name in ("mobility", "licences", "certificates"))),
    )


def cell(*words: str) -> str:
    return shorten(" ; ".join(filter(None, words)), CELL)


def trade_words(adult: Member, use: TradeUse) -> str:
    found = [
        f"{row.trade.label} ({wording.plural(row.years, 'an')})" if row.years else row.trade.label
        for row in adult.trades.all()
        if row.use == use
    ]
    return shorten(", ".join(found), CELL)


def child_words(child: Member, today: date) -> str:
    schooling, age = getattr(child, "schooling", None), child.age_on(today)
    words = [f"{age} ans" if age is not None else ""]
    if schooling:
        words.append(schooling.get_level_display() if schooling.level else "")
        if schooling.childcare_needed:
            words.append(f"garde : {schooling.get_childcare_needed_display().lower()}")
        if schooling.unusual_hours:
            words.append("horaires atypiques")
        if schooling.parental_consent:
            words.append(f"accord parental : {schooling.get_parental_consent_display().lower()}")
    return ", ".join(filter(None, words))


def health_words(members: list[Member]) -> str:
    """What must be near, for the family as a whole: the paper does not say who."""
    needs = [member.health for member in members if hasattr(member, "health")]
    services = sorted(
        {service for need in needs for service in facts.words_of(need, "nearby_services").split(", ") if service}
    )
    if any(need.accessible_flat for need in needs):
        services.append("logement accessible")
    return ", ".join(services)


def wish_facts(journey: Journey, user: User, size: int) -> list[tuple[str, str]]:
    wishes = journey.wishes.visible_to(user).select_related("territory")
    return [*lines(facts.PROJECT, journey.candidature, size), facts.wished(wishes)]


def consent_words(household: Household, user: User) -> str:
    latest = household.consents.visible_to(user).latest_answer()
    if latest is None:
        return "pas encore enregistré"
    given = "donné" if latest.given else "refusé ou retiré"
    return f"{given} le {wording.day(latest.given_on)} (texte {latest.text_version})"


def document_words(household: Household, user: User) -> str:
    kinds: dict[str, int] = {}
    for document in household.documents.visible_to(user).current_for(user):
        kinds[document.get_kind_display()] = kinds.get(document.get_kind_display(), 0) + 1
    return shorten(" ; ".join(f"{kind} ({n})" if n > 1 else kind for kind, n in kinds.items()), 320)
