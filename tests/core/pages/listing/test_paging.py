"""Pages of a list: every row once, in order, there and back, whatever sorts it; nonsense is the first page."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

import pytest
from django.db.models import Case, IntegerField, Q, QuerySet, When

from emile.core.jobs.models import Job
from emile.core.pages.listing.paging import Sort, beyond, key_of
from tests.core.pages.listing.specimen import OTHERS, Specimen, kinds, specimen

START = datetime(2026, 6, 1, 8, tzinfo=UTC)
ROWS = [("b", 2, 50), ("A", 3, 50), ("c", 1, 0), ("a", 1, 100), ("B", 3, 50), ("d", 2, 0), ("C", 3, 100), ("e", 0, 50)]
"""Kind, hours after the start, progress: each sort has equals."""
ORDERS = {
    "recent": ["A", "B", "C", "b", "d", "a", "c", "e"],
    "nom": ["A", "a", "B", "b", "C", "c", "d", "e"],
    "avancement": ["C", "a", "A", "B", "b", "e", "c", "d"],
}


@pytest.fixture(autouse=True)
def rows() -> None:
    for kind, hours, progress in ROWS:
        job = Job.objects.create(kind=kind, progress=progress)
        Job.objects.filter(pk=job.pk).update(created_at=START + timedelta(hours=hours))
    Job.objects.create(kind="zz", queue=OTHERS)


def walked(url: str, way: str) -> list[list[str]]:
    pages = []
    while url:
        page = specimen(url).page
        pages.append(kinds(page.rows))
        url = getattr(page, way)
    return pages


def settled(sort: str, found: list[str]) -> list[str]:
    """Equals stand in the order of their ids, which are drawn by lot: only what the sort says is compared."""
    key = {"recent": lambda kind: -hours_of(kind), "nom": str.upper, "avancement": str}[sort]
    return [key(kind) for kind in found]


def hours_of(kind: str) -> int:
    return next(hours for name, hours, _ in ROWS if name == kind)


@pytest.mark.parametrize("sort", ORDERS)
def test_pages_go_on_and_come_back(sort):
    forth = walked(f"?tri={sort}", "after")
    assert [len(page) for page in forth] == [3, 3, 2]
    flat = [kind for page in forth for kind in page]
    assert sorted(flat) == sorted(kind for kind, *_ in ROWS)
    assert settled(sort, flat) == settled(sort, ORDERS[sort])
    last = specimen(specimen(specimen(f"?tri={sort}").page.after).page.after).page
    assert walked(last.before, "before") == [forth[1], forth[0]]
    assert last.after == ""


def test_only_the_place_changes_in_the_address():
    page = specimen("?tri=avancement&q=&etat=queued").page
    asked = parse_qs(page.after[1:], keep_blank_values=True)
    assert asked == {"tri": ["avancement"], "q": [""], "etat": ["queued"], "apres": ["50", "A", str(page.rows[-1].pk)]}
    assert specimen(page.after).first_url == "?tri=avancement&q=&etat=queued"


def test_a_row_that_leaves_the_list_makes_nobody_jump_over_another():
    first = specimen("?tri=avancement").page
    Job.objects.filter(kind__in=kinds(first.rows)).update(queue=OTHERS)
    assert kinds(specimen(first.after).page.rows) == ORDERS["avancement"][3:6]


@pytest.mark.parametrize("sort", ORDERS)
@pytest.mark.parametrize(
    "place",
    [
        [""], ["x"], ["x"] * 2, ["x"] * 3, ["x"] * 4, ["\0"] * 2, ["\0"] * 3, ["a" * 5000] * 2, ["9" * 30] * 3,
        ["2026-06-01", "x"], ["2026-99-99T00:00Z", "1"],
        ["٣", "a", "00000000-0000-0000-0000-00000000000x"],
    ],
)  # fmt: skip
def test_a_place_that_means_nothing_is_the_first_page(sort, place):
    for way in ("apres", "avant"):
        query = urlencode([(way, value) for value in place])
        page = specimen(f"?tri={sort}&{query}").page
        assert (page.rows, page.before) == (specimen(f"?tri={sort}").page.rows, "")


@pytest.mark.parametrize("instant", ["2026-06-01T09:00", "2026-06-01", "09:00", "lundi"])
def test_an_instant_without_its_zone_means_nothing(instant):
    page = specimen(f"?apres={instant}&apres=00000000-0000-0000-0000-000000000000").page
    assert page.before == ""
    assert specimen("?apres=2026-06-01T09:00Z&apres=00000000-0000-0000-0000-000000000000").page.before != ""


def test_both_ways_at_once_goes_forward():
    second = specimen(specimen("?tri=avancement").page.after)
    assert (
        kinds(specimen(f"{specimen('?tri=avancement').page.after}&{second.page.before[1:]}").page.rows)
        == (ORDERS["avancement"][3:6])
    )


@pytest.mark.parametrize(("number", "sizes"), [(3, [3]), (4, [3, 1]), (6, [3, 3]), (7, [3, 3, 1])])
def test_a_page_that_is_just_full_has_no_next_one(number, sizes):
    Job.objects.filter(kind__in=[kind for kind, *_ in ROWS[number:]]).delete()
    assert [len(page) for page in walked("?", "after")] == sizes


def test_nothing_has_no_page():
    Job.objects.all().delete()
    page = specimen().page
    assert (page.rows, page.before, page.after) == ([], "", "")


def test_without_keys_the_order_is_that_of_the_rows():
    """Of their query, and of their model where the query says nothing."""

    class Own(Specimen):
        sorts = {"": Sort("Comme ils viennent")}

        def rows(self) -> QuerySet[Job]:
            length = Case(When(kind__gt="a", then=0), default=1, output_field=IntegerField())
            return super().rows().annotate(rank=length).order_by("rank", "-progress", "kind")

    pages = [specimen("", Own).page]
    while pages[-1].after:
        pages.append(specimen(pages[-1].after, Own).page)
    assert [kinds(page.rows) for page in pages] == [["b", "e", "c"], ["d", "C", "a"], ["A", "B"]]

    class Bare(Own):
        def rows(self) -> QuerySet[Job]:
            return super().rows().order_by()

    latest = kinds(Job.objects.exclude(queue=OTHERS).order_by("-created_at", "pk")[:3])
    assert kinds(specimen("", Bare).page.rows) == latest


def test_an_index_may_begin_at_the_place():
    keys = [key_of(0, "-created_at"), key_of(1, "-pk")]
    assert beyond(keys, ["lundi", 7], False) == Q(created_at__lte="lundi") & (
        Q(created_at__lt="lundi") | Q(created_at="lundi") & Q(pk__lt=7)
    )
    assert beyond(keys, ["lundi", 7], True) == Q(created_at__gte="lundi") & (
        Q(created_at__gt="lundi") | Q(created_at="lundi") & Q(pk__gt=7)
    )
