"""The five pages: opening, saving field by field, rows, autosave, and what each of them costs."""

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
    Consent,
    Debt,
    Household,
    HousingSituation,
    Income,
    Journey,
    Member,
    MemberTrade,
    Wish,
    WorkProfile,
)
from candidates.steps import Step
from emile.core.database.identity import acting_as_system
from tests.candidates.candidature.candidature_forms import form_of, text_of
from tests.world import TODAY


def address(journey: Journey, topic: Topic | None = None) -> str:
    return f"/dossiers/{journey.reference}/candidature/" + (f"{topic.value}/" if topic else "")


@pytest.fixture
def world(world_as_it_stands):
    """One for the file: what a test does to it is undone with the test."""
    return world_as_it_stands


@pytest.fixture
def journey(world) -> Journey:
    with acting_as_system():
        return world.journey()


@pytest.fixture
def prune(world, sign_in):
    return sign_in(world.prescriber)


def parent_of(journey: Journey) -> Member:
    return journey.household.members.get(link="applicant")


def stored(query):
    """Read as the system: a test looks at what is really there."""
    with acting_as_system():
        return query()


def send(client, url: str, *, button: str = "save", htmx: bool = False, **changes):
    """Load the page, change some fields, press a button."""
    fields = form_of(client.get(url), "saisie") | changes
    if not htmx:
        fields[button] = "1"
    return client.post(url, fields, headers={"HX-Request": "true"} if htmx else {})


# --- opening and saving -----------------------------------------------------------------------------------------


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


# --- rows ---------------------------------------------------------------------------------------------------------


def incomes(journey) -> dict[str, Decimal]:
    return stored(
        lambda: dict(Income.objects.filter(member__household=journey.household_id).values_list("kind", "amount"))
    )


def test_rows_are_added_corrected_and_removed(journey, prune):
    url = address(journey, Topic.HOUSING)
    send(prune, url, **{"ressources-0-amount": "900", "ressources-1-kind": "family", "ressources-1-amount": "188,10"})
    assert incomes(journey) == {"rsa": Decimal(900), "family": Decimal("188.10")}
    send(prune, url, **{"ressources-0-DELETE": "on"})
    assert incomes(journey) == {"family": Decimal("188.10")}
    send(prune, url, **{"ressources-0-kind": "", "ressources-0-amount": ""})
    assert incomes(journey) == {}


def test_a_row_that_cannot_be_read_makes_none_disappear(journey, prune):
    url = address(journey, Topic.HOUSING)
    response = send(
        prune, url, **{"ressources-0-amount": "beaucoup", "dettes-0-kind": "rent", "dettes-0-amount": "350"}
    )
    assert "Écrivez un nombre" in text_of(response)
    assert 'value="beaucoup"' in text_of(response)
    assert incomes(journey) == {"rsa": Decimal(890)}
    assert stored(lambda: Debt.objects.get(household=journey.household_id).amount) == 350, "the other list is saved"


def test_the_same_income_twice_is_said_beside_the_row(journey, prune):
    response = send(prune, address(journey, Topic.HOUSING), **{"ressources-1-kind": "rsa", "ressources-1-amount": "10"})
    assert "Cette ressource est déjà inscrite pour cette personne." in text_of(response)
    assert incomes(journey) == {"rsa": Decimal(890)}


def test_trades_swap_their_use(journey, prune):
    changes = {
        "metiers-0-use": "practised",
        "metiers-1-trade": "F1703",
        "metiers-1-use": "wanted",
        "metiers-1-years": "2",
    }
    assert send(prune, address(journey, Topic.WORK), **changes).status_code == 302
    rows = stored(lambda: set(MemberTrade.objects.values_list("trade", "use", "years")))
    assert rows == {("H2206", "practised", 4), ("F1703", "wanted", 2)}


def test_a_member_of_another_family_is_refused_in_a_row(journey, prune, world):
    with acting_as_system():
        stranger = parent_of(world.journey(name="Ailleurs", elsewhere=True))
    response = send(
        prune,
        address(journey, Topic.HOUSING),
        **{"ressources-1-member": str(stranger.pk), "ressources-1-kind": "wage", "ressources-1-amount": "10"},
    )
    assert "Choisissez dans la liste." in text_of(response)
    assert stored(lambda: stranger.incomes.count()) == 1


