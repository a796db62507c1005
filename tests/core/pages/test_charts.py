"""Pictures of figures: every bar has the length of its figure, every word its place."""

import re
import xml.etree.ElementTree as ET

import pytest

from emile.core.pages import charts

NBSP, NARROW = "\u00a0", "\u202f"
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


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 (ours)


def texts(picture: str) -> list[str]:
    """What one reads in it, in order."""
    return ["".join(element.itertext()) for element in parsed(picture).iter("text")]


def rects(picture: str) -> list[tuple[float, float]]:
    """Left and width, in percent, of each track and its bar."""
    return [
        tuple(float(rect.get(side).rstrip("%")) for side in ("x", "width")) for rect in parsed(picture).iter("rect")
    ]


@pytest.mark.parametrize("name", PICTURES)
def test_pictures_are_well_formed_named_and_without_style(name):
    svg = parsed(PICTURES[name])
    assert svg.get("role") == "img"
    assert [child.tag for child in svg][:2] == ["title", "desc"]
    assert svg.find("title").text == "Un titre"
    assert not [element for element in svg.iter() if "style" in element.attrib]


@pytest.mark.parametrize("name", PICTURES)
def test_no_bar_leaves_the_picture(name):
    for left, width in rects(PICTURES[name]):
        assert 0 <= left <= left + width <= 100.02


@pytest.mark.parametrize(
    ("part", "whole", "share"),
    [(1, 4, 25), (1, 3, 33.33), (0, 4, 0), (-2, 4, 0), (4, 4, 100), (3, 0, 0), (1, 10**9, 0)],
)
def test_a_share_has_two_decimals(part, whole, share):
    assert charts.percent(part, whole) == share


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(74, "ménages", f"74{NBSP}ménages"), (1234, "", f"1{NARROW}234"), (0, "", "0"), (2.5, "mois", f"2,5{NBSP}mois")],
)
def test_a_figure_and_its_unit(value, unit, text):
    assert charts.figure(value, unit) == text


class TestBars:
    def test_each_has_the_length_of_its_figure_on_a_whole_track(self):
        assert rects(charts.bars("Un titre", [("A", 40), ("B", 10), ("C", 0)])) == [
            (0, 100), (0, 100), (0, 100), (0, 25), (0, 100), (0, 0),
        ]  # fmt: skip

    def test_a_goal_further_than_every_figure_is_the_whole_width(self):
        assert rects(charts.bars("Un titre", [("A", 40), ("B", 10)], targets=[None, 80])) == [
            (0, 100), (0, 50), (0, 100), (0, 12.5),
        ]  # fmt: skip

    @pytest.mark.parametrize(("goal", "at"), [(20, "50.0%"), (40, "99.6%"), (0, "0.0%")])
    def test_a_goal_is_a_tick_that_stays_inside(self, goal, at):
        (tick,) = parsed(charts.bars("Un titre", [("A", 40), ("B", 10)], targets=[goal])).iter("line")
        assert (tick.get("x1"), tick.get("x2")) == (at, at)
        assert (tick.get("y1"), tick.get("y2")) == ("19", "37")

    def test_the_words_of_each(self):
        picture = charts.bars("Un titre", [("Cantal", 1234), ("Lozère", 74)], unit="ménages", targets=[2000])
        assert texts(picture) == ["Cantal", f"1{NARROW}234{NBSP}ménages / 2{NARROW}000", "Lozère", f"74{NBSP}ménages"]
        assert parsed(picture).find("desc").text == f"Cantal : 1{NARROW}234{NBSP}ménages ; Lozère : 74{NBSP}ménages."

    def test_one_under_the_other(self):
        picture = charts.bars("Un titre", [("A", 3), ("B", 1), ("C", 1)])
        assert parsed(picture).get("height") == "132"
        assert re.findall(r'<rect x="0" y="(\d+)"', picture) == ["22", "22", "66", "66", "110", "110"]
        assert re.findall(r'<tspan x="0" y="(\d+)"', picture) == ["15", "59", "103"]
        assert re.findall(r'<text x="100%" y="(\d+)"', picture) == ["15", "59", "103"]

    def test_a_long_label_takes_two_lines_and_pushes_the_next_bar_down(self):
        picture = charts.bars("Un titre", [("Renonce à quitter sa région d'origine, seul motif", 3), ("Autre", 1)])
        assert parsed(picture).get("height") == "106"
        assert re.findall(r'<tspan x="0" y="(\d+)">([^<]+)<', picture) == [
            ("15", "Renonce à quitter sa région"), ("33", "d&#x27;origine, seul motif"), ("77", "Autre"),
        ]  # fmt: skip
        assert re.findall(r'<rect x="0" y="(\d+)"', picture) == ["40", "40", "84", "84"]

    def test_a_bar_without_a_label_is_no_taller(self):
        assert parsed(charts.bars("Un titre", [("", 3), ("Autre", 1)])).get("height") == "88"

    def test_thirty_two_letters_hold_on_a_line(self):
        one, two = (charts.bars("Un titre", [(f"{'a' * 15} {'b' * letters}", 1)]) for letters in (16, 17))
        assert [picture.count("<tspan") for picture in (one, two)] == [1, 2]


