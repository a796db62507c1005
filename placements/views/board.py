from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from candidates.addresses import file_page
from candidates.models import Journey
from candidates.rows import people
from candidates.steps import Step
from candidates.waiting import tone_of
from emile.accounts.enums import Role
from emile.accounts.permissions import require_role
from emile.core import counting
from emile.core.parts import Card, Column
from emile.reference.models import Territory
from placements.territories import choose, territories_of

CARDS = 5
COLUMNS: dict[str, tuple[Step, str]] = {
    "Candidatures présentées": (Step.PRESENTED, "À décider"),
    "Liste d'attente": (Step.WAITING, "À relire"),
    "Retenues": (Step.SHORTLISTED, "Sans contact avec un employeur"),
    "Recherche de postes": (Step.JOB_SEARCH, "Jusqu'à l'entretien de projet"),
    "Projet": (Step.PROJECT, "Jusqu'au séjour"),
    "Immersion": (Step.IMMERSION, "Jusqu'au double accord"),
    "Projet validé": (Step.VALIDATED, "Jusqu'au contrat"),
    "Contrat signé": (Step.CONTRACTED, "Jusqu'à l'emménagement"),
    "Installation": (Step.SETTLED, "Premières semaines"),
    "Accompagnement": (Step.SUPPORT, "Jusqu'au droit commun"),
}


def board(request: HttpRequest) -> HttpResponse:
    """A territory at a glance: a column a step, the files that wait longest first."""
    require_role(request.user, Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT)
    territories = list(with_files_first(request.user))
    chosen = choose(territories, request.GET.get("territoire", ""))
    territories.sort(key=lambda territory: territory.name)
    context = {
        "territories": territories,
        "territory": chosen,
        "columns": columns_of(chosen, request.user) if chosen else [],
        "calendar_url": reverse("placements:calendar"),
    }
    return render(request, "placements/board.html", context)


def with_files_first(user) -> QuerySet:
    """One's territories; first those where there is something to look at."""
    under_way = Journey.objects.visible_to(user).filter(territory=OuterRef("pk"), closed_on=None)
    territories = territories_of(user, timezone.localdate()).annotate(empty=~Exists(under_way))
    return territories.order_by("empty", "name")


def columns_of(territory: Territory, user) -> list[Column]:
    """Two queries: the counts of every column, then their oldest files."""
    files = Journey.objects.visible_to(user).filter(territory=territory)
    by_step = {step: files.filter(step=step) for step, _ in COLUMNS.values()}
    totals = counting.counts(by_step)
    cards = oldest(by_step, user)
    return [
        Column(
            title=title,
            cards=cards[step],
            count=totals[step],
            hint=hint,
            more_url=more_url(step, territory) if totals[step] > len(cards[step]) else "",
        )
        for title, (step, hint) in COLUMNS.items()
    ]


def more_url(step: Step, territory: Territory) -> str:
    return f"{reverse('candidates:list')}?etape={step}&territoire={territory.pk}&tri=anciennete"


def oldest(by_step: dict[Step, Iterable[Journey]], user) -> dict[str, list[Card]]:
    """The ids of each column in one query, their names in another."""
    arms = [files.order_by("step_since", "pk").values_list("pk", flat=True)[:CARDS] for files in by_step.values()]
    ids = list(arms[0].union(*arms[1:], all=True))
    shown = Journey.objects.visible_to(user).filter(pk__in=ids).for_list(named=True).order_by("step_since", "pk")
    cards: dict[str, list[Card]] = {step: [] for step in by_step}
    for journey in shown:
        cards[journey.step].append(card_of(journey))
    return cards


def card_of(journey: Journey) -> Card:
    return Card(
        title=journey.household.name,
        url=file_page(journey.reference),
        meta=f"{people(journey.adults, journey.children)} · {journey.prescriber}",
        since=journey.step_since,
        tone=tone_of(journey.step_value),
    )
