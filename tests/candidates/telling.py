"""Whatever page is read, a file waits for the same person, since the same day, under the same title and colour.

Only rendered pages are read here, as each role: the list, the list filtered by each person awaited, the board, the
file's own page and the lines of « À faire ». The table they share is not imported.
"""

import random
import re
from dataclasses import dataclass, replace
from html import unescape

from tests.conftest import ProductClient

FILTERS = {
    "structure": None,
    "referent": "le référent",
    "chef-de-service": "le chef de service",
    "equipe": None,
    "menage": "le ménage",
}
"""The codes of « En attente de », and the words of a row it must find; None where people are told by their names."""
SAMPLE = 14
"""Files of a reader whose own page is opened, drawn anew for each reader; the lists are read whole."""


@dataclass(frozen=True)
class Told:
    """What one page says of one file."""

    who: str
    since: str
    title: str
    tone: str


def words(html: str) -> str:
    plain = unescape(re.sub(r"<[^>]*>", "", html)).replace("\u00a0", " ").replace("\u202f", " ")
    return " ".join(plain.split())


def page(client: ProductClient, address: str, **query) -> str:
    response = client.get(address, query)
    assert response.status_code == 200, address
    return response.content.decode()


# --- each page, read as a person reads it ------------------------------------------------------------------------

ROW = re.compile(
    r'badge-status is-(?P<tone>\w+)".*?file-since">(?P<since>.*?)</span></td>\s*'
    r'<td data-label="Attend">(?P<who>.*?)(?:<span class="file-since">(?P<title>.*?)</span>)?</td>',
    re.DOTALL,
)
ITS_REFERENCE = re.compile(r'href="/dossiers/(\w{6})/')
NEXT_PAGE = re.compile(r'href="(\?[^"]*apres=[^"]*)"')


def listed(client: ProductClient, **query) -> dict[str, Told]:
    found, address = {}, "/dossiers/"
    html = page(client, address, **query)
    while True:
        for row in re.findall(r"<tr>\s*<th scope=\"row\">.*?</tr>", html, re.DOTALL):
            if told := ROW.search(row):
                found[ITS_REFERENCE.search(row)[1]] = Told(
                    words(told["who"]), words(told["since"]), words(told["title"] or ""), told["tone"]
                )
        following = NEXT_PAGE.search(html)
        if not following:
            return found
        html = page(client, address + unescape(following[1]))


CARD = re.compile(
    r'<li class="board-card is-(?P<tone>\w+)">.*?href="/dossiers/(?P<reference>\w{6})/".*?</p>\s*'
    r'<p class="board-meta">.*?</p>\s*'
    r'<p class="board-meta">(?P<title>[^<]*?)(?:, attend <strong>(?P<who>.*?)</strong>)?\s*</p>'
    r'\s*(?:<p class="board-foot">(?P<since>.*?)</p>)?',
    re.DOTALL,
)


def on_the_board(client: ProductClient) -> dict[str, Told]:
    response = client.get("/territoire/")
    if response.status_code == 403:
        return {}
    cards = [card.groupdict(default="") for card in CARD.finditer(response.content.decode())]
    return {
        card["reference"]: Told(words(card["who"]) or "–", words(card["since"]), words(card["title"]), card["tone"])
        for card in cards
    }


NEXT = re.compile(
    r'aria-label="Prochaine action".*?next-title">(?P<title>.*?)</p>\s*'
    r'(?:<p class="next-text">Attend <strong>(?P<who>.*?)</strong> (?P<since>.*?)\.</p>)?',
    re.DOTALL,
)


def on_its_page(client: ProductClient, reference: str) -> Told:
    html = page(client, f"/dossiers/{reference}/")
    tone = re.search(r'badge-status is-(\w+)"', html)[1]
    told = NEXT.search(html)
    if told is None:
        assert "Parcours clos le" in html, reference
        return Told("–", "", "", tone)
    return Told(words(told["who"] or "–"), words(told["since"] or ""), words(told["title"]), tone)


LINE = re.compile(
    r'<li class="todo is-(?P<tone>\w+)">.*?href="/dossiers/(?P<reference>\w{6})/">(?P<title>.*?)</a>.*?'
    r'<p class="todo-meta">(?P<meta>.*?)</p>',
    re.DOTALL,
)
ATTENDS = re.compile(r"<span>attend <strong>(.*?)</strong></span>(?:\s*<span>(depuis.*?)</span>)?", re.DOTALL)


def to_do(client: ProductClient) -> list[tuple[str, Told]]:
    """The lines about a file that waits for somebody; a paper that ends or a day to keep waits for nobody."""
    html = page(client, "/")
    piles = {"", *re.findall(r'href="\?tas=(\w+)"', html)}
    found = []
    for pile in sorted(piles):
        for line in re.findall(
            r'<li class="todo is-.*?</li>', page(client, "/", tas=pile) if pile else html, re.DOTALL
        ):
            told, awaited = LINE.search(line), ATTENDS.search(line)
            if told and awaited:
                said = Told(words(awaited[1]), words(awaited[2] or ""), words(told["title"]), told["tone"])
                found.append((told["reference"], said))
    return found


# --- they agree ---------------------------------------------------------------------------------------------------


def check_that_all_agree(client: ProductClient, chance: random.Random, *, counts_only: bool = False) -> set[str]:
    """Give back who is awaited on these pages, so that a test can tell that it has seen something.

    ``counts_only``: the reader opens no file without a reason; only the list and its filters are read.
    """
    rows = listed(client)
    assert rows
    for reference, told in on_the_board(client).items():
        expected = rows[reference] if told.who != "–" else replace(rows[reference], since="")
        assert told == expected, f"board, {reference}"
    for reference, told in to_do(client):
        expected = rows[reference] if told.since else replace(rows[reference], since="")  # due on a day
        assert told == expected, f"À faire, {reference}"
    opened = [] if counts_only else chance.sample(sorted(rows), min(SAMPLE, len(rows)))
    for reference in opened:
        said = on_its_page(client, reference)
        expected = rows[reference] if said.who != "–" else replace(rows[reference], since="")
        assert said == expected, f"file, {reference}"
    check_the_filters(client, rows)
    return {told.who for told in rows.values()}


def check_the_filters(client: ProductClient, rows: dict[str, Told]) -> None:
    """Each finds the rows that say so, and together they find every file that waits for somebody."""
    found = {code: listed(client, attente=code) for code in FILTERS}
    for code, kept in found.items():
        assert kept.items() <= rows.items(), code
        if said := FILTERS[code]:
            assert set(kept) == {reference for reference, told in rows.items() if said in told.who}, code
    named = {
        reference
        for reference, told in rows.items()
        if told.who != "–" and not any(said and said in told.who for said in FILTERS.values())
    }
    assert set(found["structure"]) | set(found["equipe"]) == named
    assert not set(found["structure"]) & set(found["equipe"])
    for told in found["structure"].values():
        assert told.title in {"Candidature à transmettre", "Compléments à envoyer"}
    for told in found["equipe"].values():
        assert told.title not in {"Candidature à transmettre", "Compléments à envoyer"}
