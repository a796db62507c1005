import xml.etree.ElementTree as ET

import pytest

from emile.core import charts

ROWS = [("Présentées <b>", 1234), ("Retenues", 74), ("Installés", 0)]
PICTURES = {
    "bars": charts.bars("Un titre", ROWS, unit="ménages", targets=[1000, None, 4]),
    "funnel": charts.funnel("Un titre", ROWS),
    "line": charts.line("Un titre", ["janv.", "févr."], [("A", [1, 3]), ("B", [0, 0]), ("C", [5, 47])]),
    "empty bars": charts.bars("Un titre", []),
    "empty funnel": charts.funnel("Un titre", []),
    "empty line": charts.line("Un titre", [], []),
    "one point": charts.line("Un titre", ["mai"], [("A", [3])]),
}


def parsed(name: str) -> ET.Element:
    return ET.fromstring(PICTURES[name])  # noqa: S314 (ours)


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_well_formed_named_and_without_style(name):
    svg = parsed(name)
    assert svg.get("role") == "img"
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    assert not [element for element in svg.iter() if "style" in element.attrib]


@pytest.mark.parametrize("name", PICTURES)
def test_no_bar_leaves_the_picture(name):
    for rect in parsed(name).iter("rect"):
        left, width = (float(rect.get(side).rstrip("%")) for side in ("x", "width"))
        assert 0 <= left <= left + width <= 100.02


def test_the_description_reads_the_figures():
    assert "Retenues : 74\u00a0ménages" in parsed("bars").find("desc").text
    assert "1\u202f234" in PICTURES["funnel"]


@pytest.mark.parametrize(("value", "top"), [(0, 4), (4, 4), (5, 8), (41, 80), (399, 400), (12_345, 20_000)])
def test_axes_end_on_a_round_figure(value, top):
    assert charts.nice(value) == top


def test_a_long_label_takes_two_lines_and_pushes_the_next_bar_down():
    one = charts.bars("Un titre", [("Renonce", 3), ("Autre", 1)])
    two = charts.bars("Un titre", [("Renonce à quitter sa région d'origine, seul motif", 3), ("Autre", 1)])
    assert one.count("<tspan") == 2
    assert two.count("<tspan") == 3
    assert 'height="88"' in one
    assert 'height="106"' in two
