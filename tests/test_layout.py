"""How the files themselves look: short enough to be read at once, and one thing on each line. See docs/adr/0018."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
APPS = ("emile", "candidates", "placements", "partners", "tests")
MODULES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts and path.name != "__init__.py"
)
MOST_MODULES_OF_A_FOLDER = 15
MOST_LINES_OF_A_MODULE = 350
MOST_LINES_OF_A_FUNCTION = 50

BLOCKS = (
    "address|article|aside|blockquote|body|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]"
    "|head|header|html|legend|li|main|nav|ol|optgroup|option|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
BRACES = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}")
OPENED_LATE = re.compile(rf"\S.*<(?:{BLOCKS})[\s>]")
CLOSED_EARLY = re.compile(rf"</(?:{BLOCKS})>.*\S")
WITH_COMPANY = re.compile(
    r"\S.*{% (?:card|alert|include|crumbs|empty_state) |{% end(?:card|alert) %}.*\S|^{% card .*%}.*\S"
)


def faults_of_line(line: str) -> list[str]:
    """What a line of a template should not have. Attributes are no company: their braces do not count."""
    bare, found = BRACES.sub("~", line.strip()), []
    if len(line) > 120:
        found.append("more than 120 columns")
    if OPENED_LATE.search(bare):
        found.append("a block opens after something else")
    if CLOSED_EARLY.search(bare):
        found.append("something follows the end of a block")
    if WITH_COMPANY.search(line.strip()) and "/attrs.html" not in line:
        found.append("a component has company")
    return found


def test_a_template_has_one_block_a_line_and_120_columns():
    found = [
        f"{path.relative_to(ROOT)}:{number}: {fault}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for fault in faults_of_line(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        "<p>" + "a" * 120,
        "<div><p>a</p>",
        "{% if a %}<p>a</p>",
        "<p>a</p></div>",
        "<li>a</li>{% endfor %}",
        "{% if a %}{% include 'b.html' %}{% endif %}",
        "{% endcard %}{% endif %}",
        "{% card title='a' %}<b>c</b>",
    ],
)
def test_a_crowded_line_is_seen(line):
    assert faults_of_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "<p>a {% if b %}<strong>c</strong>{% endif %} d</p>",
        '    <td class="{% if a %}b{% endif %}">{{ c }}</td>',
        "{% include 'b.html' %}",
        "{% endcard %}",
    ],
)
def test_a_line_with_one_block_is_not(line):
    assert faults_of_line(line) == []


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_a_folder_holds_fifteen_modules_at_most():
    counted = Counter(named(path.parent) for path in MODULES)
    assert {folder: number for folder, number in counted.items() if number > MOST_MODULES_OF_A_FOLDER} == {}


def test_a_module_is_read_at_once():
    long = {named(path) for path in MODULES if len(path.read_text().splitlines()) > MOST_LINES_OF_A_MODULE}
    assert long == set()


def long_functions(source: str) -> list[str]:
    return [
        node.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= MOST_LINES_OF_A_FUNCTION
    ]


def test_a_function_is_read_at_once():
    long = {f"{named(path)}: {name}" for path in MODULES for name in long_functions(path.read_text())}
    assert long == set()


def test_a_long_function_is_seen():
    assert long_functions("def short():\n" + "    a()\n" * 49) == []
    assert long_functions("def long():\n" + "    a()\n" * 50) == ["long"]
