"""The bench on a small scale: its files hold together, its database is left protected, it opens and presses all there
is, its report says what is slow."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connections

from candidates.journey.table import NOBODY, TRANSITIONS
from candidates.journey.verbs import all_verbs
from candidates.models import Journey, Member
from candidates.steps import Step
from emile.accounts.enums import Role
from emile.core.database.identity import acting_as_system
from emile.tools.bench import budgets
from emile.tools.bench.discovery import addresses, browsers, writes
from emile.tools.bench.discovery.explore import Findings, learnt
from emile.tools.bench.discovery.pages import Page, itself, variants
from emile.tools.bench.discovery.shown_forms import TEXT, forms_of
from emile.tools.bench.figures import Cold, Figures, Line, Load, Name, percentile, read
from emile.tools.bench.generate import AlreadyFilled, generate
from emile.tools.bench.measures.in_process import measure
from emile.tools.bench.report import write
from partners.models import Dwelling
from placements.checks import find_disagreements
from placements.models import Lease
from tests.bench.conftest import HOUSEHOLDS, protected
from tests.conftest import undone
from tests.security.interference.whole_world import LETTERS
from tests.security.matrix import all_rows

ROLES = {
    "P": Role.PRESCRIBER,
    "R": Role.REFERENT,
    "H": Role.SERVICE_HEAD,
    "C": Role.CASEWORKER,
    "m": Role.MANAGER,
    "L": Role.PARTNER,
    "D": Role.DPO,
}


@pytest.mark.django_db
def test_the_files_agree_with_their_facts(bench):
    with acting_as_system(), connections["default"].cursor() as cursor:
        assert [(line.rule.code, line.number) for line in find_disagreements(cursor)] == []


@pytest.mark.django_db
def test_a_dwelling_is_held_as_its_leases_say(bench):
    with acting_as_system():
        current = Lease.objects.filter(state__in=["offered", "signed"], ended_on=None)
        assert set(Dwelling.objects.filter(held=True)) == {
            lease.dwelling for lease in current.select_related("dwelling")
        }
        assert Dwelling.objects.filter(held=True).count() > 1_000


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


# --- everything is opened and pressed ---------------------------------------------------------------------------------


def opened_by(found: list[Findings], role: Role | None) -> set[str]:
    return {page.address.name for each in found if each.person.role == role for page in each.pages}


def test_each_role_opens_every_page_that_the_matrix_gives_it(found):
    """A new page is found by its address; one that is not found is told here by the contract of the product."""
    missing = [
        f"{letter} {row.label}"
        for row in all_rows()
        for letter, role in ROLES.items()
        if row.expected("GET", letter) == 200 and row.name not in addresses.NOT_MEASURED
        if row.name not in opened_by(found, role)
    ]
    assert missing == []


def test_a_manager_who_opened_a_file_reads_it(found):
    opener = next(each for each in found if each.person.title == "Gestionnaire qui a ouvert un dossier")
    assert {page.address.name for page in opener.pages} == {"candidates:file", "candidates:panel"}


def test_whoever_has_not_signed_in_opens_the_public_pages(found):
    assert opened_by(found, None) == {
        "accounts:sign_in", "accounts:choose_password", "core:accessibility", "core:privacy"
    }  # fmt: skip


def test_every_address_that_takes_a_form_is_pressed(found):
    """422: the form again, with its errors; 302 for whoever sends nothing: a button alone."""
    pressed = {kind.name for each in found for kind in each.writes}
    takes_a_form = {
        row.name
        for row in all_rows()
        if any(row.expected("POST", letter) == 422 for letter in LETTERS)
        or (row.expected("GET", "H") == 405 and row.expected("POST", "H") != 405)
    }
    assert takes_a_form - pressed - set(addresses.NOT_MEASURED) == set()


def test_every_verb_is_pressed_by_each_role_that_has_it(found):
    missing = [
        f"{role} {verb.slug}"
        for verb in all_verbs()
        for role in TRANSITIONS[verb.action].roles - NOBODY
        if not any(kind.label == verb.slug for each in found if each.person.role == role for kind in each.writes)
    ]
    assert missing == [], missing


def test_the_candidature_is_saved_by_itself_and_papers_are_of_both_kinds(found):
    titles = {kind.title for each in found for kind in each.writes}
    assert {"candidates:topic logement", "candidates:topic logement (tout seul)"} <= titles
    assert {"candidates:documents (un PDF)", "candidates:documents (une photographie)"} <= titles


@pytest.mark.django_db
def test_names_of_every_kind_are_typed(found):
    head = next(each for each in found if each.person.role == Role.SERVICE_HEAD)
    search = next(page for page in head.pages if page.address.name == "candidates:search")
    empty = browsers.Answer(200, "", b"")
    typed = {page.variant.partition(",")[0] for page in variants(search, empty, head.reach)}
    assert {"nom courant", "nom moyen", "nom rare", "nom absent", "nom mal écrit"} <= typed


@pytest.mark.django_db
def test_what_is_found_is_measured(found):
    head = next(each for each in found if each.person.role == Role.SERVICE_HEAD)
    kind = next(kind for kind in head.writes if kind.name == "partners:contact_add")
    write = learnt(head.writes[kind], head.reach, browsers.InProcess(head.person))
    assert write.filled == {"last_name": [TEXT]}
    one = replace(head, pages=[page for page in head.pages if page.path == "/"], writes={kind: write})
    figures = Figures(HOUSEHOLDS)
    measure([one], figures, rounds=2, warm_up=1, say=lambda line: None)
    page, pressed = figures.lines
    assert (page.name, page.is_write, pressed.name, pressed.is_write) == (
        "core:todo", False, "partners:contact_add", True
    )  # fmt: skip
    assert 0 < page.sql < page.p50 <= page.p95
    assert page.queries == 6 + 2  # a savepoint in the test's own transaction
    assert 3_000 < page.octets < 12_000
    assert 5 < pressed.queries <= budgets.WRITE_QUERIES


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_every_form_is_filled_in(found):
    for each in found:
        browser = browsers.InProcess(each.person)
        for known in each.writes.values():
            learnt(known, each.reach, browser)


def test_a_page_leads_to_its_own_next_page():
    page = Page(addresses.Address("partners:vacancies", "", "/partenaires/postes/"))
    text = b'<a href="?page=2&amp;q=a">2</a><a href="?page=3&amp;q=a">3</a><a href="/ailleurs/?x=1">x</a>'
    found = itself(page, browsers.Answer(200, "", text))
    assert [(each.variant, each.path) for each in found] == [("?page q", "/partenaires/postes/?page=2&q=a")]


@pytest.mark.django_db
def test_an_address_that_asks_for_something_unknown_stops_the_bench(found, monkeypatch):
    monkeypatch.delitem(addresses.EXAMPLES, "candidates:file")
    with pytest.raises(addresses.NoExample, match="candidates:file"):
        addresses.every_address(found[0].reach)


@pytest.mark.django_db
def test_a_form_that_nothing_satisfies_stops_the_bench(found, monkeypatch):
    head = next(each for each in found if each.person.role == Role.SERVICE_HEAD)
    write = next(write for kind, write in head.writes.items() if kind.name == "partners:organisation_add")
    monkeypatch.setattr(writes, "written_in", lambda wrong, today, special: [(each.name, [""]) for each in wrong])
    with pytest.raises(writes.NobodyAccepts, match="organisation_add"), undone():
        writes.learn(replace(write, filled={}), browsers.InProcess(head.person), write.shown_on.path)


# --- forms as browsers have them --------------------------------------------------------------------------------------

PAGE = """
<form method="get"><input name="q" value="x"></form>
<form method="post" action="/ailleurs/">
  <input type="hidden" name="token" value="t">
  <input name="name" value="Rue" class="form-control is-invalid">
  <input type="checkbox" name="days" value="mon" checked><input type="checkbox" name="days" value="tue">
  <select name="kind"><option value="">Choisir</option><option value="a">A</option></select>
  <select name="size"><option value="1">1</option><option value="2" selected>2</option></select>
  <textarea name="note">
