"""A reference says nothing, and is read aloud without a mistake; the menu leads to files those who look at files."""

import pytest

from candidates.references import new_reference
from emile.core.database.identity import acting_as
from emile.core.pages.navigation import entries_for, search_for

READ_ALOUD = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_six_characters_that_nobody_confuses():
    drawn = [new_reference() for _ in range(2000)]
    assert {len(reference) for reference in drawn} == {6}
    assert "".join(sorted(set("".join(drawn)))) == READ_ALOUD


@pytest.mark.parametrize(
    ("who", "menu"),
    [
        *((who, ["À faire", "Dossiers"]) for who in ("prescriber", "referent", "head", "caseworker", "manager")),
        *((who, ["À faire"]) for who in ("partner", "dpo")),
    ],
)
def test_the_menu_of_files(world_as_it_stands, who, menu):
    user = getattr(world_as_it_stands, who)
    with acting_as(user.pk):
        labels = [link.label for link in entries_for(user, "/")]
        assert [label for label in labels if label in {"À faire", "Dossiers"}] == menu
        assert search_for(user) == ("/recherche/" if "Dossiers" in menu else "")
