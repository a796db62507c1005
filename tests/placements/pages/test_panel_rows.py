"""What each panel of the second half lists, in which order, and to whom."""

from datetime import timedelta

import pytest

from candidates.models import Journey
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from placements.models import PrivateNote
from placements.stays import workflow as stays
from tests.candidates.file.file_steps import twin
from tests.placements.pages.test_panels import shown
from tests.placements.todo import waiting_rows as rows
from tests.placements.todo.waiting_rows import family
from tests.world import TODAY, World

YESTERDAY = TODAY - timedelta(days=1)
LAST_WEEK = TODAY - timedelta(days=7)


@pytest.fixture
def world(world_as_it_stands) -> World:
    return world_as_it_stands


def panel(sign_in, user, journey: Journey, slug: str) -> dict:
    return sign_in(user).get(f"/dossiers/{journey.reference}/volet/{slug}/").context


def test_the_last_contact_and_the_last_meeting_come_first(world, presented, sign_in):
    with acting_as_system():
        journey = family(presented, Step.IMMERSION, round=2)
        member = journey.household.members.create(link="applicant", first_name="Awa", last_name="Diallo")
        common = {"member": member, "employer": world.employer, "recorded_by": world.head}
        for note, day in (("A", YESTERDAY), ("C", LAST_WEEK), ("B", YESTERDAY)):
            journey.job_contacts.create(contacted_on=day, note=note, **common)
        for number, day in ((1, LAST_WEEK), (2, YESTERDAY)):
            project = {"round": number, "held_on": day, "project": f"Projet {number}", "recorded_by": world.head}
            journey.meetings.create(**project)
    context = panel(sign_in, world.head, journey, "projet")
    assert [contact.note for contact in context["contacts"]] == ["B", "A", "C"]
    assert [meeting.project for meeting in context["meetings"]] == ["Projet 2", "Projet 1"]


def test_the_last_stay_comes_first_and_those_of_an_earlier_project_are_told_too(world, presented, sign_in):
    with acting_as_system():
        journey = family(presented, Step.PROJECT, furthest=7, round=2)
        first = rows.arrival(world, journey, LAST_WEEK, round=1, state="cancelled")
        last = rows.arrival(world, journey, TODAY, round=2)
        middle = rows.arrival(world, journey, YESTERDAY, round=1, state="no_show")
        same_day = rows.arrival(world, journey, LAST_WEEK, round=1, state="cancelled")
    assert panel(sign_in, world.head, journey, "immersion")["stays"] == [last, middle, same_day, first]


@pytest.mark.parametrize(("furthest", "told"), [(6, False), (7, True)])
def test_both_answers_are_announced_once_an_immersion_was_reached(world, presented, sign_in, furthest, told):
    with acting_as_system():
        journey = family(presented, Step.PROJECT, furthest=furthest)
    context = panel(sign_in, world.head, journey, "immersion")
    assert ("agreements" in context) is told
    assert ("Réponse attendue" in shown(sign_in, world.head, journey, "immersion")) is False
    assert ("Après l'immersion" in shown(sign_in, world.head, journey, "immersion")) is told


def test_both_answers_are_awaited_once_the_immersion_is_over(world, presented, sign_in):
    with acting_as_system():
        journey = family(presented, Step.IMMERSION)
        rows.stay_over(world, journey, LAST_WEEK)
    text = shown(sign_in, world.head, journey, "immersion")
    assert "Le ménage Réponse attendue" in text
    assert "Le service Réponse attendue" in text
    assert "Après l'immersion" not in text


def test_waivers_are_told_from_the_first_to_the_last(world, sign_in):
    with acting_as_system():
        journey = world.journey(Step.PROJECT)
        reason = world.reason("immersion_waiver")
        details = {"reason": reason, "note": "Un nouveau projet", "waived_by": world.head}
        journey.waivers.create(round=2, waived_on=TODAY, **details)
        stays.waive_immersion(journey, by=world.head, on=YESTERDAY, reason=reason, note="Ils y ont vécu")
    waivers = panel(sign_in, world.head, journey, "immersion")["waivers"]
    assert [waiver.note for waiver in waivers] == ["Ils y ont vécu", "Un nouveau projet"]


