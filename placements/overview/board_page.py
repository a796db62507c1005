from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from candidates.addresses import file_page
from candidates.journey.waiting import wait_of, who
from candidates.models import Journey
from candidates.overview.rows import people
from candidates.steps import LOOKS, Step
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.permissions import require_role
from emile.core.pages.parts import Card, Column
from emile.core.people import SignedInRequest
from emile.reference.models import Territory
from placements.overview.board import File, oldest_files
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


def board(request: SignedInRequest) -> HttpResponse:
    """A territory at a glance: a column a step, the files that wait longest first."""
    require_role(request.user, Role.SERVICE_HEAD, Role.CASEWORKER, Role.REFERENT)
    territories = list(with_files_first(request.user))
    chosen = choose(territories, request.GET.get("territoire", ""))
    territories.sort(key=lambda territory: territory.name)
    context = {
        "territories": territories,
        "territory": chosen,
        "columns": columns_of(chosen, request.user, timezone.localdate()) if chosen else [],
        "calendar_url": reverse("placements:calendar"),
    }
    return render(request, "placements/board.html", context)


def with_files_first(user: User) -> QuerySet[Territory]:
    """Sorts the territories of a person, first those that have files under way."""
    under_way = Journey.objects.visible_to(user).filter(territory=OuterRef("pk"), closed_on=None)
    territories = territories_of(user, timezone.localdate()).annotate(empty=~Exists(under_way))
    return territories.order_by("empty", "name")


def columns_of(territory: Territory, user: User, today: date) -> list[Column]:
    steps = [step for step, _ in COLUMNS.values()]
    files: dict[str, list[File]] = defaultdict(list)
    for file in oldest_files(territory, steps, user, most=CARDS):
        files[file.step].append(file)
    return [
        column(title, hint, files[step], more_url(step, territory), today) for title, (step, hint) in COLUMNS.items()
    ]


def more_url(step: Step, territory: Territory) -> str:
    return f"{reverse('candidates:list')}?etape={step}&territoire={territory.pk}&tri=anciennete"


def column(title: str, hint: str, files: list[File], more: str, today: date) -> Column:
    total = files[0].total if files else 0
    return Column(
        title=title,
        cards=[card(file, today) for file in files],
        count=total,
        hint=hint,
        more_url=more if total > len(files) else "",
    )


def card(file: File, today: date) -> Card:
    wait = wait_of(file, today)
    return Card(
        title=file.household_name,
        url=file_page(file.reference),
        meta=f"{people(file.adults, file.children)} · {file.structure}",
        since=file.step_since if wait and wait.parties else None,  # « en pause … depuis » would date the pause
        awaited=wait.title if wait else "",
        waits_for=who(wait, structure=file.structure, caseworker=file.caseworker),
        tone=LOOKS[Step(file.step)][0],
    )
