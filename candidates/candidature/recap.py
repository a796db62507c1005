"""Everything entered in a candidature, in words, one chapter per topic."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model

from candidates import enums
from candidates.candidature import facts
from candidates.candidature.forms.pages import File
from candidates.candidature.forms.wish import SHARED_WITH
from candidates.enums import Topic
from candidates.models import Debt, Member, MemberTrade, SocialHousingRequest
from emile.core.templatetags.wording import day, euros, plural

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Block:
    title: str
    pairs: Pairs

    @property
    def filled(self) -> Pairs:
        return [pair for pair in self.pairs if pair[1] not in (None, "")]

    @property
    def unknown(self) -> list[str]:
        """What is unknown is said in one line, so that what is known stands out."""
        return [lower_first(label) for label, value in self.pairs if value in (None, "")]


def lower_first(label: str) -> str:
    """Writes a label within a sentence; « DALO » keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@dataclass(frozen=True)
class Chapter:
    topic: Topic
    blocks: list[Block]


def recap_of(file: File) -> list[Chapter]:
    """Runs three queries: requests, debts, consent. The rest was read with the file."""
    build = {
        Topic.HOUSEHOLD: household_blocks,
        Topic.HOUSING: housing_blocks,
        Topic.WORK: work_blocks,
        Topic.FAMILY: family_blocks,
        Topic.WISH: wish_blocks,
    }
    return [Chapter(topic, list(build[topic](file))) for topic in Topic]


def household_blocks(file: File) -> Iterator[Block]:
    yield block(facts.HOUSEHOLD, file.household)
    for member in file.members:
        adult = member.link != enums.Link.CHILD
        papers = facts.STAY_RIGHT.recap_of(getattr(member, "stay_right", None)) if adult else []
        yield Block(f"{member} – {member.get_link_display().lower()}", [*facts.MEMBER.recap_of(member), *papers])


def block(section: facts.Section, row: Model | None) -> Block:
    return Block(section.title, section.recap_of(row))


def housing_blocks(file: File) -> Iterator[Block]:
    household = file.household
    yield block(facts.HOUSING, getattr(household, "housing", None))
    requests = household.social_housing_requests.select_related("department").order_by("pk")
    yield Block(facts.REQUESTS, [(row.number, request_words(row)) for row in requests])
    incomes = [income for member in file.members for income in member.incomes.all()]
    names = {member.pk: member.first_name for member in file.members}
    total = [("Total par mois", euros(sum(income.amount for income in incomes)))] if len(incomes) > 1 else []
    yield Block(
        facts.INCOMES,
        [(f"{names[row.member_id]} – {row.get_kind_display()}", euros(row.amount)) for row in incomes] + total,
    )
    debts = household.debts.order_by("pk")
    yield Block(facts.DEBTS, [(row.get_kind_display(), debt_words(row)) for row in debts])


def debt_words(row: Debt) -> str:
    return f"{euros(row.amount)} ({row.plan})" if row.plan else euros(row.amount)


def request_words(row: SocialHousingRequest) -> str:
    renewed = f", renouvelée le {day(row.renewed_on)}" if row.renewed_on else ""
    return f"{row.department}, déposée le {day(row.filed_on)}{renewed}"


def work_blocks(file: File) -> Iterator[Block]:
    for adult in file.adults:
        yield Block(adult.first_name, [*facts.WORK.recap_of(getattr(adult, "work", None)), *trades_of(adult)])


def trades_of(adult: Member) -> Pairs:
    trades = list(adult.trades.all())
    return [
        (use.label, ", ".join(trade_words(row) for row in trades if row.use == use)) for use in enums.TradeUse
    ]  # fmt: skip


def trade_words(row: MemberTrade) -> str:
    return f"{row.trade.label} ({plural(row.years, 'an')})" if row.years else row.trade.label


def family_blocks(file: File) -> Iterator[Block]:
    for member in file.members:
        child = member.link == enums.Link.CHILD
        school = facts.SCHOOLING.recap_of(getattr(member, "schooling", None)) if child else []
        yield Block(member.first_name, [*school, *facts.HEALTH.recap_of(getattr(member, "health", None))])


def wish_blocks(file: File) -> Iterator[Block]:
    yield block(facts.DIAGNOSIS, file.journey.diagnosis)
    project = facts.PROJECT.recap_of(file.journey.candidature)
    yield Block(facts.PROJECT.title, [*project, facts.wished(file.journey.wishes.all())])
    yield Block(facts.CONSENT, consent_of(file))


def consent_of(file: File) -> Pairs:
    latest = file.household.consents.select_related("recorded_by").latest_answer()
    if latest is None:
        return [("Réponse", "")]
    answer = "accord donné" if latest.given else "refus"
    words = {code.value: label for code, label in SHARED_WITH}
    return [
        ("Réponse", f"{answer} le {day(latest.given_on)}, noté par {latest.recorded_by.full_name}"),
        ("Texte", f"version {latest.text_version}"),
        ("Partage accepté avec", " ; ".join(words.get(code, code) for code in latest.shared_with)),
    ]
