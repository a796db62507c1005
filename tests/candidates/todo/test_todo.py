from datetime import timedelta

import pytest
from django.db import connection

from candidates.journey import first_half, following
from candidates.journey.table import TRANSITIONS
from candidates.steps import Step
from candidates.todo.pile_rows import with_codes_written
from candidates.todo.piles import declared_for
from emile.core.database.identity import acting_as_system
from emile.core.pages.todo import MOST_LINES
from emile.reference.models import LegalParameter
from partners.models import Membership, Vacancy
from placements.project import workflow as project
from placements.stays import workflow as stays
from tests.world import TODAY

ROLES = ["prescriber", "referent", "head", "caseworker", "manager", "dpo", "partner"]


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


def piles(sign_in, user) -> dict:
    return {pile.slug: pile for pile in sign_in(user).get("/").context["piles"]}


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_first_page(world, sign_in, role):
    page = sign_in(getattr(world, role)).get("/")
    assert page.status_code == 200
    assert "Rien ne vous attend" in page.content.decode()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step.DIAGNOSIS, {"prescriber": "drafts"}),
        (Step.SUBMITTED, {"referent": "to_present"}),
        (Step.PRESENTED, {"head": "to_decide"}),
        (Step.SHORTLISTED, {"head": "first_contact", "caseworker": "first_contact"}),
        (Step.JOB_SEARCH, {"head": "meeting"}),
        (Step.PROJECT, {"head": "stays_to_plan", "caseworker": "stays_to_plan", "referent": "stays_to_plan"}),
        (
            Step.IMMERSION,
            {"head": "service_answers", "caseworker": "household_answers", "referent": "household_answers"},
        ),
        (Step.VALIDATED, {"head": "to_contract"}),
        (Step.CONTRACTED, {"head": "flats_to_find"}),
    ],
)
def test_a_file_is_found_where_somebody_is_to_act(world, sign_in, step, expected):
    with acting_as_system():
        journey = world.journey(step)
        world.journey(step, elsewhere=True)
    for role, slug in expected.items():
        found = piles(sign_in, getattr(world, role))
        assert found[slug].total == 1, role
        line = found[slug].lines[0]
        assert line.who == journey.household.name
        assert journey.reference in line.url
        assert journey.reference in line.action_url
        assert line.since


def test_what_one_side_answered_is_not_told_to_the_other(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.IMMERSION)
        project.give_household_agreement(journey, by=world.caseworker, on=TODAY, agrees=False, signatory="La famille")
    found = piles(sign_in, world.head)
    assert "service_answers" in found
    assert "refused" not in found
    assert "household_answers" not in piles(sign_in, world.caseworker)
    with acting_as_system():
        project.give_service_agreement(journey, by=world.head, on=TODAY, agrees=True)
    assert piles(sign_in, world.head)["refused"].total == 1


def test_who_proposed_a_household_is_not_asked_for_the_service_answer(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.IMMERSION)
        type(journey).objects.filter(pk=journey.pk).update(presented_by=world.head)
    assert "service_answers" not in piles(sign_in, world.head)


