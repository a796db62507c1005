"""Pictures as SVG strings: presentation attributes only (strict CSP), readable in black and white.

Bars and funnels place things in percent of the width and text in pixels, so that words keep their size on a
phone. Colours are those of ``static/css/base.css``, written here because paper has no stylesheet.
"""

from collections.abc import Sequence
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from emile.core.templatetags.wording import NBSP, number

INK, MUTED, LINE, TRACK = "#1F2D33", "#55646E", "#D9DAD3", "#ECEBE5"
SERIES = ("#2B5B4C", "#9A5714", "#1F5F8B", "#55646E")
PLOT = 85
"""Percent of the width a curve may take; the rest is for the figures of the axis."""
LETTERS, LINE_HEIGHT = 32, 18
"""A phone has room for so many letters beside a figure; a longer label takes more lines of so many pixels."""
DASHES = ("none", "7 4", "2 4", "10 3 2 3")

Row = tuple[str, float]


def picture(title: str, desc: str, height: int, body: SafeString) -> SafeString:
    return format_html(
        '<svg class="picture" role="img" width="100%" height="{}" font-size="14" fill="{}">'
        "<title>{}</title><desc>{}</desc>{}</svg>",
        height, INK, title, desc, body,
    )  # fmt: skip


def words(rows: Sequence[Row], unit: str) -> str:
    return " ; ".join(f"{label} : {figure(value, unit)}" for label, value in rows) + "."


def figure(value: float, unit: str = "") -> str:
    return f"{number(value)}{NBSP}{unit}" if unit else str(number(value))


def percent(part: float, whole: float) -> float:
    """Never an exponent nor a thousand digits in an attribute."""
    return round(100 * max(part, 0) / whole, 2) if whole else 0


