"""Foreign data change, one's own pages do not: no count, no suggestion, no page number, no warning speaks of others.

Risk: a forgotten filter in a figure, a list, a search.
"""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.utils import timezone

from candidates.journey import first_half
from candidates.models import Debt, Document, Journey, Member
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from emile.core.jobs.models import Job
from partners.models import Contact
from placements.stays.workflow import plan_stay
from tests.conftest import forget_everything, undone
from tests.security.crawl import Crowd, Visitor
from tests.world import TODAY

FOLLOWERS = "PRHC"
SINCE = re.compile(rb"il y a[^<]{1,25}|\b\d\d:\d\d(:\d\d)?\b|\b\d+[^<\w]{1,8}(s|secondes?|minutes?)\b")
PAGES = {
    "/": "PRHCLD",
    "/dossiers/": "PRHC",
    "/dossiers/?tri=nom": "PRHC",
    "/dossiers/?etape=presented": "PRHC",
    "/recherche/?q=zq": "PRHC",
    "/recherche/?q=Ailleurs": "PRHC",
    "/territoire/": "RHC",
    "/appartements-relais/": "HC",
    "/pilotage/": "H",
    "/travaux/": "PRHCmMLD",
    "/dossiers/nouveau/": "PRH",
    "/partenaires/": "L",
    "/partenaires/postes/": "L",
    "/partenaires/logements/": "L",
    "/mon-compte/": "PRHCmMLD",
}
"""Page → whom for. A manager counts every territory: its figures are meant to move (see below for its words)."""
CALENDAR = [f"/appartements-relais/?mois={TODAY + timedelta(days=days):%Y-%m}" for days in (-62, -31, 0, 31)]
"""Every month that has stays: the present one may have none."""
PAGES |= dict.fromkeys(CALENDAR, "HC")
WORDS_ONLY = {"/": "mM", "/dossiers/": "mM", "/recherche/?q=Intrus": "mM", "/pilotage/": "mM"}


def pages(crowd: Crowd, asked: dict[str, str], planted) -> dict[tuple[str, str], bytes]:
    own = [f"/dossiers/{planted.world.ours.reference}/", f"/dossiers/{planted.world.ours.reference}/volet/historique/"]
    asked = asked | dict.fromkeys(own, FOLLOWERS)
    return {(url, letter): seen(crowd[letter], url) for url, letters in asked.items() for letter in letters}


def seen(visitor: Visitor, url: str) -> bytes:
    """The page, whatever the minute; a page that fails would always be the same."""
    answer = visitor.ask("GET", url)
    assert answer.status == 200 or answer.location.startswith("/partenaires/"), (
        url,
        visitor.letter,
        answer.status,
        answer.error,
    )
    return SINCE.sub(b"", answer.masked)


def different(before: dict, after: dict) -> list[str]:
    return [f"{url} par {letter}" for url, letter in before if before[url, letter] != after[url, letter]]


def add_foreign_files(world) -> None:
    """A new family elsewhere with my own families' names, a stay, papers, a job, a partner's contact."""
    with acting_as_system():
        for step in (Step.DIAGNOSIS, Step.PRESENTED, Step.SUPPORT):
            journey = world.journey(step, name="Ailleurs", elsewhere=True)
            namesake(journey, world.ours)
            Debt.objects.create(household=journey.household, kind="rent", amount=1)
            Document.objects.create(
                household=journey.household, token=uuid.uuid4(), kind="cv", title="CV", file="x",
                added_by=world.other_caseworker, content_type="x",
            )  # fmt: skip
        Job.objects.create(kind="x", requested_by=world.other_prescriber)
        Contact.objects.create(organisation=world.landlord, last_name="Nouvelle")
        world.make_vacancy(world.other_employer, world.lozere)


