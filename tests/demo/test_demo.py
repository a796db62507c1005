"""What the demonstration must show: the published figures, work for everybody, and files that hold together."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count, F, Sum

from candidates.models import Journey, JourneyEvent, Member
from candidates.steps import OPEN, Step
from emile.accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from emile.accounts.enums import Role
from emile.accounts.models import User
from emile.core.database.identity import acting_as, acting_as_system
from emile.core.pages.todo import Asked, piles_for
from emile.reporting.asked import ReportScope
from emile.reporting.registry import TABLES
from emile.tools.demo.loading import load
from partners.models import Membership, Organisation
from placements.models import Stay
from tests.clock import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def published():
    return Journey.objects.filter(programme__code="utue", furthest__gte=4)


def test_the_published_figures():
    """35 families kept, 26 children, 21 installed or being installed, 10 that stopped before, 4 on the way."""
    with acting_as_system():
        assert published().aggregate(n=Count("pk"), children=Sum("children")) == {"n": 35, "children": 26}
        assert published().filter(furthest__gte=9).exclude(step=Step.LEFT).count() == 21
        assert published().filter(furthest__lt=9, step=Step.LEFT).count() == 10
        assert published().filter(furthest__lt=9).open().count() == 4
        assert not published().filter(furthest__gte=9, step=Step.LEFT).exists()


def test_the_dashboard_counts_them_so():
    with acting_as_system():
        scope = ReportScope(Journey.objects.filter(programme__code="utue"))
        codes = ("retained", "installing", "unfinished", "on_the_way", "children", "unfinished_share")
        shown = {code: TABLES[code].rows(scope=scope)[0].value for code in codes}
    assert shown == {
        "retained": 35, "installing": 21, "unfinished": 10, "on_the_way": 4, "children": 26, "unfinished_share": 29,
    }  # fmt: skip


@pytest.mark.parametrize("account", ["prescripteur", "referent", "chef", "accompagnement", "gestion", "dpo"])
def test_everybody_has_something_to_do(account):
    with acting_as_system():
        user = User.objects.get(email=f"{account}@demo.emile.test")
    with acting_as(user.pk):
        assert sum(pile.total for pile in piles_for(user, TODAY, Asked())) > 0


def test_the_first_programme_began_at_the_end_of_2014():
    with acting_as_system():
        first = published().order_by("opened_on").first()
        assert date(2014, 11, 1) <= first.opened_on <= date(2014, 12, 31)


def test_every_open_step_has_a_file():
    with acting_as_system():
        present = set(Journey.objects.filter(programme__code="emile").open().values_list("step", flat=True))
    assert present == set(OPEN)


def test_nothing_happens_tomorrow():
    with acting_as_system():
        assert not JourneyEvent.objects.filter(happened_on__gt=TODAY).exists()
        assert not Member.objects.filter(birth_date__gt=TODAY).exists()


def test_events_of_a_file_follow_each_other():
    with acting_as_system():
        for journey in Journey.objects.prefetch_related("events"):
            days = [event.happened_on for event in sorted(journey.events.all(), key=lambda event: event.pk)]
            assert days == sorted(days), journey.reference


def test_files_agree_with_their_facts():
    said = StringIO()
    call_command("check_journeys", stdout=said)
    assert "tous s'accordent" in said.getvalue()


def test_the_relay_flats_live_today():
    with acting_as_system():
        assert Stay.objects.filter(state="arrived", arrival__lte=TODAY, departure__gte=TODAY).count() == 2
        assert Stay.objects.filter(state="planned", arrival__range=(TODAY, TODAY + timedelta(days=7))).count() >= 2
        assert Stay.objects.filter(exception_reason__isnull=False, departure=F("arrival") + 1).count() == 1


@pytest.mark.parametrize(("label", "email"), DEMO_ACCOUNTS)
def test_each_shown_account_signs_in_with_a_role(label, email):
    with acting_as_system():
        user = User.objects.get(email=email)
        assert Membership.objects.valid_on(TODAY).filter(user=user).count() == 1
    assert user.check_password(DEMO_PASSWORD)


@pytest.mark.parametrize(
    ("account", "least"), [("prescripteur", 20), ("referent", 60), ("chef", 60), ("accompagnement", 60)]
)
def test_each_role_sees_its_files(account, least):
    with acting_as_system():
        user = User.objects.get(email=f"{account}@demo.emile.test")
    with acting_as(user.pk):
        assert Journey.objects.visible_to(user).count() >= least


def test_a_second_load_does_nothing():
    with acting_as_system():
        before = Journey.objects.count(), User.objects.count(), Organisation.objects.count()
    assert load(TODAY) is False
    with acting_as_system():
        assert (Journey.objects.count(), User.objects.count(), Organisation.objects.count()) == before


def test_the_accounts_are_printed():
    said = StringIO()
    call_command("demo_accounts", stdout=said)
    assert DEMO_PASSWORD in said.getvalue()
    for _label, email in DEMO_ACCOUNTS:
        assert email in said.getvalue()


def test_every_role_is_played():
    with acting_as_system():
        played = set(Membership.objects.values_list("role", flat=True))
    assert set(Role) - {Role.PARTNER} <= played


def test_a_household_came_back():
    with acting_as_system():
        twice = Journey.objects.values("household").annotate(n=Count("pk")).filter(n=2)
        assert twice.count() == 1
