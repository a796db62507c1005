"""A post without news for more than the days of the parameter is to be checked: on the list, on both sheets."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from emile.reference.models import LegalParameter
from emile.reference.querysets import Values
from partners.models import Vacancy
from partners.stale import news_limit
from tests.world import TODAY


@pytest.mark.parametrize(
    ("days", "today", "limit"),
    [
        (90, date(2026, 11, 21), date(2026, 8, 23)),
        (90, date(2028, 5, 29), date(2028, 2, 29)),
        (30, date(2027, 3, 31), date(2027, 3, 1)),
        (0, date(2026, 1, 1), date(2026, 1, 1)),
    ],
)
def test_the_limit_is_so_many_days_before(days, today, limit):
    assert news_limit(Values(today, [("vacancy_stale_days", Decimal(days))]), today) == limit


class TestOnThePages:
    @pytest.fixture
    def news(self, world, arrange):
        return lambda days: arrange(
            lambda: Vacancy.objects.filter(pk=world.vacancy.pk).update(last_news_on=TODAY - timedelta(days=days))
        )

    @pytest.fixture
    def said(self, world, sign_in):
        """What each page says, to somebody who may not give the news."""
        browser = sign_in(world.caseworker)
        pages = {
            "list": reverse("partners:vacancies"),
            "post": reverse("partners:vacancy", args=[world.vacancy.pk]),
            "employer": reverse("partners:organisation", args=[world.employer.pk]),
        }

        def ask() -> dict[str, bool]:
            texts = {name: browser.get(page).content.decode() for name, page in pages.items()}
            warning = {"list": ">à vérifier<", "post": "pas donné de nouvelles depuis", "employer": "todo is-warning"}
            return {name: warning[name] in text for name, text in texts.items()}

        return ask

    def test_ninety_days_without_news_are_admitted_and_one_more_is_not(self, news, said):
        news(90)
        assert said() == {"list": False, "post": False, "employer": False}
        news(91)
        assert said() == {"list": True, "post": True, "employer": True}

    def test_the_days_are_those_in_force_today(self, news, said, arrange):
        arrange(lambda: LegalParameter.objects.filter(code="vacancy_stale_days").update(value=30))
        news(30)
        assert said() == {"list": False, "post": False, "employer": False}
        news(31)
        assert said() == {"list": True, "post": True, "employer": True}

    def test_a_closed_post_is_not_to_be_checked(self, world, sign_in, news, arrange):
        news(200)
        arrange(lambda: Vacancy.objects.filter(pk=world.vacancy.pk).update(closed_on=TODAY))
        browser = sign_in(world.head)
        lines = browser.get(reverse("partners:vacancies"), {"state": "tous"}).content.decode()
        assert ">clos<" in lines
        assert ">à vérifier<" not in lines
        assert "Toujours à pourvoir" not in lines
        sheet = browser.get(reverse("partners:vacancy", args=[world.vacancy.pk])).content.decode()
        assert "Demander des nouvelles" not in sheet
        assert "Toujours à pourvoir" not in sheet


class TestWhoIsAskedForNews:
    """The button stands for those who may give news, and not twice a day."""

    @pytest.mark.parametrize(("days", "offered"), [(0, False), (1, True), (200, True)])
    @pytest.mark.parametrize("role", ["head", "partner", "manager"])
    def test_once_a_day(self, world, sign_in, arrange, role, days, offered):
        day = TODAY - timedelta(days=days)
        arrange(lambda: Vacancy.objects.filter(pk=world.vacancy.pk).update(last_news_on=day))
        browser = sign_in(getattr(world, role))
        for page in (reverse("partners:vacancies"), reverse("partners:vacancy", args=[world.vacancy.pk])):
            assert ("Toujours à pourvoir" in browser.get(page).content.decode()) is offered

    @pytest.mark.parametrize("role", ["other_head", "caseworker", "prescriber", "dpo"])
    def test_not_of_others(self, world, sign_in, arrange, role):
        arrange(lambda: Vacancy.objects.update(last_news_on=TODAY - timedelta(days=200)))
        browser = sign_in(getattr(world, role))
        for page in (reverse("partners:vacancies"), reverse("partners:vacancy", args=[world.vacancy.pk])):
            assert "Toujours à pourvoir" not in browser.get(page).content.decode()