def namesake(journey: Journey, ours: Journey) -> None:
    mine = ours.household.members.get(link="applicant")
    Member.objects.filter(household=journey.household, link="applicant").update(
        first_name=mine.first_name, last_name=mine.last_name, birth_date=mine.birth_date
    )


def move_foreign_files(world) -> None:
    with acting_as_system():
        journey = world.theirs_at[Step.PRESENTED]
        first_half.shortlist(journey, by=world.other_head, on=TODAY)
        Journey.objects.filter(pk=world.theirs_at[Step.SUPPORT].pk).update(step_since=date(2020, 1, 1))


def rewrite_foreign_words(world) -> None:
    """Not one row more, not one step further: what a manager counts stays, what it must not read changes."""
    with acting_as_system():
        Member.objects.filter(household=world.theirs.household_id).update(first_name="Intrus", last_name="Intrus")
        type(world.theirs.household).objects.filter(pk=world.theirs.household_id).update(name="INTRUS Intrus")
        Job.objects.filter(requested_by=world.other_caseworker).update(created_at=timezone.now() + timedelta(days=1))


@pytest.mark.parametrize("change", [add_foreign_files, move_foreign_files], ids=lambda change: change.__name__)
def test_foreign_data_change_nothing(planted, crowd, change):
    with undone():
        before = pages(crowd, PAGES, planted)
        change(planted.world)
        forget_everything()
        assert different(before, pages(crowd, PAGES, planted)) == []


def test_foreign_words_change_nothing_for_who_counts(planted, crowd):
    with undone():
        before = pages(crowd, WORDS_ONLY, planted)
        rewrite_foreign_words(planted.world)
        forget_everything()
        assert different(before, pages(crowd, WORDS_ONLY, planted)) == []


def test_a_change_of_ones_own_is_seen(planted, crowd):
    """Otherwise nothing above is tested."""
    own = {"/": "H", "/dossiers/": "PRHC", "/territoire/": "HC", "/pilotage/": "H"}
    own |= dict.fromkeys(CALENDAR, "C")
    with undone():
        before = pages(crowd, own, planted)
        with acting_as_system():
            planted.world.journey(Step.PRESENTED, name="Ici")
            planted.world.journey(Step.IMMERSION, name="Ici")
        forget_everything()
        seen = {line.split()[0] for line in different(before, pages(crowd, own, planted))}
    assert seen >= set(own) - set(CALENDAR)
    assert seen & set(CALENDAR), "the stay of the new family is in none of its months"


def months_with_a_foreign_stay(planted, crowd, **stay) -> dict[tuple[str, str], bytes]:
    """The calendar as our referent sees it, once a family that is not ours is expected in ten days."""
    world, arrival = planted.world, TODAY + timedelta(days=10)
    with undone():
        with acting_as_system():
            journey = world.journey(Step.PROJECT, name=stay.pop("name"), elsewhere=True)
            plan_stay(
                journey, by=world.other_head, today=TODAY, flat=world.other_flat, arrival=arrival,
                departure=arrival + timedelta(days=3), **stay,
            )  # fmt: skip
        forget_everything()
        return pages(crowd, dict.fromkeys(CALENDAR, "R"), planted)


def test_of_a_foreign_stay_the_calendar_tells_the_nights_and_nothing_else(planted, crowd):
    """Whoever may book sees which nights are taken, and not by whom: of two families, the same page."""
    before = pages(crowd, dict.fromkeys(CALENDAR, "R"), planted)
    after = months_with_a_foreign_stay(planted, crowd, name="Ailleurs", people=2)
    assert different(before, after) != []
    other = months_with_a_foreign_stay(
        planted, crowd, name="Nullepart", people=5, exception_reason=planted.world.reason("stay_exception")
    )
    assert different(after, other) == []


def test_two_answers_to_the_same_question_are_equal(planted, crowd):
    """Otherwise the masks let something through, and every comparison here would be chance."""
    assert different(pages(crowd, PAGES, planted), pages(crowd, PAGES, planted)) == []
