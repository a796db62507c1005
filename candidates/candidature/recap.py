"""Everything entered in a candidature, in words, one chapter per topic."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from candidates import enums
from candidates.candidature.forms.pages import File
from candidates.candidature.forms.wish import SHARED_WITH
from candidates.enums import Topic
from candidates.models import Member
from emile.core.templatetags.wording import day, euros, plural

Pairs = list[tuple[str, Any]]


@dataclass(frozen=True)
class Block:
    title: str
    pairs: Pairs

    @property
    def filled(self) -> Pairs:
        return [pair for pair in self.pairs if pair[1] not in (None, "")]

    @property
    def unknown(self) -> list[str]:
        """Said in one line, so that what is known stands out."""
        return [lower_first(label) for label, value in self.pairs if value in (None, "")]


def lower_first(label: str) -> str:
    """Within a sentence; « DALO » keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


@dataclass(frozen=True)
class Chapter:
    topic: Topic
    blocks: list[Block]


def recap_of(file: File) -> list[Chapter]:
    """Three queries: requests, debts, consent. The rest was read with the file."""
    build = {
        Topic.HOUSEHOLD: household_blocks,
        Topic.HOUSING: housing_blocks,
        Topic.WORK: work_blocks,
        Topic.FAMILY: family_blocks,
        Topic.WISH: wish_blocks,
    }
    return [Chapter(topic, list(build[topic](file))) for topic in Topic]


def household_blocks(file: File) -> Iterator[Block]:
    household = file.household
    yield Block(
        "Où joindre le ménage",
        [
            ("Adresse", household.address),
            ("Commune", household.commune),
            ("Téléphone", household.phone),
            ("Adresse électronique", household.email),
            *([("Naissance attendue", day(household.birth_expected_on))] if household.birth_expected_on else []),
        ],
    )
    for member in file.members:
        yield Block(f"{member} – {member.get_link_display().lower()}", [*identity_of(member), *stay_right_of(member)])


def identity_of(member: Member) -> Pairs:
    return [
        ("Naissance", day(member.birth_date)),
        ("Sexe", member.get_sex_display()),
        ("Nationalité", member.get_nationality_display()),
        ("Langues parlées", ", ".join(member.languages)),
        *([("Téléphone", member.phone)] if member.phone else []),
        *([("Présence", "vit ailleurs, avec droit de visite")] if member.visiting else []),
    ]


def stay_right_of(member: Member) -> Pairs:
    if member.link == enums.Link.CHILD:
        return []
    right = getattr(member, "stay_right", None)
    return [
        ("Titre", right.get_document_display() if right else ""),
        ("Autorisé·e à travailler", yes_no(right.may_work) if right else ""),
        ("Expire le", day(right.expires_on) if right else ""),
    ]


def housing_blocks(file: File) -> Iterator[Block]:
    household = file.household
    housing = getattr(household, "housing", None)
    yield Block(
        "Le logement aujourd'hui",
        [
            ("Logement actuel", housing.get_kind_display() if housing else ""),
            ("Depuis le", day(housing.since) if housing else ""),
            ("Reconnu DALO", dalo(housing)),
            ("Revenu fiscal de référence N-2", euros(housing.reference_income) if housing else ""),
            ("Surendettement", housing.get_over_indebtedness_display() if housing else ""),
        ],
    )
    requests = household.social_housing_requests.select_related("department").order_by("pk")
    yield Block("Demandes de logement social", [(row.number, request_words(row)) for row in requests])
    incomes = [income for member in file.members for income in member.incomes.all()]
    names = {member.pk: member.first_name for member in file.members}
    total = [("Total par mois", euros(sum(income.amount for income in incomes)))] if len(incomes) > 1 else []
    yield Block(
        "Ressources",
        [(f"{names[row.member_id]} – {row.get_kind_display()}", euros(row.amount)) for row in incomes] + total,
    )
    debts = household.debts.order_by("pk")
    yield Block("Dettes", [(row.get_kind_display(), debt_words(row)) for row in debts])


def debt_words(row) -> str:
    return f"{euros(row.amount)} ({row.plan})" if row.plan else euros(row.amount)


def request_words(row) -> str:
    renewed = f", renouvelée le {day(row.renewed_on)}" if row.renewed_on else ""
    return f"{row.department}, déposée le {day(row.filed_on)}{renewed}"


def dalo(housing) -> str:
    if housing is None:
        return ""
    since = f", le {day(housing.dalo_on)}" if housing.dalo_on else ""
    return f"{yes_no(housing.dalo)}{since}"