def joined(pieces: list[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def bars(title: str, rows: Sequence[Row], *, unit: str = "", targets: Sequence[float | None] = ()) -> SafeString:
    """Horizontal bars; ``targets`` (one a row) draw a tick: the objective."""
    goals = [*targets, *[None] * (len(rows) - len(targets))]
    top = max([value for _, value in rows] + [goal for goal in goals if goal is not None], default=0)
    y, pieces = 0, []
    for (label, value), goal in zip(rows, goals, strict=True):
        lines = wrap(label, LETTERS)
        pieces.append(bar(y, lines, value, goal, top, unit))
        y += 44 + below_first(lines)
    return picture(title, words(rows, unit), y, joined(pieces))


def below_first(lines: list[str]) -> int:
    return LINE_HEIGHT * (len(lines) - 1) if lines else 0


def bar(y: int, lines: list[str], value: float, goal: float | None, top: float, unit: str) -> SafeString:
    text = figure(value, unit) if goal is None else f"{figure(value, unit)} / {number(goal)}"
    under, tick = y + below_first(lines), SafeString("")
    if goal is not None:
        tick = format_html(
            '<line x1="{0}%" x2="{0}%" y1="{1}" y2="{2}" stroke="{3}" stroke-width="3"/>',
            min(percent(goal, top), 99.6), under + 19, under + 37, INK,
        )  # fmt: skip
    label = format_html_join("", '<tspan x="0" y="{}">{}</tspan>', spread(y + 15, lines))
    return format_html(
        '<text>{}</text><text x="100%" y="{}" text-anchor="end" font-weight="600">{}</text>'
        '<rect x="0" y="{}" width="100%" height="12" rx="2" fill="{}"/>'
        '<rect x="0" y="{}" width="{}%" height="12" rx="2" fill="{}"/>{}',
        label, y + 15, text, under + 22, TRACK, under + 22, percent(value, top), SERIES[0], tick,
    )  # fmt: skip


def spread(y: int, lines: list[str]) -> list[tuple[int, str]]:
    return [(y + LINE_HEIGHT * number, line) for number, line in enumerate(lines)]


def funnel(title: str, rows: Sequence[Row]) -> SafeString:
    """Centred bars that narrow, each with its count and its share of the first."""
    first = rows[0][1] if rows else 0
    widest = max((value for _, value in rows), default=0)
    pieces = [funnel_row(52 * index, label, value, first, widest) for index, (label, value) in enumerate(rows)]
    desc = words(rows, "")
    return picture(title, desc, 52 * len(rows), joined(pieces))


def funnel_row(y: int, label: str, value: float, first: float, widest: float) -> SafeString:
    width = percent(value, widest)
    return format_html(
        '<text x="0" y="{}">{}</text>'
        '<text x="100%" y="{}" text-anchor="end"><tspan font-weight="600">{}</tspan>'
        '<tspan fill="{}"> · {} %</tspan></text>'
        '<rect x="0" y="{}" width="100%" height="18" rx="2" fill="{}"/>'
        '<rect x="{}%" y="{}" width="{}%" height="18" rx="2" fill="{}"/>',
        y + 15, label, y + 15, number(value), MUTED, number(round(percent(value, first))),
        y + 22, TRACK, round((100 - width) / 2, 2), y + 22, width, SERIES[0],
    )  # fmt: skip


def line(title: str, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> SafeString:
    """Up to four series over the same labels; each has its colour, its dashes and its name at its last point."""
    top = nice(max((value for _, values in series for value in values), default=0))
    desc = " ".join(f"{name} — {words(list(zip(labels, values, strict=True)), '')}" for name, values in series)
    above = 20 * ((len(series) + 1) // 2)
    plot = format_html(
        '<svg x="40" y="14" width="{}%" height="180" viewBox="0 0 100 100" preserveAspectRatio="none" '
        'overflow="visible">{}</svg>',
        PLOT, joined([curve(i, values, top) for i, (_, values) in enumerate(series)]),
    )  # fmt: skip
    below = format_html('<svg y="{}" overflow="visible">{}</svg>', above, joined([grid(top), names(labels), plot]))
    return picture(title, desc, 230 + above, joined([*(legend(i, name) for i, (name, _) in enumerate(series)), below]))


def curve(index: int, values: Sequence[float], top: float) -> SafeString:
    step = 100 / max(len(values) - 1, 1)
    points = " ".join(f"{round(i * step, 2)},{round(100 - percent(v, top), 2)}" for i, v in enumerate(values))
    return format_html(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="2.5" stroke-dasharray="{}" '
        'stroke-linejoin="round" vector-effect="non-scaling-stroke"/>',
        points, SERIES[index % 4], DASHES[index % 4],
    )  # fmt: skip


def grid(top: float) -> SafeString:
    """Five levels; the plot stands between y=14 and y=194."""
    return joined(
        [
            format_html(
                '<line x1="40" x2="100%" y1="{0}" y2="{0}" stroke="{1}"/>'
                '<text x="32" y="{2}" text-anchor="end" font-size="12" fill="{3}">{4}</text>',
                194 - 45 * level, LINE, 198 - 45 * level, MUTED, number(top * level // 4),
            )
            for level in range(5)
        ]
    )  # fmt: skip


def names(labels: Sequence[str]) -> SafeString:
    """The labels under the axis, thinned out to eight at most."""
    every = -(-len(labels) // 8) or 1
    step = PLOT / max(len(labels) - 1, 1)
    texts = [
        format_html(
            '<text x="{}%" dx="40" y="216" text-anchor="middle" font-size="12" fill="{}">{}</text>',
            round(index * step, 2), MUTED, label,
        )
        for index, label in enumerate(labels)
        if index % every == 0
    ]  # fmt: skip
    return joined(texts)


def legend(index: int, name: str) -> SafeString:
    return format_html(
        '<svg x="{}%" y="{}" overflow="visible"><line x1="0" x2="26" y1="11" y2="11" stroke="{}" stroke-width="2.5" '
        'stroke-dasharray="{}"/><text x="33" y="16" font-size="13">{}</text></svg>',
        50 * (index % 2), 20 * (index // 2), SERIES[index % 4], DASHES[index % 4], name,
    )  # fmt: skip


def nice(value: float) -> int:
    """The first round number above, a multiple of four, so that the levels read well."""
    scale = 1
    while value > 40 * scale:
        scale *= 10
    return next(step * scale for step in (4, 8, 12, 20, 40) if value <= step * scale)
