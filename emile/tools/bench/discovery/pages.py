"""Every page that somebody can open, and how long it may take."""

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from django.urls import reverse

from candidates.models import Journey, Member
from emile.core.database.identity import acting_as_system
from emile.tools.bench.discovery.addresses import Address, every_address
from emile.tools.bench.discovery.browsers import Answer, Browser
from emile.tools.bench.discovery.reach import Reach
from emile.tools.bench.generate import rare_names

MOST_VARIANTS = 4
"""Of one page, by the links that it gives to itself: the next page, another month, one pile."""
COMMON, MIDDLING, MISSPELT, ABSENT = "martin", ("traore", "morin", "faure"), "martim", "zzyzwtq"
OWN_LINK = re.compile(r'href="([^"#]*\?[^"#]+)')
Asked = Callable[[Reach], Iterable[tuple[str, str]]]


@dataclass(frozen=True)
class Page:
    address: Address
    variant: str = ""
    query: str = ""

    @property
    def title(self) -> str:
        return " ".join(filter(None, [self.address.title, self.variant]))

    @property
    def path(self) -> str:
        return self.address.path + self.query


def pages_of(reach: Reach, browser: Browser, *, with_variants: bool = True) -> Iterator[tuple[Page, Answer]]:
    """What answers 200 at every address, and what these pages lead to at their own address. A page that is somebody
    else's, or that only takes a button, is not one of this person's pages.

    :raises LookupError: a page breaks.
    """
    for address in every_address(reach):
        page = Page(address)
        answer = browser.get(page.path)
        if answer.status >= 500:
            raise LookupError(f"{page.path} répond {answer.status}.")
        if answer.status == 200:
            yield page, answer
            for variant in variants(page, answer, reach) if with_variants else ():
                yield variant, browser.get(variant.path)


def variants(page: Page, answer: Answer, reach: Reach) -> list[Page]:
    asked = [replace(page, variant=title, query=query) for title, query in ASKED.get(page.address.name, nothing)(reach)]
    return [*asked, *itself(page, answer)]


def itself(page: Page, answer: Answer) -> list[Page]:
    """The links of a page to its own address: one for each set of things that they ask."""
    found: dict[str, Page] = {}
    for link in OWN_LINK.findall(answer.text) if answer.is_page else ():
        path, _, query = html.unescape(link).partition("?")
        names = " ".join(sorted(part.partition("=")[0] for part in query.split("&")))
        if path in ("", page.address.path) and names not in found:
            found[names] = replace(page, variant=f"?{names}", query=f"?{query}")
    return list(found.values())[:MOST_VARIANTS]


# --- what people type ---------------------------------------------------------------------------------------------


def nothing(reach: Reach) -> list[tuple[str, str]]:
    return []


def names(reach: Reach) -> list[tuple[str, str]]:
    middling = [(f"nom moyen, {name}", f"?q={name}") for name in MIDDLING]
    return [
        (f"nom courant, {COMMON}", f"?q={COMMON}"),
        *middling,
        ("nom rare", f"?q={rare_name(reach)}"),
        ("nom mal écrit", f"?q={MISSPELT}"),
        ("nom absent", f"?q={ABSENT}"),
        ("téléphone", "?q=0600001234"),
    ]


def listed(reach: Reach) -> list[tuple[str, str]]:
    return [
        ("une étape, les plus anciens", "?etape=support&tri=anciennete"),
        ("par nom", "?tri=nom"),
        ("un nom", f"?q={COMMON}"),
        ("tous les filtres", "?plus=1"),
    ]


def words(*typed: str) -> Asked:
    return lambda reach: [(f"« {each} »", f"?q={each}") for each in typed]


ASKED: dict[str, Asked] = {
    "candidates:list": listed,
    "candidates:search": names,
    "accounts:people": words("mesure"),
    "partners:organisations": words("bailleur"),
    "partners:vacancies": words("poste"),
    "partners:dwellings": words("mesure"),
    "reference:list": words("aur"),
    "reference:commune_suggestions": words("aur"),
    "reference:trade_suggestions": words("menui"),
}


def rare_name(reach: Reach) -> str:
    """Somebody this person may find; for a manager, who finds references and not names, anybody."""
    if reach.user is None:
        return "inconnu"
    with acting_as_system():
        files = Journey.objects.countable_by(reach.user).order_by("-pk").values("household")[:500]
        counted = Member.objects.filter(household__in=files, link="applicant").values_list("last_name", flat=True)
        return rarest(counted)


def rarest(names: Iterable[str]) -> str:
    rare = set(rare_names())
    return next((name for name in names if name in rare), "inconnu").lower()


def search_page(name: str) -> str:
    return f"{reverse('candidates:search')}?q={name}"