def work_blocks(file: File) -> Iterator[Block]:
    for adult in file.adults:
        work = getattr(adult, "work", None)
        profile = work_of(work) if work else [("Situation", "")]
        yield Block(adult.first_name, [*profile, *trades_of(adult)])


def work_of(work) -> Pairs:
    return [
        ("Situation", work.get_situation_display()),
        ("Inscrit·e à France Travail", yes_no(work.registered_jobseeker)),
        ("Diplôme", work.get_diploma_display() if work.diploma is not None else ""),
        ("Français oral, écrit", french(work)),
        ("Mobilité", labels(enums.Mobility, work.mobility)),
        ("Permis", labels(enums.Licence, work.licences)),
        ("Certificats", labels(enums.Certificate, work.certificates)),
        ("Horaires possibles", labels(enums.HoursPossible, work.hours_possible)),
        ("Port de charges", yes_no(work.carries_loads)),
    ]


def french(work) -> str:
    spoken, written = work.get_french_spoken_display(), work.get_french_written_display()
    return f"{spoken or '–'}, {written or '–'}" if spoken or written else ""


def trades_of(adult: Member) -> Pairs:
    trades = list(adult.trades.all())
    return [
        (use.label, ", ".join(trade_words(row) for row in trades if row.use == use)) for use in enums.TradeUse
    ]  # fmt: skip


def trade_words(row) -> str:
    return f"{row.trade.label} ({plural(row.years, 'an')})" if row.years else row.trade.label


def family_blocks(file: File) -> Iterator[Block]:
    for member in file.members:
        yield Block(member.first_name, [*schooling_of(member), *health_of(member)])


def schooling_of(member: Member) -> Pairs:
    if member.link != enums.Link.CHILD:
        return []
    school = getattr(member, "schooling", None)
    if school is None:
        return [("Scolarité", "")]
    return [
        ("Scolarité", school.get_level_display()),
        ("Accord parental au déménagement", school.get_parental_consent_display()),
        ("Garde actuelle", school.get_childcare_used_display()),
        ("Garde nécessaire", school.get_childcare_needed_display()),
        *([("Horaires", "garde en horaires atypiques")] if school.unusual_hours else []),
    ]


def health_of(member: Member) -> Pairs:
    health = getattr(member, "health", None)
    if health is None:
        return [("Droits santé ouverts", "")]
    return [
        ("Droits santé ouverts", yes_no(health.rights_open)),
        ("Médecin traitant", yes_no(health.has_doctor)),
        *([("À proximité", labels(enums.NearbyService, health.nearby_services))] if health.nearby_services else []),
        *([("Logement", "accessible")] if health.accessible_flat else []),
    ]


def wish_blocks(file: File) -> Iterator[Block]:
    diagnosis, candidature = file.journey.diagnosis, file.journey.candidature
    yield Block(
        "Diagnostic",
        [
            ("Date", day(diagnosis.made_on)),
            ("La situation", diagnosis.summary),
            ("Atouts", diagnosis.strengths),
            ("Freins à lever", diagnosis.obstacles),
        ],
    )
    wishes = file.journey.wishes.all()
    yield Block(
        "Projet",
        [
            ("Pourquoi partir", candidature.reasons),
            ("Territoires souhaités", ", puis ".join(wish.territory.name for wish in wishes)),
            ("Attaches", candidature.ties),
            ("Ce qui pourrait retenir", candidature.obstacles),
            ("Ce que la famille aime faire", candidature.leisure),
            ("Départ possible", day(candidature.ready_on)),
        ],
    )
    yield Block("Accord de la famille", consent_of(file))


def consent_of(file: File) -> Pairs:
    latest = file.household.consents.select_related("recorded_by").newest_first().first()
    if latest is None:
        return [("Réponse", "")]
    answer = "accord donné" if latest.given else "refus"
    words = {code.value: label for code, label in SHARED_WITH}
    return [
        ("Réponse", f"{answer} le {day(latest.given_on)}, noté par {latest.recorded_by.full_name}"),
        ("Texte", f"version {latest.text_version}"),
        ("Partage accepté avec", " ; ".join(words.get(code, code) for code in latest.shared_with)),
    ]


def yes_no(value: bool | None) -> str:
    return {True: "oui", False: "non"}.get(value, "")


def labels(enum, codes: list[str]) -> str:
    return ", ".join(str(enum(code).label) for code in codes if code in enum.values)