class TestFunnel:
    PICTURE = charts.funnel("Un titre", [("Présentées", 200), ("Retenues", 50), ("Installés", 25)])

    def test_each_is_centred_and_as_wide_as_its_share_of_the_widest(self):
        assert rects(self.PICTURE) == [(0, 100), (0, 100), (0, 100), (37.5, 25), (0, 100), (43.75, 12.5)]

    def test_each_says_its_share_of_the_first(self):
        assert texts(self.PICTURE) == ["Présentées", "200 · 100 %", "Retenues", "50 · 25 %", "Installés", "25 · 12 %"]
        assert parsed(self.PICTURE).find("desc").text == "Présentées : 200 ; Retenues : 50 ; Installés : 25."

    def test_one_wider_than_the_first_takes_the_whole_width(self):
        picture = charts.funnel("Un titre", [("A", 50), ("B", 100)])
        assert rects(picture) == [(0, 100), (25, 50), (0, 100), (0, 100)]
        assert texts(picture)[3] == "100 · 200 %"

    def test_one_under_the_other(self):
        assert parsed(self.PICTURE).get("height") == "156"
        assert re.findall(r'<rect [^>]*y="(\d+)"', self.PICTURE) == ["22", "22", "74", "74", "126", "126"]
        assert re.findall(r'<text [^>]*y="(\d+)"', self.PICTURE) == ["15", "15", "67", "67", "119", "119"]


class TestLine:
    PICTURE = charts.line("Un titre", ["janv.", "févr.", "mars"], [("Arrivées", [1, 3, 8]), ("Départs", [0, 0, 4])])

    def curves(self, picture: str = PICTURE) -> list[str]:
        return [curve.get("points") for curve in parsed(picture).iter("polyline")]

    def test_each_point_has_its_height(self):
        assert self.curves() == ["0.0,87.5 50.0,62.5 100.0,0.0", "0.0,100.0 50.0,100.0 100.0,50.0"]

    def test_one_point_alone_is_on_the_left(self):
        assert self.curves(charts.line("Un titre", ["mai"], [("A", [3])])) == ["0.0,25.0"]

    def test_the_axis_goes_up_by_quarters(self):
        figures = [text for text in texts(self.PICTURE) if text.isdigit()]
        assert figures == ["0", "2", "4", "6", "8"]
        assert re.findall(r'x2="100%" y1="(\d+)" y2="\1"', self.PICTURE) == ["194", "149", "104", "59", "14"]

    def test_the_labels_are_spread_over_the_plot(self):
        assert re.findall(r'<text x="([\d.]+)%" dx="40"[^>]*>([^<]+)<', self.PICTURE) == [
            ("0.0", "janv."), ("42.5", "févr."), ("85.0", "mars"),
        ]  # fmt: skip

    @pytest.mark.parametrize(("months", "shown"), [(8, 8), (9, 5), (16, 8), (17, 6), (24, 8)])
    def test_eight_labels_at_most(self, months, shown):
        labels = [f"m{number:02}" for number in range(months)]
        found = [text for text in texts(charts.line("Un titre", labels, [("A", [1] * months)])) if text[0] == "m"]
        assert len(found) == shown
        assert found[:2] == ["m00", f"m0{-(-months // 8)}"]

    def test_said_in_words(self):
        assert parsed(self.PICTURE).find("desc").text == (
            "Arrivées — janv. : 1 ; févr. : 3 ; mars : 8. Départs — janv. : 0 ; févr. : 0 ; mars : 4."
        )

    def test_each_has_its_colour_and_its_dashes_in_the_picture_and_in_the_legend(self):
        picture = charts.line("Un titre", ["mai"], [(name, [1]) for name in "ABCD"])
        curves = [(line.get("stroke"), line.get("stroke-dasharray")) for line in parsed(picture).iter("polyline")]
        keys = [
            (line.get("stroke"), line.get("stroke-dasharray"))
            for line in parsed(picture).iter("line")
            if line.get("stroke-dasharray")
        ]
        assert curves == keys
        assert len(set(curves)) == 4
        assert len({dashes for _, dashes in curves}) == 4

    @pytest.mark.parametrize(("series", "height"), [(1, 250), (2, 250), (3, 270), (4, 270)])
    def test_the_legend_has_two_names_a_line_above_the_plot(self, series, height):
        picture = charts.line("Un titre", ["mai"], [(name, [1]) for name in "ABCD"[:series]])
        assert parsed(picture).get("height") == str(height)
        places = re.findall(r'<svg x="(\d+)%" y="(\d+)"', picture)
        assert places == [("0", "0"), ("50", "0"), ("0", "20"), ("50", "20")][:series]
        assert f'<svg y="{height - 230}"' in picture


@pytest.mark.parametrize(
    ("value", "top"),
    [
        (0, 4), (4, 4), (5, 8), (8, 8), (9, 12), (12, 12), (13, 20), (20, 20), (21, 40), (40, 40), (41, 80), (80, 80),
        (81, 120), (399, 400), (400, 400), (401, 800), (12_345, 20_000),
    ],
)  # fmt: skip
def test_axes_end_on_a_round_figure(value, top):
    assert charts.nice(value) == top
