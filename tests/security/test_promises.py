"""What the repository promises about itself, read from its files. See docs/security.md."""

import ast
import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from candidates.journey.table import NOBODY, TRANSITIONS
from candidates.journey.verbs import all_verbs
from candidates.steps import Step
from emile.core.workflow import GUARDS

ROOT = Path(settings.BASE_DIR)
APPS = ("emile", "candidates", "placements", "partners")
PYTHON = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
"""Found by Django under these names."""
OF_LIBRARIES = ("bootstrap5/", "django/forms/")
"""Found by crispy-forms and by Django's forms under their own names."""
UNSAFE = re.compile(
    r"\|\s*safe(seq)?\b|mark_safe\(|SafeString\((?!\"\"\))|autoescape\s+off|csrf_exempt|\.extra\(|RawSQL\(|xframe_options_exempt"
)
UNSAFE_WITH_REASON = {
    "templates/bootstrap5/layout/help_text.html": "help texts are written in our own code, some with a link",
    "emile/core/templatetags/components.py": "an icon is a file packaged with lucide, its name checked",
    "emile/core/pages/parts.py": "the attributes of a calendar's cell are a number and class names of ours",
    "placements/overview/board.py": "the name of a column of our own statement, no value",
}


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_template_is_used():
    """Its name stands in a view, a panel, a tag or another template."""
    text = "\n".join(path.read_text() for path in (*PYTHON, *TEMPLATES))
    unused = []
    for path in TEMPLATES:
        name = path.relative_to(ROOT / "templates").as_posix()
        if name in BY_CONVENTION or name.startswith(OF_LIBRARIES):
            continue
        if name not in text and f"{Path(name).stem}.html" not in _built_names(text, name):
            unused.append(name)
    assert unused == []


def _built_names(text: str, name: str) -> set[str]:
    """``f"components/{name}.html"``: the folder is written, and the bare name stands between quotes."""
    folder, stem = str(Path(name).parent), Path(name).stem
    built = re.search(rf'["\']{re.escape(folder)}/\{{', text) and re.search(rf'["\']{re.escape(stem)}["\']', text)
    return {f"{stem}.html"} if built else set()


def test_every_step_is_reached_from_the_first():
    reached, edges = {Step.DIAGNOSIS}, []
    for rule in TRANSITIONS.values():
        edges += [(source, rule.to) for source in (*rule.sources, *rule.shortcuts) if rule.to]
    while more := {to for source, to in edges if source in reached} - reached:
        reached |= more
    assert reached == set(Step)


def test_every_step_and_every_verb_is_drawn():
    drawn = (ROOT / "docs" / "journey.md").read_text()
    missing = [step.value for step in Step if not re.search(rf"\b{step.value}\b", drawn)]
    missing += [rule.label for rule in TRANSITIONS.values() if rule.label not in drawn]
    assert missing == []


def test_every_guard_named_exists_and_every_guard_is_named():
    named_by_verbs = {name for rule in TRANSITIONS.values() for name in rule.needs}
    assert named_by_verbs == set(GUARDS)


def test_every_verb_of_somebody_has_its_page_and_its_own_address():
    of_people = {action for action, rule in TRANSITIONS.items() if rule.roles != NOBODY}
    slugs = [verb.slug for verb in all_verbs()]
    assert len(slugs) == len(set(slugs))
    assert {verb.action for verb in all_verbs()} == of_people


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=said, stderr=said)
    assert said.getvalue().strip() == "No changes detected"


def test_nothing_unescaped_and_nothing_without_its_token():
    found = {
        named(path)
        for path in (*PYTHON, *TEMPLATES)
        for line in path.read_text().splitlines()
        if UNSAFE.search(line) and not line.strip().startswith("#")
    }
    assert found == set(UNSAFE_WITH_REASON)


def test_the_pattern_finds_what_it_looks_for():
    for line in (
        "{{ x|safe }}",
        "{{ x| safe }}",
        "mark_safe(x)",
        "SafeString(x)",
        "{% autoescape off %}",
        "@csrf_exempt",
    ):
        assert UNSAFE.search(line), line
    assert not UNSAFE.search('{{ x|escape }} SafeString("")')


BOUNDED = {"visible_to", "countable_by", "create", "none", "model"}
OPEN_TO_ALL = {
    "LegalParameter", "Territory", "OriginArea", "Programme", "Commune", "Trade", "Reason", "Basin", "Department",
    "LoadedSource",
}  # fmt: skip
"""Reference data: public, and the same for everybody."""
BOUND_OTHERWISE = {
    ("emile/accounts/views/own_account.py", "User"): "the row of the person signed in, by their own key",
    ("emile/audit/lists.py", "User"): "three counts of accounts for the data protection officer, without a name",
    ("candidates/candidature/views/pages.py", "Wish"): "the wishes of a file found through visible_to just before",
    ("partners/views/rows.py", "self.model"): "the row found through visible_to just before, read again as stored",
    ("candidates/candidature/views/new_file.py", "Household"): "the household this very request has just created",
    ("emile/reference/views/rows.py", "table.model"): "a table of reference data: the same for everybody",
    ("emile/reference/views/rows.py", "self.model"): "a table of reference data: the same for everybody",
}
VIEWS = [
    path
    for path in PYTHON
    if {"views", "lists"} & set(path.relative_to(ROOT).parts) or path.name.startswith(("views", "lists"))
]


def unbounded_reads(source: str) -> set[str]:
    """Models read in a view through anything else than ``visible_to`` or ``countable_by``."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Attribute) and node.attr not in BOUNDED):
            continue
        manager = node.value
        if isinstance(manager, ast.Attribute) and manager.attr in {"objects", "_default_manager", "_base_manager"}:
            found.add(ast.unparse(manager.value))
    return found


def test_views_read_nothing_outside_what_the_person_sees():
    found = {
        (named(path), model)
        for path in VIEWS
        for model in unbounded_reads(path.read_text())
        if model not in OPEN_TO_ALL
    }
    assert found == set(BOUND_OTHERWISE)


@pytest.mark.parametrize(
    "line", ["Journey.objects.get(pk=1)", "models.Journey.objects.all()", "Journey._base_manager.filter(pk=1)"]
)
def test_an_unbounded_read_is_seen(line):
    assert unbounded_reads(line)


def test_a_bounded_read_is_not():
    assert not unbounded_reads("Journey.objects.visible_to(request.user).filter(pk=1).first()")


def test_no_view_filters_by_whatever_the_address_says():
    """``filter(**request.GET)`` would let anybody name any column."""
    found = [
        named(path)
        for path in PYTHON
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.keyword) and node.arg is None and re.search(r"\b(GET|POST)\b", ast.unparse(node.value))
    ]
    assert found == []


def test_no_machine_path_is_left_in_the_code():
    found = {
        named(path)
        for path in (*PYTHON, *TEMPLATES)
        if any(place in path.read_text() for place in (f"{settings.BASE_DIR}/", f"{Path.home()}/."))
    }
    assert found == set()