def test_stays_of_the_week_late_and_over(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        stay = stays.plan_stay(
            journey,
            by=world.head,
            today=TODAY,
            flat=world.flat,
            arrival=TODAY + timedelta(days=2),
            departure=TODAY + timedelta(days=5),
            people=2,
        )
    for user in (world.head, world.caseworker, world.referent):
        assert piles(sign_in, user)["arrivals"].lines[0].due == TODAY + timedelta(days=2)
    assert "arrivals" not in piles(sign_in, world.other_head)
    with acting_as_system():
        move(stay, -10)
    assert piles(sign_in, world.caseworker)["never_noted"].total == 1
    with acting_as_system():
        stays.arrive(journey, by=world.caseworker, on=TODAY - timedelta(days=8))
    assert piles(sign_in, world.caseworker)["not_closed"].total == 1
    with acting_as_system():
        move(stay, 8)
    assert piles(sign_in, world.referent)["under_way"].total == 1


def move(stay, days: int) -> None:
    stay.refresh_from_db()
    shift = timedelta(days=days)
    type(stay).objects.filter(pk=stay.pk).update(
        arrival=stay.arrival + shift, departure=stay.departure + shift, planned_on=stay.planned_on + shift
    )


def test_complements_go_back_and_forth(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.SUBMITTED)
        first_half.ask_complements(journey, by=world.referent, on=TODAY, topic="emploi", question="Quel permis ?")
    assert piles(sign_in, world.prescriber)["complements"].lines[0].action_label == "Répondre"
    awaited = piles(sign_in, world.referent)["complements_awaited"]
    assert awaited.lines[0].detail == world.structure.name


def test_declined_files_come_back_on_their_day(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PRESENTED)
        reason = world.reason("decline", consequence="park")
        first_half.decline(journey, by=world.head, on=TODAY, reason=reason)
    assert "to_review" not in piles(sign_in, world.head)
    with acting_as_system():
        type(journey).objects.filter(pk=journey.pk).update(review_on=TODAY)
    assert piles(sign_in, world.head)["to_review"].total == piles(sign_in, world.referent)["to_review"].total == 1


def test_papers_of_those_in_charge(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.DIAGNOSIS)
        right = journey.household.members.get(link="applicant").stay_right
        right.expires_on = TODAY + timedelta(days=119)
        right.save()
        journey.household.social_housing_requests.create(
            number="075123", department_id="75", filed_on=TODAY - timedelta(days=330)
        )
    found = piles(sign_in, world.prescriber)
    assert found["permits"].lines[0].due == TODAY + timedelta(days=119)
    request = found["housing_requests"].lines[0]
    assert request.detail.startswith("075123, déposée ou renouvelée le ")
    assert request.due is None
    with acting_as_system():
        right.expires_on = TODAY + timedelta(days=121)
        right.save()
        journey.household.social_housing_requests.update(renewed_on=TODAY)
    found = piles(sign_in, world.prescriber)
    assert "permits" not in found
    assert "housing_requests" not in found


def test_a_next_step_stands_until_an_act_is_noted(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.SUPPORT)
        following.assign(journey, by=world.head, on=TODAY, caseworker=world.caseworker)
        act = journey.acts.create(
            theme="budget", done_on=TODAY, next_step="Rappeler la CAF", next_step_on=TODAY + timedelta(days=7),
            done_by=world.caseworker,
        )  # fmt: skip
    line = piles(sign_in, world.caseworker)["next_steps"].lines[0]
    assert (line.title, line.detail, line.due) == ("Rappeler la CAF", "", TODAY + timedelta(days=7))
    with acting_as_system():
        act.next_step_on = TODAY + timedelta(days=8)
        act.save()
    assert "next_steps" not in piles(sign_in, world.caseworker)
    with acting_as_system():
        act.next_step_on = TODAY
        act.save()
    assert "next_steps" not in piles(sign_in, world.caseworker), "today's act is what was to be done"


def test_posts_nobody_spoke_of_for_ninety_days(world, sign_in):
    with acting_as_system():
        Vacancy.objects.update(last_news_on=TODAY - timedelta(days=91))
    for user in (world.head, world.caseworker, world.partner):
        assert piles(sign_in, user)["vacancies"].total == 1
    assert "vacancies" not in piles(sign_in, world.other_head)
    assert "vacancies" not in piles(sign_in, world.referent)


def test_a_manager_sees_delays_by_territory_and_no_name(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PRESENTED, name="Diallo")
        type(journey).objects.update(step_since=TODAY - timedelta(days=31))
    page = sign_in(world.manager).get("/")
    pile = next(pile for pile in page.context["piles"] if pile.slug == "a-decider")
    assert (pile.lines[0].title, pile.lines[0].who) == ("1 dossier", "Cantal")
    assert "DIALLO" not in page.content.decode().upper()


def test_the_data_protection_officer_sees_accesses_end(world, sign_in):
    with acting_as_system():
        Membership.objects.filter(user=world.caseworker).update(valid_to=TODAY + timedelta(days=3))
    assert piles(sign_in, world.dpo)["memberships"].lines[0].who == world.caseworker.full_name
    with acting_as_system():
        ending = Membership.objects.exclude(user=world.dpo).update(valid_to=TODAY + timedelta(days=3))
    pile = piles(sign_in, world.dpo)["memberships"]
    assert (len(pile.lines), pile.total) == (MOST_LINES, ending)


@pytest.mark.parametrize("number", [1, 6])
def test_a_pile_shows_the_oldest_and_counts_them_all(world, sign_in, number):
    with acting_as_system():
        for age, journey in enumerate(world.journeys(number, Step.PRESENTED), 1):
            type(journey).objects.filter(pk=journey.pk).update(step_since=TODAY - timedelta(days=age))
    pile = piles(sign_in, world.head)["to_decide"]
    oldest = ["FAMILLE5 Awa", "FAMILLE4 Awa", "FAMILLE3 Awa"] if number > 1 else ["FAMILLE0 Awa"]
    assert [line.who for line in pile.lines] == oldest
    assert pile.total == number
    assert pile.more_url == ("/dossiers/?etape=presented&attente=chef-de-service&tri=anciennete" if number > 1 else "")


def test_a_pile_without_a_list_opens_alone_with_all_its_lines(world, sign_in):
    with acting_as_system():
        for _ in range(MOST_LINES + 1):
            world.make_vacancy(world.employer, world.cantal)
        Vacancy.objects.update(last_news_on=TODAY - timedelta(days=100))
    client = sign_in(world.head)
    assert 'href="?tas=vacancies"' in client.get("/").content.decode()
    alone = client.get("/", {"tas": "vacancies"}).context["piles"]
    assert [(pile.slug, len(pile.lines)) for pile in alone] == [("vacancies", MOST_LINES + 2)]
    for nothing in ("zzz", "\0", "to_decide"):
        assert client.get("/", {"tas": nothing}).url == "/"


@pytest.mark.parametrize(
    ("role", "queries"),
    [
        ("prescriber", 8),
        ("referent", 8),
        ("head", 9),
        ("caseworker", 9),
        ("manager", 10),
        ("dpo", 9),
        ("partner", 9),
    ],
)
@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_whatever_waits(world, sign_in, django_assert_max_num_queries, role, queries, number):
    """Three of them belong to the test itself: forgetting who was there, and the savepoint of the request."""
    with acting_as_system():
        for step in (Step.DIAGNOSIS, Step.SUBMITTED, Step.PRESENTED, Step.PROJECT):
            world.journeys(number, step)
        Vacancy.objects.update(last_news_on=TODAY - timedelta(days=100))
    client = sign_in(getattr(world, role))
    client.get("/")
    with django_assert_max_num_queries(queries):
        client.get("/")


def test_a_new_delay_and_a_new_right_are_obeyed_at_once(world, sign_in):
    """The statement is kept for each context: what it depends on makes another context."""
    with acting_as_system():
        late = world.journey(Step.PRESENTED)
        type(late).objects.filter(pk=late.pk).update(step_since=TODAY - timedelta(days=10))
        world.journey(Step.PRESENTED, elsewhere=True)
    assert "undecided" not in piles(sign_in, world.prescriber)
    assert piles(sign_in, world.head)["to_decide"].total == 1
    with acting_as_system():
        LegalParameter.objects.filter(code="silent_file_days").update(value=5)
        place = {"organisation": world.operator, "territory": world.lozere, "valid_from": TODAY}
        Membership.objects.create(user=world.head, role="service_head", **place)
    assert piles(sign_in, world.prescriber)["undecided"].total == 1
    assert piles(sign_in, world.head)["to_decide"].total == 2


@pytest.mark.parametrize("text", ["l'étape", "a; b", "A"])
def test_only_our_codes_are_written_in_the_statement(text):
    assert with_codes_written("step = %s AND day < %s", ["project", TODAY]) == (
        "step = 'project' AND day < %s",
        [TODAY],
    )
    with pytest.raises(ValueError, match=text):
        with_codes_written("step = %s", [text])


def test_every_button_belongs_to_whoever_is_shown_it(world):
    for role in ROLES:
        for pile in declared_for(getattr(world, role)):
            if pile.action:
                allowed = TRANSITIONS[pile.action].roles
                assert pile.roles <= allowed, pile.slug


def test_the_views_of_the_gate_hold_the_scope_themselves(world):
    """Asked without the first wall, they still give nothing to somebody else, and nothing to nobody."""
    from emile.core.database.identity import acting_as
    from placements.models import FILE_DATES

    with acting_as_system():
        world.journey(Step.PROJECT)
    with acting_as(world.head.pk):
        assert [model.objects.count() for model in FILE_DATES] == [0, 0, 0, 1, 0, 0]  # one permit
    for user in (world.other_head, world.manager, world.dpo, world.partner, world.lyon_prescriber):
        with acting_as(user.pk):
            assert not any(model.objects.exists() for model in FILE_DATES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM placements_permitend")
        assert cursor.fetchone()[0] == 0
