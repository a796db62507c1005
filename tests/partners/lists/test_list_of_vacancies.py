"""The posts to fill: which, in which order, with rows on both sides of each boundary."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse

from emile.core.database.identity import acting_as_system
from emile.reference.models import Commune, Trade
from partners.lists.vacancies import VacancyList
from partners.models import Vacancy
from tests.partners.reading import line, lines, words
from tests.world import TODAY

YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


class TestVacancies:
    @pytest.fixture(autouse=True)
    def rows(self, world, arrange):
        def make():
            hotel = world.organisation("Hôtel du Pont", kind="employer", territory=world.lozere)
            mason, mauriac = Trade.objects.get(code="F1703"), Commune.objects.get(code="15120")
            post = {"employer": world.employer, "territory": world.cantal, "trade": world.trade, "contract": "cdi"}
            news = TODAY - timedelta(days=1)
            Vacancy.objects.bulk_create(
                Vacancy(**post | {"last_news_on": news} | more)
                for more in (
                    {"title": "Plongeur", "employer": hotel, "territory": world.lozere},
                    {"title": "Maçon", "contract": "cdd", "trade": mason},
                    {"title": "Clos hier", "closed_on": YESTERDAY},
                    {"title": "Clos aujourd'hui", "closed_on": TODAY},
                    {"title": "Clos demain", "closed_on": TOMORROW},
                    {"title": "À la limite", "last_news_on": TODAY - timedelta(days=90)},
                    {"title": "À vérifier", "last_news_on": TODAY - timedelta(days=91), "commune": mauriac},
                    {"title": "Oublié", "last_news_on": TODAY - timedelta(days=300)},
                    {"title": "Oublié et clos", "last_news_on": TODAY - timedelta(days=300), "closed_on": TODAY},
                )
            )

        arrange(make)

    OPEN = ["Menuisier d'agencement", "Clos demain", "Maçon", "Plongeur", "À la limite", "À vérifier", "Oublié"]

    EVERYTHING = [
        "Menuisier d'agencement", "Clos aujourd'hui", "Clos demain", "Clos hier", "Maçon", "Plongeur", "À la limite",
        "À vérifier", "Oublié", "Oublié et clos",
    ]  # fmt: skip

    @pytest.mark.parametrize(
        ("filters", "expected"),
        [
            ({}, OPEN),
            ({"state": "a-verifier"}, ["À vérifier", "Oublié"]),
            ({"state": "clos"}, ["Clos aujourd'hui", "Clos hier", "Oublié et clos"]),
            ({"state": "tous"}, EVERYTHING),
            ({"contract": "cdd"}, ["Maçon"]),
            ({"contract": "cdd", "state": "clos"}, []),
            ({"territory": "lozere"}, ["Plongeur"]),
            ({"territory": "lozere", "contract": "cdd"}, []),
            ({"q": "plong"}, ["Plongeur"]),
            ({"q": "maconnerie"}, ["Maçon"]),
            ({"q": "hotel"}, ["Plongeur"]),
            ({"q": "delmas oublie"}, ["Oublié"]),
            ({"q": "mauriac"}, ["À vérifier"]),
            ({"q": "clos", "state": "clos"}, ["Clos aujourd'hui", "Clos hier", "Oublié et clos"]),
            ({"contract": "nonsense", "state": "clos"}, ["Clos aujourd'hui", "Clos hier", "Oublié et clos"]),
            ({"tri": "oublies", "q": "oublie", "state": "tous"}, ["Oublié", "Oublié et clos"]),
            ({"tri": "poste", "state": "clos"}, ["Clos aujourd'hui", "Clos hier", "Oublié et clos"]),
        ],
    )
    def test_which_and_in_which_order(self, ask, filters, expected):
        assert lines(ask("vacancies", **filters)) == expected

    def test_of_the_same_day_and_title_the_first_added_comes_first(self, world, ask, arrange):
        twins = arrange(lambda: [world.make_vacancy(world.employer, world.cantal) for _ in range(2)])
        found = [row.pk for row in ask("vacancies", q="agencement").context["list"].page.rows]
        assert found == [world.vacancy.pk, *(twin.pk for twin in twins)]

    def test_a_line_says_what_is_asked_for(self, world, ask, arrange):
        plain = {"places": 1, "weekly_hours": None, "monthly_wage": None, "licence_required": False}
        asked = {"places": 3, "weekly_hours": Decimal("28.5"), "monthly_wage": Decimal(1850), "licence_required": True}
        posts = Vacancy.objects.filter(pk=world.vacancy.pk)
        for fields, said in (
            (plain | {"french_level": "na"}, "Menuiserie Delmas CDI débutant accepté Cantal"),
            (
                asked | {"french_level": "b1", "experience": "required"},
                "× 3 Menuiserie Delmas CDI 28,5 h 1 850 € permis B français B1 expérience exigée Cantal",
            ),
        ):
            arrange(lambda fields=fields: posts.update(**fields))
            assert said in line(ask("vacancies"), "Menuisier d'agencement")


def test_what_an_export_would_write_of_each(world):
    with acting_as_system():
        titles, rows = VacancyList(user=world.manager, query=QueryDict(), today=TODAY).table()
        assert titles == ["Poste", "Employeur", "Contrat", "Demandé", "Où", "Nouvelles"]
        (row,) = rows
        assert row[:3] == ["Menuisier d'agencement", "Menuiserie Delmas", "CDI"]
        assert row[4:] == ["Cantal", world.vacancy.last_news_on]


def test_the_news_of_a_post_are_sent_from_the_list_one_was_reading(world, sign_in, arrange):
    arrange(lambda: Vacancy.objects.filter(pk=world.vacancy.pk).update(last_news_on=YESTERDAY))
    page = words(sign_in(world.head).get(reverse("partners:vacancies"), {"contract": "cdi"}))
    form = page.partition('<form id="nouvelles" method="post">')[2].partition("</form>")[0]
    assert 'name="csrfmiddlewaretoken"' in form
    assert '<input type="hidden" name="next" value="/partenaires/postes/?contract=cdi">' in form
    button = f'form="nouvelles" formaction="{reverse("partners:vacancy_news", args=[world.vacancy.pk])}"'
    assert page.count(button) == 1
