"""What somebody reads on the dashboard."""

import re

from tests.markup import in_plain_words
from tests.reporting.cohort import Counted


def words(page) -> str:
    return in_plain_words(page.content.decode())


def read(page) -> Counted:
    """All that is written on the page."""
    text = words(page)
    measures = re.findall(r'<dt>([^<]+)</dt>\s*<dd class="measure-value">(.*?)</dd>', text, re.DOTALL)
    tables = dict(
        re.findall(r'<caption class="visually-hidden">([^<]+)</caption>.*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    )
    return Counted(
        tiles={label: re.sub(r"<span.*", "", value).strip() for label, value in measures},
        funnel=rows(tables.get("Du repérage au droit commun", "")),
        reasons=rows(tables.get("Pourquoi des familles retenues n'ont pas été au bout", "")),
        arrivals=rows(tables.get("Familles installées par territoire", "")),
    )


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(re.findall(r"<t[hd][^>]*>([^<]*)</t", row)) for row in re.findall(r"<tr>(.*?)</tr>", table)]


def lead(page) -> str:
    return re.search(r'<p class="lead">(.*?)</p>', words(page))[1]
