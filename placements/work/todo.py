"""Declares what « À faire » shows about work: contracts to sign, and posts without recent news."""

from datetime import date, timedelta
from functools import lru_cache
from sys import intern
from typing import NamedTuple

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, F, Window
from django.urls import reverse

from candidates.journey.table import LOCAL, Action
from candidates.steps import Step
from candidates.todo import piles
from candidates.todo.pile_rows import STATEMENTS_KEPT, Parameter, delays_of
from candidates.todo.piles import Pile
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.accounts.scope import Scope
from emile.core.database.rows import rows_by_name
from emile.core.pages import todo
from partners.models import Vacancy


class StaleVacancy(NamedTuple):
    """``total``: how many there are in all."""

    pk: int
    title: str
    last_news_on: date
    total: int
    employer_name: str


def stale_vacancies(user: User, today: date, asked: todo.Asked) -> list[todo.ShownPile]:
    if not asked.wants("vacancies"):
        return []
    limit = today - timedelta(days=int(delays_of(today, asked)["vacancy_stale_days"]))
    oldest = longest_without_news(user.scope, today, limit, asked.lines)
    pile = todo.ShownPile(
        slug="vacancies",
        title="Postes sans nouvelles",
        icon="briefcase",
        order=95,
        lines=[vacancy_line(vacancy) for vacancy in oldest],
        total=oldest[0].total if oldest else 0,
    )
    return [pile]


def longest_without_news(scope: Scope, today: date, limit: date, most: int) -> list[StaleVacancy]:
    sql, parameters = statement(scope, today, limit, most)
    if not sql:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [StaleVacancy(**row) for row in rows_by_name(cursor)]


@lru_cache(maxsize=STATEMENTS_KEPT)
def statement(scope: Scope, today: date, limit: date, most: int) -> tuple[str, tuple[Parameter, ...]]:
    """Kept, because the ORM takes longer to write it than the database to answer: it depends on nothing else than what
    it is given. Empty when nothing can be found."""
    user = User(pk=scope.user_id)
    user.scope = scope
    stale = Vacancy.objects.visible_to(user).open_on(today).filter(last_news_on__lt=limit)
    if not user.has_role(Role.PARTNER):
        stale = stale.filter(territory__in=scope.territories)
    counted = stale.order_by("last_news_on", "pk").annotate(total=Window(Count("*")))
    rows = counted.values("pk", "title", "last_news_on", "total", employer_name=F("employer__name"))
    try:
        sql, parameters = rows[:most].query.sql_with_params()
    except EmptyResultSet:  # no territory, no structure
        return "", ()
    return intern(sql), tuple(parameters)


def vacancy_line(vacancy: StaleVacancy) -> todo.Line:
    url = reverse("partners:vacancy", args=[vacancy.pk])
    return todo.Line(
        title="Vérifier que le poste est toujours à pourvoir",
        url=url,
        who=vacancy.title,
        waits_for=vacancy.employer_name,
        since=vacancy.last_news_on,
        icon="briefcase",
        tone="neutral",
        action_label="Mettre à jour",
        action_url=url,
    )


piles.register(
    Pile(
        slug="to_contract",
        title="Contrats à signer",
        roles=LOCAL,
        steps=(Step.VALIDATED,),
        icon="file-pen-line",
        order=35,
        action=Action.SIGN_CONTRACT,
        label="Noter le contrat",
        more="etape=validated&attente=equipe&tri=anciennete",
    ),
)
todo.register(
    todo.Source(
        slug="vacancies",
        allowed=lambda user: user.has_role(Role.PARTNER, *LOCAL),
        fetch=stale_vacancies,
    )
)
