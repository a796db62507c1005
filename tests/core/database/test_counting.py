"""Counted to the last up to a thousand, then « plus de 1 000 »."""

import pytest

from emile.core.database import counting
from emile.reference.models import Commune

NBSP, NARROW = "\u00a0", "\u202f"
THOUSAND = f"1{NARROW}000"


@pytest.mark.parametrize(
    ("total", "words", "figure"),
    [
        (0, f"0{NBSP}dossier", "0"),
        (1, f"1{NBSP}dossier", "1"),
        (51, f"51{NBSP}dossiers", "51"),
        (1_000, f"{THOUSAND}{NBSP}dossiers", THOUSAND),
        (1_001, f"plus de{NBSP}{THOUSAND}{NBSP}dossiers", f"plus de{NBSP}{THOUSAND}"),
    ],
)
def test_what_one_reads(total, words, figure):
    assert counting.words(total, "dossier") == words
    assert counting.figure(total) == figure


@pytest.mark.django_db
@pytest.mark.parametrize(("there", "counted"), [(0, 0), (3, 3), (1_000, 1_000), (1_001, 1_001), (1_002, 1_001)])
def test_the_database_stops_counting_one_past_a_thousand(there, counted):
    codes = Commune.objects.order_by("code").values("code")[:there]
    assert codes.count() == there
    assert counting.count(Commune.objects.filter(code__in=codes)) == counted
