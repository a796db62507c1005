"""The five pages: opening, saving field by field, who may, what is missing, and what each of them costs."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.candidature.completeness import missing_for_submission
from candidates.candidature.recap import Block
from candidates.enums import Topic
from candidates.models import (
    Debt,
    Household,
    HousingSituation,
    Income,
    Journey,
    Member,
    MemberTrade,
    WorkProfile,
)
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.candidates.candidature.pages.page_sending import address, parent_of, send, stored
from tests.world import TODAY

# --- opening and saving ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", list(Topic))
def test_a_page_sent_back_as_it_was_changes_nothing(journey, prune, topic):
    before = stored(lambda: Journey.objects.get(pk=journey.pk).candidature.saved_at)
    response = send(prune, address(journey, topic))
    assert response.status_code == 302, text_of(response)
    assert stored(lambda: Journey.objects.get(pk=journey.pk).candidature.saved_at) == before


def test_each_page_leads_to_the_next_and_the_last_to_the_recap(journey, prune):
    topics = [*Topic, None]
    for topic, following in pairwise(topics):
        response = send(prune, address(journey, topic), button="next")
        assert response["Location"] == address(journey, following)


def test_the_household_is_saved_with_its_commune(journey, prune, world):
    changes = {"menage-address": "12 rue des Lilas", "menage-commune": "15014", "menage-phone": "06 12 34 56 78"}
    assert send(prune, address(journey, Topic.HOUSEHOLD), **changes).status_code == 302
    household = stored(lambda: type(journey.household).objects.select_related("commune").get(pk=journey.household_id))
    assert (household.address, household.commune, household.phone) == (
        "12 rue des Lilas",
        world.commune,
        "06 12 34 56 78",
    )


def test_a_mistake_in_one_field_does_not_hold_back_the_others(journey, prune):
    response = send(
        prune,
        address(journey, Topic.HOUSING),
        **{"logement-kind": "parents", "logement-since": "31/02/2024", "logement-reference_income": "12 500,50"},
    )
    assert response.status_code == 200
    words = text_of(response)
    assert "Écrivez une date, par exemple 31/12/2026." in words
    assert 'value="31/02/2024"' in words
    housing = stored(lambda: HousingSituation.objects.get(household=journey.household_id))
    assert (housing.kind, housing.reference_income) == ("parents", Decimal("12500.50"))
    assert housing.since is not None, "the stored date stays"


def test_a_date_of_dalo_needs_dalo(journey, prune):
    response = send(prune, address(journey, Topic.HOUSING), **{"logement-dalo_on": "2024-05-02"})
    assert "suppose que le ménage soit reconnu DALO" in text_of(response)
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).dalo_on) is None


def test_profile_of_an_adult(journey, prune):
    parent = stored(lambda: parent_of(journey))
    prefix = f"emploi-{parent.pk}"
    changes = {
        f"{prefix}-mobility": ["public", "learning"],
        f"{prefix}-diploma": "3",
        f"{prefix}-carries_loads": "false",
    }
    assert send(prune, address(journey, Topic.WORK), **changes).status_code == 302
    work = stored(lambda: WorkProfile.objects.get(member=parent))
    assert (work.mobility, work.diploma, work.carries_loads) == (["public", "learning"], 3, False)


# --- who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("topic", [None, *Topic])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_foreign_file_is_not_found(world, sign_in, topic, method):
    with acting_as_system():
        foreign = world.journey(name="Ailleurs", elsewhere=True)
    assert getattr(sign_in(world.prescriber), method)(address(foreign, topic)).status_code == 404


def test_an_unknown_topic_is_not_found(journey, prune):
    assert prune.get(address(journey) + "autre/").status_code == 404


def test_the_host_team_keeps_the_facts_true_but_not_the_candidature(world, sign_in):
    with acting_as_system():
        presented = world.journey(Step.PRESENTED)
    head = sign_in(world.head)
    assert send(head, address(presented, Topic.HOUSING), **{"logement-kind": "shelter"}).status_code == 302
    assert head.get(address(presented, Topic.WISH)).status_code == 403
    assert head.get(address(presented)).status_code == 200


def test_a_closed_journey_is_read_only(world, sign_in):
    with acting_as_system():
        closed = world.journey(Step.MAINSTREAM)
    prune = sign_in(world.prescriber)
    assert prune.get(address(closed, Topic.HOUSING)).status_code == 403
    assert prune.get(address(closed)).status_code == 200


# --- what is missing ------------------------------------------------------------------------------------------------


def test_recap_says_what_is_missing_and_where(journey, prune):
    with acting_as_system():
        HousingSituation.objects.filter(household=journey.household_id).update(kind="")
    words = text_of(prune.get(address(journey)))
    assert f'href="{address(journey, Topic.HOUSING)}">le logement actuel</a>' in words
    assert "Transmettre la candidature" not in words


def test_recap_says_in_one_sentence_what_is_unknown():
    block = Block("Un titre", [("Situation", ""), ("DALO", None), ("Depuis", "hier"), ("Reconnu DALO", "")])
    assert block.unknown == ["situation", "DALO", "reconnu DALO"]


def test_recap_of_a_complete_candidature_offers_to_send_it(journey, prune):
    assert f'href="/dossiers/{journey.reference}/agir/transmettre-la-candidature/"' in text_of(
        prune.get(address(journey))
    )


def test_filling_the_pages_completes_the_candidature(world, sign_in):
    """From nothing to a file that can be sent, by the screens alone."""
    prune = sign_in(world.prescriber)
    fields = form_of(prune.get("/dossiers/nouveau/")) | {
        "programme": str(world.programme.pk),
        "last_name": "Traoré",
        "first_name": "Kadi",
        "birth_date": "1991-04-02",
    }
    prune.post("/dossiers/nouveau/", fields)
    journey = stored(lambda: Journey.objects.select_related("household").get(prescriber=world.structure))
    parent = stored(lambda: parent_of(journey))
    papers = {f"sejour-{parent.pk}-document": "resident", f"sejour-{parent.pk}-may_work": "true"}
    send(prune, address(journey, Topic.HOUSEHOLD), **papers)
    lodged = {"logement-kind": "hotel", "ressources-0-kind": "none"}
    send(prune, address(journey, Topic.HOUSING), **lodged)
    work = {f"emploi-{parent.pk}-situation": "employed", f"emploi-{parent.pk}-french_spoken": "b1"}
    send(prune, address(journey, Topic.WORK), **work, **{"metiers-0-trade": "F1703"})
    wish = {"diagnostic-made_on": TODAY.isoformat(), "projet-reasons": "Un toit.", "accord-given": "yes"}
    send(prune, address(journey, Topic.WISH), **wish, **{"voeux-wish_1": str(world.cantal.pk)})
    assert stored(lambda: missing_for_submission(Journey.objects.get(pk=journey.pk))) == []


# --- what a page costs ----------------------------------------------------------------------------------------------


COSTS = {Topic.HOUSEHOLD: 9, Topic.HOUSING: 12, Topic.WORK: 9, Topic.FAMILY: 9, Topic.WISH: 12, None: 12}


@pytest.mark.parametrize("people", [1, 3])
@pytest.mark.parametrize("topic", COSTS)
def test_queries_do_not_grow_with_the_family(journey, prune, world, topic, people):
    with acting_as_system():
        parent = parent_of(journey)
        Household.objects.update(commune=world.commune if people > 1 else None)
        for number in range(people - 1):
            add_person(journey, world, number)
            Debt.objects.create(household=journey.household, kind="rent", amount=10 * number)
            Income.objects.create(member=parent, kind=["wage", "are"][number], amount=1)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert prune.get(address(journey, topic)).status_code == 200
    counted = [
        query["sql"] for query in queries if "set_config" not in query["sql"] and "SAVEPOINT" not in query["sql"]
    ]
    assert len(counted) == COSTS[topic], "\n".join(counted)


def add_person(journey, world, number: int) -> None:
    birth = TODAY - timedelta(days=9000 + number)
    person = Member.objects.create(
        household=journey.household, link="other", first_name=f"P{number}", last_name="Diallo", birth_date=birth
    )
    WorkProfile.objects.create(member=person, situation="employed")
    MemberTrade.objects.create(member=person, trade=world.trade, use="wanted")
