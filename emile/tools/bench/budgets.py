"""How long a page or a write may take, in milliseconds at the 95th percentile, and how many queries it may ask."""

from dataclasses import dataclass

PAGE_BUDGET, LARGE_BUDGET = 50, 100
"""Up to ``LARGE`` households, and beyond."""
LARGE = 100_000
FIGURES_BUDGET = 300
"""National figures beyond ``LARGE``."""
HTTP_MARGIN = 10
"""What the server and one connection may add."""
PAGE_QUERIES, WRITE_QUERIES = 12, 16
NAME_BUDGET = 100
"""Any name typed in the search box, whatever the number of households: the middle of three openings."""
COLD_BUDGET = 150
"""The first page of each kind after a restart."""
REQUESTS_A_SECOND, PAPERS_A_MINUTE, MEGABYTES = 130, 300, 500
CORES = 2
"""Of the machine that the two figures above are told for."""
PASSWORD_BUDGET, PHOTOGRAPH_BUDGET = 400, 1_500
SLOW_ON_PURPOSE = {
    "accounts:sign_in": PASSWORD_BUDGET,
    "accounts:password_change": 3 * PASSWORD_BUDGET,
    "accounts:choose_password": 2 * PASSWORD_BUDGET,
    "candidates:documents (une photographie)": PHOTOGRAPH_BUDGET,
}
"""A password is checked slowly so that guessing it takes centuries (once to sign in, three times to change it: the old
one, the new one against the old, the new one kept); a photograph is written again from its pixels."""
MENDED_LATER = frozenset({"candidates:topic", "candidates:member_add", "candidates:member_edit", "candidates:new"})
"""The forms of the candidature: measured here, mended in the issue that rewrites them."""
FIGURES = frozenset({"reporting:dashboard"})


@dataclass(frozen=True)
class Budget:
    milliseconds: int
    over_http: int
    queries: int
    mended_later: bool = False
    slow_on_purpose: bool = False


def budget_of(name: str, title: str, *, households: int, is_write: bool) -> Budget:
    slow = SLOW_ON_PURPOSE.get(title) if is_write else None
    most = slow or page_budget(name, households)
    return Budget(
        milliseconds=most,
        over_http=most + HTTP_MARGIN,
        queries=WRITE_QUERIES if is_write else PAGE_QUERIES,
        mended_later=name in MENDED_LATER,
        slow_on_purpose=slow is not None,
    )


def page_budget(name: str, households: int) -> int:
    if households <= LARGE:
        return PAGE_BUDGET
    return FIGURES_BUDGET if name in FIGURES else LARGE_BUDGET