Deux
lignes</textarea>
  <input type="date" name="on" aria-invalid="true"><input type="submit" name="go" value="1">
  <input name="gone" value="1" disabled>
</form>
"""


def test_a_form_is_sent_as_a_browser_sends_it():
    (form,) = forms_of(PAGE)
    assert form.action == "/ailleurs/"
    assert form.values() == {
        "token": ["t"], "name": ["Rue"], "days": ["mon"], "kind": [""], "size": ["2"], "note": ["Deux\nlignes"]
    }  # fmt: skip
    assert [control.name for control in form.wrong] == ["name", "on"]


def test_a_form_is_sent_by_the_buttons_that_name_it():
    """To the address that each button says; a form that no button sends is none."""
    page = """<button form="news" formaction="/1/">A</button><button form="news" formaction="/2/">B</button>
    <form id="news" method="post"><input name="next" value="x"></form>
    <form id="silent" method="post"><button type="button">…</button></form>"""
    assert [(form.action, form.values()) for form in forms_of(page)] == [
        ("/1/", {"next": ["x"]}), ("/2/", {"next": ["x"]})
    ]  # fmt: skip


# --- budgets and the report -------------------------------------------------------------------------------------------


def test_the_95th_of_a_hundred():
    assert percentile([float(n) for n in range(100, 0, -1)], 95) == 95
    assert percentile([7.0], 95) == 7


@pytest.mark.parametrize(
    ("name", "title", "households", "is_write", "expected"),
    [
        ("core:todo", "core:todo", 100_000, False, (50, 60, 12)),
        ("core:todo", "core:todo", 1_000_000, False, (100, 110, 12)),
        ("reporting:dashboard", "reporting:dashboard", 100_000, False, (50, 60, 12)),
        ("reporting:dashboard", "reporting:dashboard", 1_000_000, False, (300, 310, 12)),
        ("accounts:sign_in", "accounts:sign_in", 100_000, True, (400, 410, 16)),
        ("accounts:sign_in", "accounts:sign_in", 100_000, False, (50, 60, 12)),
    ],
)
def test_budgets(name, title, households, is_write, expected):
    budget = budgets.budget_of(name, title, households=households, is_write=is_write)
    assert (budget.milliseconds, budget.over_http, budget.queries) == expected


def a_line(title: str, **values) -> Line:
    measured = {"p50": 9, "p95": 50, "sql": 3, "queries": 12, "octets": 900, "http_p50": 10, "http_p95": 60}
    return Line("Prescripteur", title, title, is_write=False, **{**measured, **values})


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ({}, []),
        ({"p95": 51}, ["51 ms"]),
        ({"http_p95": 61}, ["61 ms par HTTP"]),
        ({"queries": 13}, ["13 requêtes"]),
    ],
)
def test_what_is_over_its_budget(values, faults):
    assert a_line("core:todo", **values).faults(100_000) == faults


def written(tmp_path, figures: Figures) -> str:
    path = tmp_path / "bench.md"
    write(path, figures, now=datetime(2026, 1, 2, tzinfo=UTC))
    return path.read_text()


def test_the_report_flags_what_is_over_budget(tmp_path):
    figures = Figures(10, rounds=3, lines=[a_line("core:todo"), a_line("audit:journal", p95=51)])
    text = written(tmp_path, figures)
    assert text.count("trop lent") == 1
    assert "Au-dessus du plafond : 1.**" in text
    assert "- Prescripteur : audit:journal, 51 ms" in text
    assert str(tmp_path) not in text


def test_what_is_mended_elsewhere_is_said_and_not_counted(tmp_path):
    text = written(tmp_path, Figures(10, lines=[a_line("candidates:topic", p95=90)]))
    assert "tiennent leur plafond (1 autres : mesuré ici, réparé dans le ticket" in text
    assert "trop lent" not in text


def test_the_report_tells_what_an_instance_costs(tmp_path):
    load = Load(todo_web=12, todo_database=4, web=150, backends=360, number_of_backends=8, at_once=8, paper=240)
    figures = Figures(10, load=load, cold=[Cold("core:todo", 151, 30)], names=[Name("Chef", "Morin", 101)])
    text = written(tmp_path, figures)
    assert "125 par seconde sur 2 cœurs" in text
    assert "plancher 130) ⚠" in text
    assert "510 Mo pour 8 requêtes à la fois" in text
    assert "plafond 500) ⚠" in text
    assert "500 papiers par minute" in text
    assert "| core:todo | 151 | 30 | 150 | ⚠ trop lent |" in text
    assert "| Chef | 1 | 101 | 101 | Morin, 101 | 100 | ⚠ trop lent |" in text


def test_figures_are_kept_from_one_step_to_the_next(tmp_path):
    path = tmp_path / "kept.json"
    figures = Figures(10, lines=[a_line("core:todo")], load=Load(paper=3), cold=[Cold("a", 1, 2)])
    figures.write(path)
    assert read(path, 10) == figures
    assert read(path, 11) == Figures(11)
