"""The components of the product: one tag each, one fragment each in ``templates/components/``.

``docs/components.md`` lists them with examples, ``/composants/`` shows them in every state.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from itertools import zip_longest

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Select
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from emile.core.pages import drawings, parts, typography
from emile.core.pages.todo import Line
from emile.core.templatetags import wording

Fragment = dict[str, object]
"""What a component gives its template."""

register = template.Library()
for name in ("since", "until", "day", "moment", "euros", "number", "initials", "plural"):
    register.filter(name, getattr(wording, name))
register.filter("french", stringfilter(typography.french), is_safe=True)

TONES = {
    "neutral": "circle-dot",
    "info": "info",
    "success": "circle-check",
    "warning": "triangle-alert",
    "danger": "octagon-alert",
    "accent": "star",
}


# --- Small things -----------------------------------------------------------------------------------------------


@cache
def drawing(name: str, size: int) -> SafeString:
    svg = drawings.draw(name, size)
    return mark_safe(f'<span class="icon" aria-hidden="true">{svg}</span>')  # noqa: S308 (packaged file)


@register.simple_tag
def icon(name: str, size: int = 18, label: str = "") -> SafeString:
    """A lucide drawing; decorative unless it has a ``label``."""
    svg = drawing(name, size)
    return format_html('<span role="img" aria-label="{}">{}</span>', label, svg) if label else svg


@register.simple_tag
def badge(label: str, tone: parts.Tone = "neutral", icon: str = "") -> SafeString:
    return worded_badge(str(label), tone, icon or TONES[tone])


@lru_cache(maxsize=500)
def worded_badge(label: str, tone: parts.Tone, icon: str) -> SafeString:
    """Cached: the same thirty badges come back on every line of every list."""
    return render_to_string("components/badge.html", {"label": label, "tone": tone, "icon": icon})


@register.inclusion_tag("components/stat.html")
def stat(value: object, label: str, hint: str = "", url: str = "", tone: str = "") -> Fragment:
    return {"value": wording.number(value), "label": label, "hint": hint, "url": url, "tone": tone}


@register.inclusion_tag("components/progress.html")
def progress(value: float, max: float, label: str, hint: str = "") -> Fragment:
    share = f"{100 * value / max:.0f}" if max else "0"
    return {"value": value, "max": max or 1, "label": label, "share": share, "hint": hint}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Iterable[tuple[str, object]] | Mapping[str, object]) -> Fragment:
    """Pairs of (label, value); an empty value reads "non renseigné"."""
    pairs = pairs.items() if isinstance(pairs, Mapping) else pairs
    return {"pairs": [(label, value, value in (None, "", [], ())) for label, value in pairs]}


@register.inclusion_tag("components/person_line.html")
def person_line(name: str, detail: str = "", url: str = "", badge: str = "", tone: str = "neutral") -> Fragment:
    return {"name": name, "detail": detail, "url": url, "badge": badge, "tone": tone}


# --- Boxes ------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def card(
    content: str,
    title: str = "",
    icon: str = "",
    level: int = 2,
    id: str = "",
    action_url: str = "",
    action_label: str = "",
    tone: str = "",
    flush: bool = False,
) -> SafeString:
    """``flush``: no inner margin, for a table or a list of lines."""
    return render_to_string("components/card.html", {**locals(), "heading": f"h{level}"})


@register.simple_block_tag
def alert(content: str, tone: parts.Tone = "info", title: str = "") -> SafeString:
    context = {"content": content, "tone": tone, "title": title, "icon": TONES[tone]}
    return render_to_string("components/alert.html", context)


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    title: str, text: str = "", action_url: str = "", action_label: str = "", icon: str = "inbox"
) -> Fragment:
    return locals()


# --- The file: where it stands, what happened, what comes next --------------------------------------------------


@register.inclusion_tag("components/stepper.html")
def stepper(steps: Sequence[parts.Step], label: str = "Étapes du parcours") -> Fragment:
    current = next((step for step in steps if read(step, "state") == "current"), None)
    return {"steps": steps, "label": label, "current": current, "total": len(steps)}


@register.inclusion_tag("components/timeline.html")
def timeline(events: Iterable[parts.Event], empty: str = "Rien pour l'instant.") -> Fragment:
    return {"events": events, "empty": empty}


@register.inclusion_tag("components/todo_lines.html", takes_context=True)
def todo_line(
    context: template.Context,
    what: str,
    who: str = "",
    since: dt.date | None = None,
    due: dt.date | None = None,
    url: str = "",
    detail: str = "",
    waits_for: str = "",
    action_label: str = "",
    action_url: str = "",
    post: bool = False,
    hidden: Mapping[str, object] | None = None,
    icon: str = "circle",
    tone: str = "neutral",
) -> Fragment:
    """One line of « À faire » : what (``url`` opens it), about ``who``, who it ``waits_for``, since when."""
    line = Line(
        title=what,
        url=url,
        who=who,
        waits_for=waits_for,
        since=since,
        due=due,
        detail=detail,
        action_label=action_label,
        action_url=action_url,
        icon=icon,
        tone=tone,
    )
    return {**post_context(context), "lines": in_words([line]), "post": post, "hidden": hidden}


@register.inclusion_tag("components/todo_lines.html")
def todo_lines(lines: Iterable[Line]) -> Fragment:
    """The lines of a pile, whose buttons lead to a page."""
    return {"lines": in_words(lines)}


def in_words(lines: Iterable[Line]) -> list[Fragment]:
    """Computes the words once, in Python: filters in the template would compute them again for each line."""
    today = timezone.localdate()
    return [
        {
            **vars(line),
            "title": typography.french(str(line.title)),
            "detail": typography.french(str(line.detail)),
            "since": wording.since(line.since, today),
            "due": wording.until(line.due, today),
            "due_day": wording.day(line.due),
            "drawing": drawing(line.icon, 20),
        }
        for line in lines
    ]


@register.inclusion_tag("components/next_action.html", takes_context=True)
def next_action(
    context: template.Context,
    title: str,
    text: str = "",
    label: str = "",
    url: str = "",
    post: bool = False,
    hidden: Mapping[str, object] | None = None,
    blocked: Sequence[str] | str = (),
    waits_for: str = "",
    since: dt.date | None = None,
    confirm: str = "",
) -> Fragment:
    """The one thing to do next. ``blocked``: why it cannot be done yet (no button then); ``confirm``: ask once."""
    reasons = [blocked] if isinstance(blocked, str) and blocked else list(blocked)
    values = {k: v for k, v in locals().items() if k not in {"context", "blocked"}}
    return {**post_context(context), **values}


# --- Lists ------------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: "Page[object]", param: str = "page", noun: str = "") -> Fragment:
    """Keeps the query string. ``noun``: "dossier" gives "128 dossiers"."""
    numbers = list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
    base = context["request"].GET.copy()
    base.pop(param, None)
    prefix = f"?{base.urlencode()}&{param}=" if base else f"?{param}="
    return {"page": page, "numbers": numbers, "prefix": prefix, "noun": noun, "gap": page.paginator.ELLIPSIS}


@register.inclusion_tag("components/filter_bar.html", takes_context=True)
def filter_bar(
    context: template.Context, form: BaseForm, label: str = "Filtrer", count: int | None = None, noun: str = "résultat"
) -> Fragment:
    """A GET form; the address says what is filtered. ``count``: number of results, each a ``noun``."""
    request = context["request"]
    active = any(request.GET.get(bound.html_name) for bound in form.visible_fields())
    return {"form": form, "label": label, "count": count, "noun": noun, "active": active, "path": request.path}


@register.inclusion_tag("components/filter_fields.html")
def filter_fields(fields: Iterable[BoundField]) -> Fragment:
    """Boxes and lists of a GET form, with what is wrong in them; nothing of the other kinds of fields, nor of help."""
    return {"fields": [(field, field.as_widget(attrs={"class": look(field)})) for field in fields]}


def look(field: BoundField) -> str:
    return "form-select" if isinstance(field.field.widget, Select) else "form-control"


@register.inclusion_tag("components/crumbs.html")
def crumbs(*steps: str) -> Fragment:
    """Label, address, label, address… and the label of this page."""
    return {"links": list(zip_longest(steps[::2], steps[1::2]))}


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm) -> Fragment:
    """Every error of the forms as links to the fields."""
    general = [error for form in forms for error in form.non_field_errors()]
    fields = [
        (anchor(bound), str(bound.label).rstrip(" .:"), bound.errors)
        for form in forms
        for bound in form
        if bound.errors
    ]
    return {"general": general, "fields": fields}


# --- Pictures ---------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/board.html")
def board(columns: Sequence[parts.Column], label: str = "Dossiers par étape") -> Fragment:
    return {"columns": columns, "label": label}


@register.inclusion_tag("components/calendar_strip.html")
def calendar_strip(
    rows: Sequence[parts.CalendarRow], days: Sequence[dt.date], label: str = "Occupation", today: dt.date | None = None
) -> Fragment:
    """Rows of ``parts.CalendarRow`` over consecutive days."""
    months: list[tuple[dt.date, int]] = []
    for date in days:
        if not months or (months[-1][0].year, months[-1][0].month) != (date.year, date.month):
            months.append((date, 0))
        first, span = months[-1]
        months[-1] = (first, span + 2)
    today = today or timezone.localdate()
    strips = [parts.strip(row, days, today) for row in rows]
    heads = [parts.head(date, today) for date in days]
    return {"strips": strips, "heads": heads, "months": months, "label": label}


@register.inclusion_tag("components/chart_with_table.html")
def chart_with_table(
    svg: SafeString,
    headers: Sequence[str],
    rows: Iterable[Sequence[object]],
    title: str,
    note: str = "",
    open: bool = False,
) -> Fragment:
    """A picture of ``emile.core.pages.charts`` and the same figures as a table (unfolded on paper)."""
    rows = [[wording.number(value) for value in row] for row in rows]
    return {"svg": svg, "headers": headers, "rows": rows, "title": title, "note": note, "open": open}


def anchor(bound: BoundField) -> str:
    """The field; for a group of choices, the whole group."""
    return bound.id_for_label or f"div_{bound.auto_id}"


def read(thing: object, name: str) -> object:
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def post_context(context: template.Context) -> Fragment:
    return {"csrf_token": context.get("csrf_token", "")}