def test_wishes_keep_their_order(journey, prune, world):
    wanted = [world.lozere.pk, "", world.cantal.pk]
    changes = {f"voeux-wish_{rank}": str(pk) for rank, pk in enumerate(wanted, 1)}
    assert send(prune, address(journey, Topic.WISH), **changes).status_code == 302
    rows = stored(lambda: list(Wish.objects.filter(journey=journey).values_list("territory", "rank")))
    assert rows == [(world.lozere.pk, 1), (world.cantal.pk, 2)]


def test_a_territory_is_wished_once(journey, prune, world):
    response = send(prune, address(journey, Topic.WISH), **{"voeux-wish_2": str(world.cantal.pk)})
    assert "Ce territoire est déjà demandé." in text_of(response)


# --- consent --------------------------------------------------------------------------------------------------------


def consents(journey) -> list[tuple[bool, list[str]]]:
    query = Consent.objects.filter(household=journey.household_id).order_by("pk")
    return stored(lambda: list(query.values_list("given", "shared_with")))


def test_another_answer_is_another_row(journey, prune):
    url = address(journey, Topic.WISH)
    send(prune, url, **{"accord-shared_with": ["landlord"]})
    send(prune, url)
    send(prune, url, **{"accord-given": "no"})
    assert consents(journey) == [(True, []), (True, ["landlord"]), (False, [])]


def test_an_answer_is_never_saved_by_itself(journey, prune):
    response = send(prune, address(journey, Topic.WISH), htmx=True, **{"accord-given": "no"})
    assert response.status_code == 200
    assert consents(journey) == [(True, [])]


# --- autosave -------------------------------------------------------------------------------------------------------


def test_the_page_saves_itself(journey, prune):
    response = send(prune, address(journey, Topic.HOUSING), htmx=True, **{"logement-kind": "shelter"})
    words = text_of(response)
    assert "Enregistré à " in words
    assert "<html" not in words
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "shelter"


def test_autosave_says_what_it_could_not_save(journey, prune):
    response = send(prune, address(journey, Topic.HOUSING), htmx=True, **{"logement-since": "hier"})
    assert "sauf" in text_of(response)
    assert "Depuis le" in text_of(response)


def test_autosave_twice_makes_one_row(journey, prune):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"ressources-1-kind": "wage", "ressources-1-amount": "600"}
    first = prune.post(url, fields, headers={"HX-Request": "true"})
    fresh = form_of_fragment(first)
    prune.post(url, fields | fresh | {"ressources-1-amount": "610"}, headers={"HX-Request": "true"})
    assert incomes(journey) == {"rsa": Decimal(890), "wage": Decimal(610)}


def form_of_fragment(response) -> dict[str, list[str]]:
    """The version and the fingerprint that the fragment puts in place of the old ones."""
    wrapped = type("Wrapped", (), {"content": b'<form method="post">' + response.content + b"</form>"})
    return form_of(wrapped)


# --- two people, one file -------------------------------------------------------------------------------------------


def test_nobody_overwrites_without_seeing(journey, prune, world, sign_in):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents", "save": "1"}
    send(sign_in(world.referent), url, **{"logement-kind": "shelter"})
    response = prune.post(url, fields)
    words = text_of(response)
    assert "Cette page a changé pendant que vous écriviez" in words
    assert "Chez les parents" in words
    assert "CHRS, CHU, CPH, CADA" in words
    assert '<th scope="row">Ressources du ménage</th>' not in words, "890,00 typed is 890.00 stored"
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "shelter"
    kept = form_of(response, "saisie") | {"keep": "1"}
    assert kept["logement-kind"] == ["parents"]
    assert prune.post(url, kept).status_code == 302
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "parents"


def test_autosave_stops_at_a_conflict(journey, prune, world, sign_in):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents"}
    send(sign_in(world.referent), url, **{"logement-kind": "shelter"})
    response = prune.post(url, fields, headers={"HX-Request": "true"})
    assert "rien ne sera perdu" in text_of(response)
    assert stored(lambda: HousingSituation.objects.get(household=journey.household_id).kind) == "shelter"


def test_another_page_saved_meanwhile_is_no_conflict(journey, prune, world, sign_in):
    url = address(journey, Topic.HOUSING)
    fields = form_of(prune.get(url), "saisie") | {"logement-kind": "parents", "save": "1"}
    send(sign_in(world.referent), address(journey, Topic.HOUSEHOLD), **{"menage-address": "Ailleurs"})
    assert prune.post(url, fields).status_code == 302


# --- who --------------------------------------------------------------------------------------------------------------


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


# --- what is missing ----------------------------------------------------------------------------------------------


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
