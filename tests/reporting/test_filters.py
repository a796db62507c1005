"""What the dashboard lets one choose: programmes, territories, years, and how it says what was chosen."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from emile.core.database.identity import acting_as_system
from emile.reference.models import Territory
from tests.reporting.cohort import FILES, count
from tests.reporting.reading import lead, read
from tests.world import TODAY

PARIS = ZoneInfo("Europe/Paris")


def test_years_from_this_one_back_to_the_first(page):
    years = [(value, label) for value, label in page("manager").context["form"].fields["periode"].choices]
    assert years[:2] == [("", "Depuis le début"), (str(TODAY.year), f"en {TODAY.year}")]
    assert years[-1] == ("2014", "en 2014")
    assert [int(value) for value, _ in years[1:]] == sorted(range(2014, TODAY.year + 1), reverse=True)


@pytest.mark.parametrize("year", ["2013", str(TODAY.year + 1), "25", "2025.0"])
def test_a_year_that_is_not_offered_counts_everything(page, year):
    seen = page("manager", periode=year)
    assert read(seen) == count(FILES)
    assert lead(seen).startswith("Parcours ouverts depuis le début.")


@pytest.mark.parametrize("moment", ["2026-12-31T23:30", "2027-01-01T00:30"])
def test_the_year_begins_at_midnight_in_paris(counted_world, sign_in, moment):
    now = datetime.fromisoformat(moment).replace(tzinfo=PARIS)
    with time_machine.travel(now, tick=False):
        seen = sign_in(counted_world.manager).get("/pilotage/")
    assert seen.context["form"].fields["periode"].choices[1] == (str(now.year), f"en {now.year}")
    assert lead(seen).endswith("Au 31 déc. 2026." if now.year == 2026 else "Au 1er janv. 2027.")


@pytest.mark.parametrize(
    ("who", "asked", "said"),
    [
        ("manager", {}, "Parcours ouverts depuis le début."),
        ("manager", {"periode": "2025"}, "Parcours ouverts en 2025."),
        ("manager", {"programme": "utue"}, "UTUE, parcours ouverts depuis le début."),
        ("manager", {"territoire": "lozere"}, "Lozère, parcours ouverts depuis le début."),
        (
            "manager",
            {"programme": "emile", "territoire": "cantal", "periode": "2024"},
            "EMILE, Cantal, parcours ouverts en 2024.",
        ),
        ("head", {"territoire": "lozere"}, "Parcours ouverts depuis le début."),
    ],
)
def test_what_is_counted_is_said(page, who, asked, said):
    assert lead(page(who, **asked)).startswith(f"{said} Au ")


def test_a_manager_chooses_among_all_that_ever_were(page):
    """A programme or a territory that is closed still has its figures."""
    fields = page("manager").context["form"].fields
    with acting_as_system():
        everywhere = {row.name for row in Territory.objects.all()}
    assert {str(label) for _, label in fields["territoire"].choices} == {"Tous", *everywhere}
    assert [str(label) for _, label in fields["programme"].choices] == ["Tous", "UTUE", "Réinstallés", "EMILE"]


def test_a_head_of_service_chooses_among_its_own(page):
    choices = page("head").context["form"].fields["territoire"].choices
    assert [str(label) for _, label in choices] == ["Tous", "Cantal"]