def test_the_last_contract_and_the_last_flat_come_first(world, presented, sign_in):
    with acting_as_system():
        journey = family(presented, Step.CONTRACTED)
        member = journey.household.members.create(link="applicant", first_name="Awa", last_name="Diallo")
        common = {"member": member, "employer": world.employer, "recorded_by": world.head, "starts_on": TODAY}
        for kind, day in (("cdd", YESTERDAY), ("promise", LAST_WEEK), ("cdi", YESTERDAY)):
            journey.contracts.create(kind=kind, signed_on=day, **common)
        refused = {"state": "refused", "refused_on": TODAY}
        leases = [rows.offer(world, journey, day, **refused) for day in (YESTERDAY, LAST_WEEK, YESTERDAY)]
    context = panel(sign_in, world.caseworker, journey, "logement")
    assert [contract.kind for contract in context["contracts"]] == ["cdi", "cdd", "promise"]
    assert context["leases"] == [leases[2], leases[0], leases[1]]


def test_acts_are_told_from_the_last_a_hundred_of_them(world, presented, sign_in):
    with acting_as_system():
        journey = family(presented, Step.SUPPORT)
        days = [TODAY - timedelta(days=number) for number in range(99, 0, -1)]
        acts = [rows.act(world, journey, day) for day in [*days, TODAY, TODAY, LAST_WEEK]]
    found = panel(sign_in, world.caseworker, journey, "suivi")["acts"]
    assert len(found) == 100
    assert found[:3] == [acts[100], acts[99], acts[98]]
    assert found[8:10] == [acts[101], acts[92]]
    assert found[-1] == acts[2]


def test_a_personal_note_is_read_by_its_author_alone(world, presented, sign_in):
    with acting_as_system():
        journey = family(presented, Step.SUPPORT)
        act = rows.act(world, journey, TODAY, note="Dettes d'énergie")
        PrivateNote.objects.create(act=act, author=world.caseworker, text="À revoir seule")
    for person in (world.caseworker, world.head, world.referent, world.prescriber):
        text = shown(sign_in, person, journey, "suivi")
        assert "Dettes d'énergie" in text
        assert ("À revoir seule" in text) is (person is world.caseworker)


def test_another_family_s_rows_are_in_no_panel(world, presented, sign_in):
    with acting_as_system():
        journey, other = family(presented, Step.SUPPORT), twin(presented, "HADDAD Lina", step=Step.SUPPORT)
        rows.stay_over(world, other, LAST_WEEK)
        rows.lease(world, other, LAST_WEEK)
        rows.act(world, other, TODAY)
        rows.answer(world, other, "household", agrees=True)
    for slug, names in (("immersion", ["stays"]), ("logement", ["leases", "contracts"]), ("suivi", ["acts"])):
        context = panel(sign_in, world.head, journey, slug)
        assert [context[name] for name in names] == [[] for _ in names]
    assert [answer.row for answer in panel(sign_in, world.head, journey, "immersion")["agreements"]] == [None, None]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("slug", "queries"), [("projet", 10), ("immersion", 11), ("logement", 10), ("suivi", 9)])
def test_a_panel_costs_the_same_whatever_it_lists(
    world, presented, sign_in, slug, queries, number, django_assert_num_queries
):
    with acting_as_system():
        journey = family(presented, Step.SUPPORT)
        member = journey.household.members.create(link="applicant", first_name="Awa", last_name="Diallo")
        job = {"member": member, "employer": world.employer, "vacancy": world.vacancy, "recorded_by": world.head}
        for index in range(number):
            day = TODAY - timedelta(days=10 * index)
            journey.job_contacts.create(contacted_on=day, **job)
            journey.meetings.create(round=index, held_on=day, project="Menuisier", recorded_by=world.head)
            dates = {"signed_on": day, "starts_on": day, "trade": world.trade, "weekly_hours": 35}
            journey.contracts.create(kind="cdi", **dates, **job)
            rows.arrival(world, journey, day, state="cancelled", exception_reason=world.reason("stay_exception"))
            rows.offer(world, journey, day, state="refused", refused_on=day)
            rows.act(world, journey, day)
    client, url = sign_in(world.caseworker), f"/dossiers/{journey.reference}/volet/{slug}/"
    client.get(url)
    with django_assert_num_queries(queries):
        client.get(url)
