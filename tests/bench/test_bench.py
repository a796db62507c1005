"""The bench on a small scale: its files hold together, its database is left protected, its report says what is slow."""

from datetime import UTC, datetime

import pytest
from django.db import connections

from candidates.models import Journey, Member
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.core.database.identity import acting_as_system
from emile.tools.bench import generate as generation
from emile.tools.bench.generate import AlreadyFilled, generate
from emile.tools.bench.measure import Figures, measure, percentile
from emile.tools.bench.pages import PAGE_BUDGET, Page, Person, people
from emile.tools.bench.report import write
from placements.checks import find_disagreements
from tests.conftest import empty_the_database

HOUSEHOLDS = 2_000


@pytest.fixture(scope="module")
def bench(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        before = protected()
        generate(HOUSEHOLDS, lambda line: None)
        yield before
        connections["owner"].close()
        empty_the_database()


def protected() -> dict[str, list]:
    """What keeps the tables safe and sound, as the catalogue tells it."""
    queries = {
        "forced": generation.FORCED,
        "keys": generation.FOREIGN_KEYS,
        "indexes": generation.PLAIN_INDEXES,
        "columns": "SELECT attrelid::regclass::text, attname, atthasdef FROM pg_attribute WHERE attnum > 0"
        " AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)",
        "triggers": "SELECT tgrelid::regclass::text, tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal",
    }
    with acting_as_system(), connections["default"].cursor() as cursor:
        return {name: sorted(generation.rows(cursor, query)) for name, query in queries.items()}


@pytest.mark.django_db
def test_the_files_agree_with_their_facts(bench):
    with acting_as_system(), connections["default"].cursor() as cursor:
        assert [(line.rule.code, line.number) for line in find_disagreements(cursor)] == []


@pytest.mark.django_db
def test_every_step_is_there_and_families_are_of_three(bench):
    with acting_as_system():
        assert Journey.objects.count() == HOUSEHOLDS
        assert set(Journey.objects.values_list("step", flat=True)) == set(Step.values)
        assert 2.6 < Member.objects.count() / HOUSEHOLDS < 3.4


@pytest.mark.django_db
def test_the_tables_are_protected_as_before(bench):
    assert protected() == bench


@pytest.mark.django_db
def test_it_refuses_a_database_with_other_files(bench):
    assert generate(HOUSEHOLDS, lambda line: None) == 0.0
    with pytest.raises(AlreadyFilled):
        generate(HOUSEHOLDS + 1, lambda line: None)


@pytest.mark.django_db
def test_each_role_opens_every_page_it_is_promised(bench):
    figures = measure(people(), rounds=1, warm_up=0)
    assert list(figures) == people()
    for person, lines in figures.items():
        titles = {line.page.title for line in lines}
        assert "À faire" in titles
        assert ("Un dossier" in titles) == (person.role not in {Role.MANAGER, Role.DPO})
        assert ("Un dossier, historique" in titles) == ("Un dossier" in titles)
        assert ("Pilotage" in titles) == (person.role in {Role.MANAGER, Role.SERVICE_HEAD})


def test_the_95th_of_a_hundred():
    assert percentile([float(n) for n in range(100, 0, -1)], 95) == 95
    assert percentile([7.0], 95) == 7


@pytest.mark.django_db
def test_the_report_flags_what_is_over_budget(tmp_path):
    quick = Figures(page=Page("Vite", "/"), p50=9, p95=PAGE_BUDGET, sql=3, queries=5, octets=900)
    slow = Figures(page=Page("Lent", "/"), p50=9, p95=PAGE_BUDGET + 1, sql=3, queries=5, octets=900)
    person = Person(1, "Prescripteur", Role.PRESCRIBER)
    report = tmp_path / "bench.md"
    write(report, {person: [quick, slow]}, households=10, rounds=3, now=datetime(2026, 1, 2, tzinfo=UTC))
    text = report.read_text()
    assert text.count("trop lent") == 1
    assert "Prescripteur : Lent" in text
    assert str(tmp_path) not in text
